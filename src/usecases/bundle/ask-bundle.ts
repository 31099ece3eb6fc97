import { randomUUID } from "node:crypto";
import type { Bundle } from "../../domain/bundle/bundle.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import { type FetchDeps, recheckCertificate } from "../certificate/fetch-certificate.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import { hurryJobs } from "../delivery/hurry-jobs.ts";
import type { Deps } from "../deps.ts";
import type { AuditRefusal } from "../ledger/read-audit.ts";

/** Name of the job that makes an evidence bundle; its payload is `{ bundleId }`. */
export const bundleJob = "make-bundle";

export type AskBundleOutcome =
  | { readonly kind: "asked"; readonly closeout: Closeout; readonly bundle: Bundle }
  /** This person's last one is still being made. */
  | { readonly kind: "making"; readonly closeout: Closeout; readonly bundle: Bundle }
  | AuditRefusal;

/**
 * Has a bundle of all evidence made. The ledger's head is signed in the same change as the entry that asks for it: that is where the
 * bundle's ledger ends. A message to the person alone shows how far it is; the file follows there. Also of a closed closeout.
 */
export async function askBundle(
  deps: FetchDeps & Pick<Deps, "certificates">,
  { closeoutId, member }: { readonly closeoutId: string; readonly member: Member },
): Promise<AskBundleOutcome> {
  const known = await deps.closeouts.get(closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const permission = mayDo("audit", known, member);
  if (!permission.allowed) return { kind: "not_permitted", closeout: known, who: permission.who };
  // The outcome in the bundle is the one by the keys and the time of this moment, so that whoever judges again gets it too.
  const certificate = await deps.certificates.latest(closeoutId);
  if (certificate !== undefined) await recheckCertificate(deps, known, certificate);
  const id = randomUUID();
  const { result, lanes } = await deps.closeouts.change<AskBundleOutcome>(closeoutId, async (change) => {
    const { closeout } = change;
    const may = mayDo("audit", closeout, member);
    if (!may.allowed) return { kind: "not_permitted", closeout, who: may.who };
    const bundle = await change.bundles.ask({
      id,
      askedBy: personOf(member),
      askedAt: deps.clock.now(),
    });
    if (bundle.id !== id) return { kind: "making", closeout, bundle };
    await announceBundle(change, bundle);
    return { kind: "asked", closeout, bundle };
  });
  await hurryDeliveries(deps, lanes);
  if (result.kind === "asked")
    await hurryJobs(deps, [{ name: bundleJob, payload: { bundleId: id }, key: id }]);
  return result;
}

/** Writes down, within a change, that a bundle was asked for just now: its ledger ends here. Whoever asked gets a message about it. */
export async function announceBundle(
  change: CloseoutChange,
  { id, number, askedBy }: Pick<Bundle, "id" | "number" | "askedBy">,
): Promise<void> {
  await change.record({ actor: askedBy, kind: "bundle.requested", data: { bundle: id, number } });
  await change.signHead("export");
  const conversation = { kind: "direct", user: askedBy.user } as const;
  await change.post([{ id, conversation, subject: { kind: "bundle", bundle: id } }]);
}
