import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import type { Artifact } from "../../domain/archive/artifact.ts";
import { isToBeAsked, keptBefore } from "../../domain/archive/disposal.ts";
import { dayOf } from "../../domain/archive/retention.ts";
import { system } from "../../domain/identity.ts";
import type { SignoffRequest } from "../../domain/signoff/signoff.ts";
import { purposeDefaults, usualDecideBy } from "../../domain/signoff/signoff-purposes.ts";
import type { CloseoutChange } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { beginSignoff } from "../signoff/begin-signoff.ts";
import { disposalList } from "./disposal-list.ts";

/** Closeouts looked at per sweep; the rest come with the next one. */
const closeoutsPerSweep = 100;

/** Artifacts that one request asks about; the rest come in a further one. */
const perRequest = 500;

type AskDeps = Pick<Deps, "artifacts" | "clock" | "closeouts" | "log" | "people" | "queue">;

/**
 * Asks the compliance officer, in a sign-off request of Closeout's own, about every artifact whose retention is over: one request for what
 * one sweep finds of a closeout, be it open or closed. Nothing is disposed of by this.
 */
export async function askForDisposals(deps: AskDeps): Promise<void> {
  const now = deps.clock.now();
  const found = await deps.artifacts.withExpired(dayOf(now), keptBefore(now), closeoutsPerSweep);
  for (const closeoutId of found) {
    try {
      await askOne(deps, closeoutId);
    } catch (error) {
      // The other closeouts, and the rest of the sweep, go on; this one comes again with the next.
      deps.log.error({ err: error, closeout: closeoutId }, "nobody could be asked about a disposal");
    }
  }
}

async function askOne(deps: AskDeps, closeoutId: string): Promise<void> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return;
  const user = closeout.roles.compliance_officer;
  // Who has left the workspace is asked all the same: tracking notices that, and the owner can put somebody in their place.
  const name = (await deps.people.profile(closeout.installation, user))?.name ?? user;
  const { lanes } = await deps.closeouts.change(closeoutId, async (change) => {
    if (change.closeout.roles.compliance_officer !== user) return;
    const now = deps.clock.now();
    const expired = (await change.artifacts.all()).filter((artifact) => isToBeAsked(artifact, now));
    const artifacts = expired.slice(0, perRequest);
    if (artifacts.length > 0) await ask(change, artifacts, { user, name }, now);
  });
  await hurryDeliveries(deps, lanes);
}

async function ask(
  change: CloseoutChange,
  artifacts: readonly Artifact[],
  officer: { readonly user: string; readonly name: string },
  now: Temporal.Instant,
): Promise<void> {
  const request = await begin(change, artifacts, officer, now);
  for (const { id } of artifacts) {
    if (!(await change.artifacts.proposeDisposal(id, request.id, now))) {
      throw new Error(`The disposal of artifact ${id} is proposed twice`);
    }
  }
  const numbers = artifacts.map(({ number }) => number);
  await change.record({
    actor: system,
    kind: "disposal.noticed",
    data: { numbers, signoff: request.number },
  });
  // Questions from before disposals were sign-offs say that they are decided there.
  await change.refreshAbout({ kind: "disposal" });
}

async function begin(
  change: CloseoutChange,
  artifacts: readonly Artifact[],
  officer: { readonly user: string; readonly name: string },
  now: Temporal.Instant,
): Promise<SignoffRequest> {
  const { closeout } = change;
  const list = disposalList(closeout, artifacts, now);
  await change.saveDocument(list);
  const { title, meaning, quorum } = purposeDefaults.disposal;
  const outcome = await beginSignoff(
    change,
    {
      id: randomUUID(),
      purpose: "disposal",
      title,
      meaning,
      documents: [{ sha256: list.sha256, name: list.name, origin: { kind: "file" } }],
      seats: [{ id: randomUUID(), role: "compliance_officer", ...officer }],
      quorum,
      order: "parallel",
      decideBy: usualDecideBy("disposal", now, closeout),
      effect: {
        kind: "dispose",
        artifacts: artifacts.map(({ number, sha256 }) => ({ number, sha256 })),
      },
      requestedBy: system,
    },
    now,
  );
  if (outcome.kind === "invalid") throw new TypeError("A disposal could not be asked for");
  return outcome.request;
}
