import { waitsIn } from "../../domain/archive/disposal.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { type Person, personOf } from "../../domain/identity.ts";
import { readReason } from "../../domain/reason.ts";
import { withdraw } from "../../domain/signoff/signoff-end.ts";
import { type Artifact, isArchiveFault, type Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { type Acting, refreshSignoff, saveEnd } from "../signoff/signoff-change.ts";
import { templateOf } from "../start/template-of.ts";
import { type ArchiveRefusal, refuseUnlessAllowed } from "./archive-act.ts";

export type HoldInput = {
  readonly closeoutId: string;
  readonly number: number;
  readonly act: "hold" | "release";
  readonly reason: string;
  readonly member: Member;
};

/**
 * `stored` says whether the store itself was told; when not, a later sweep tells it, and the register holds meanwhile.
 * `voided` is true when a disposal that was proposed or approved is off by this.
 */
export type HoldOutcome =
  | {
      readonly kind: "done";
      readonly closeout: Closeout;
      readonly artifact: Artifact;
      readonly stored: boolean;
      readonly voided: boolean;
    }
  /** It is on hold already, or not on hold. */
  | { readonly kind: "already"; readonly closeout: Closeout; readonly artifact: Artifact }
  | ArchiveRefusal;

/** Places or releases a hold: first in the register, which alone decides, then in the store, which then refuses by itself. */
export async function holdArtifact(
  deps: Pick<Deps, "archive" | "clock" | "closeouts" | "queue" | "log">,
  input: HoldInput,
): Promise<HoldOutcome> {
  const known = await deps.closeouts.get(input.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const { result, lanes } = await deps.closeouts.change(input.closeoutId, async (change) => {
    const { closeout } = change;
    const { act, number, member } = input;
    const refusal = await refuseUnlessAllowed(change, "hold_artifact", member, { tried: act, number });
    if (refusal !== undefined) return refusal;
    const artifact = await change.artifacts.find(number);
    if (artifact === undefined) return { kind: "no_such_artifact", closeout, number } as const;
    if (artifact.disposed !== undefined) {
      return { kind: "invalid", closeout, message: `#${number} was disposed of already.` } as const;
    }
    const read = readReason(input.reason);
    if (!read.ok) return { kind: "invalid", closeout, message: read.message } as const;
    const hold = { by: personOf(member), at: deps.clock.now(), reason: read.reason };
    const changed =
      act === "hold"
        ? await change.artifacts.placeHold(artifact.id, hold)
        : await change.artifacts.releaseHold(artifact.id, hold);
    if (!changed) return { kind: "already", closeout, artifact } as const;
    const voided = act === "hold" && ["waiting", "approved"].includes(artifact.disposal?.kind ?? "");
    await change.record({
      actor: hold.by,
      kind: act === "hold" ? "hold.placed" : "hold.released",
      data: { number, path: artifact.path, sha256: artifact.sha256, reason: hold.reason },
    });
    if (voided) {
      await change.record({
        actor: hold.by,
        kind: "disposal.rejected",
        data: { number, path: artifact.path, reason: hold.reason, because: "a hold was placed" },
      });
      await leaveSignoff({ change, template, now: hold.at }, artifact, hold.by);
    }
    return { kind: "done", closeout, artifact, voided } as const;
  });
  await hurryDeliveries(deps, lanes);
  if (result.kind !== "done") return result;
  const stored = await guardArtifact(deps, { closeoutId: input.closeoutId, number: input.number });
  return { ...result, stored };
}

/** An artifact is out of the sign-off that asks about it; a request that asks about nothing any more ends. */
async function leaveSignoff(
  context: Omit<Acting, "request">,
  { disposal }: Artifact,
  by: Person,
): Promise<void> {
  const { change, now } = context;
  const request = disposal?.request === undefined ? undefined : await change.signoffs.get(disposal.request);
  if (request === undefined) return;
  const left = (await change.artifacts.all()).some((artifact) => waitsIn(artifact, request.id));
  const reason = "Everything that it asks about is on hold.";
  const outcome = left ? undefined : withdraw(request, { by, reason }, now);
  if (outcome?.kind !== "withdrawn") return await refreshSignoff(change, request);
  await saveEnd({ ...context, request: outcome.request }, "signoff.withdrawn", by);
}

/** Name of the job that tells the store what the register says of a hold; its payload is `{ closeoutId, number }`. */
export const guardJob = "guard-artifact";

/** Tells the store what the register says of a hold, and notes that it knows; `false` when the store did not take it. */
export async function guardArtifact(
  deps: Pick<Deps, "archive" | "closeouts" | "log">,
  { closeoutId, number }: { readonly closeoutId: string; readonly number: number },
): Promise<boolean> {
  // Under the closeout's lock, so that a hold and its release never reach the store in the wrong order.
  const { result } = await deps.closeouts.change(closeoutId, async (change) => {
    const artifact = await change.artifacts.find(number);
    if (artifact === undefined || artifact.disposed !== undefined) return true;
    const hold = artifact.hold !== undefined;
    if (artifact.storeHolds === hold) return true;
    try {
      await deps.archive.protect(artifact.place, { retainUntil: artifact.retainUntil, hold });
    } catch (error) {
      if (!isArchiveFault(error)) throw error;
      deps.log.warn({ err: error, artifact: artifact.id, hold }, "the store was not told of a hold");
      return false;
    }
    await change.artifacts.saveStoreHold(artifact.id, hold);
    return true;
  });
  return result;
}
