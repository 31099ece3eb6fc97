import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../domain/closeout.ts";
import type { ClosingBasis } from "../../domain/closing.ts";
import { type Person, personOf } from "../../domain/identity.ts";
import { withdraw } from "../../domain/signoff/signoff-end.ts";
import { outlivesClosing } from "../../domain/signoff/signoff-right.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { announceBundle, bundleJob } from "../bundle/ask-bundle.ts";
import { type FetchDeps, recheckCertificate } from "../certificate/fetch-certificate.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import { hurryJobs } from "../delivery/hurry-jobs.ts";
import type { Deps } from "../deps.ts";
import { expireIfDue, saveEnd } from "../signoff/signoff-change.ts";
import { templateOf } from "../start/template-of.ts";
import {
  type ClosingInput,
  type ClosingRefusal,
  type NotReadyToClose,
  readinessIn,
  refuseToClose,
} from "./read-closing.ts";

export type CloseCloseoutOutcome =
  | { readonly kind: "closed_now"; readonly closeout: Closeout }
  /** Something that was there when the owner looked is missing, or was never there: nothing was changed. */
  | NotReadyToClose
  /** A bundle that the owner asked for is being made; the one of the closing would have to wait for it. Nothing was changed. */
  | { readonly kind: "bundle_being_made"; readonly closeout: Closeout }
  | { readonly kind: "closed"; readonly closeout: Closeout }
  | ClosingRefusal;

/**
 * Closes a closeout for good, in one transaction: what is required is looked at once more, open sign-offs end, the item of the formal
 * closing is done, reminders end (those of action items and the archive's upkeep go on), the ledger's head is signed, the channel is told, and a
 * bundle of all evidence is asked for, which goes into the archive.
 */
export async function closeCloseout(
  deps: FetchDeps & Pick<Deps, "certificates">,
  { closeoutId, member }: ClosingInput,
): Promise<CloseCloseoutOutcome> {
  const known = await deps.closeouts.get(closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const refusal = refuseToClose(known, member);
  if (refusal !== undefined) return refusal;
  if (known.status === "closed") return { kind: "closed", closeout: known };
  const template = await templateOf(deps, known);
  // The outcome in the bundle is the one by the keys and the time of this moment.
  const certificate = await deps.certificates.latest(closeoutId);
  if (certificate !== undefined) await recheckCertificate(deps, known, certificate);
  const bundleId = randomUUID();
  const by = personOf(member);
  const { result, lanes } = await deps.closeouts.change<CloseCloseoutOutcome>(closeoutId, async (change) => {
    const { closeout } = change;
    const refused = refuseToClose(closeout, member);
    if (refused !== undefined) return refused;
    if (closeout.status === "closed") return { kind: "closed", closeout };
    const readiness = await readinessIn(change, template);
    const now = deps.clock.now();
    if (readiness.kind === "missing") return { ...readiness, closeout, now };
    const bundle = await change.bundles.ask({ id: bundleId, askedBy: by, askedAt: now });
    if (bundle.id !== bundleId) return { kind: "bundle_being_made", closeout };
    await close(change, template, readiness.basis, by, now);
    await announceBundle(change, bundle);
    return { kind: "closed_now", closeout: { ...closeout, status: "closed" } };
  });
  await hurryDeliveries(deps, lanes);
  if (result.kind === "closed_now") {
    await hurryJobs(deps, [{ name: bundleJob, payload: { bundleId }, key: bundleId }]);
  }
  return result;
}

async function close(
  change: CloseoutChange,
  template: Template,
  basis: ClosingBasis,
  by: Person,
  now: Temporal.Instant,
): Promise<void> {
  await endSignoffs(change, template, by, now);
  await completeByEvidence(change, template, "closing", "the closeout was closed", now);
  // Every item is settled by now, so none has reminders any more.
  await change.certificates.stopReminders();
  const number = (await change.closing.count()) + 1;
  await change.closing.close();
  await change.record({ actor: by, kind: "closeout.closed", data: basisInLedger(change.closeout, basis) });
  await change.signHead("closure");
  await change.refresh((await change.items()).map(({ id }) => id));
  const conversation = { kind: "channel", channel: change.closeout.channel } as const;
  await change.post([{ id: randomUUID(), conversation, subject: { kind: "closing", number } }]);
}

/** Nobody can decide in a closed closeout, so nobody is awaited in it, but for what becomes of its archive. */
async function endSignoffs(
  change: CloseoutChange,
  template: Template,
  by: Person,
  now: Temporal.Instant,
): Promise<void> {
  for (const request of await change.signoffs.all()) {
    if (outlivesClosing(request)) continue;
    const present = await expireIfDue({ change, request, template, now });
    const outcome = withdraw(present, { by, reason: "The closeout was closed." }, now);
    if (outcome.kind !== "withdrawn") continue;
    await saveEnd({ change, request: outcome.request, template, now }, "signoff.withdrawn", by);
  }
}

function basisInLedger({ name }: Closeout, { report, acceptance }: ClosingBasis) {
  return {
    name,
    report: report.number,
    pdf: report.pdfSha256,
    signoff: acceptance.number,
    acceptance: acceptance.state,
  };
}
