import { randomUUID } from "node:crypto";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import type { Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import { hurryJobs } from "../delivery/hurry-jobs.ts";
import type { Deps } from "../deps.ts";
import { type ArchiveRefusal, refuseUnlessAllowed } from "./archive-act.ts";

/** Name of the job that reads archived artifacts again; its payload is `{ verificationId }`. */
export const verificationJob = "verify-artifacts";

export type AskVerificationOutcome =
  | { readonly kind: "asked"; readonly closeout: Closeout; readonly artifacts: number }
  | ArchiveRefusal;

/** Has one artifact, or all of a closeout, read again now; a message in the channel shows how far it is and what it finds. */
export async function askVerification(
  deps: Pick<Deps, "clock" | "closeouts" | "queue" | "log">,
  input: { readonly closeoutId: string; readonly number: number | undefined; readonly member: Member },
): Promise<AskVerificationOutcome> {
  const { closeoutId, number, member } = input;
  if ((await deps.closeouts.get(closeoutId)) === undefined) return { kind: "no_closeout" };
  const id = randomUUID();
  const { result, lanes } = await deps.closeouts.change<AskVerificationOutcome>(
    closeoutId,
    async (change) => {
      const { closeout } = change;
      const refusal = await refuseUnlessAllowed(change, "verify_artifacts", member);
      if (refusal !== undefined) return refusal;
      const kept = (await change.artifacts.all()).filter(({ disposed }) => disposed === undefined);
      const asked = kept.filter((artifact) => number === undefined || artifact.number === number);
      if (number !== undefined && asked.length === 0) return { kind: "no_such_artifact", closeout, number };
      if (asked.length === 0) {
        return {
          kind: "invalid",
          closeout,
          message: "Nothing is archived yet, so there is nothing to read.",
        };
      }
      await change.artifacts.startVerification({
        id,
        number,
        askedBy: personOf(member),
        askedAt: deps.clock.now(),
      });
      await change.post([
        {
          id,
          conversation: { kind: "channel", channel: closeout.channel },
          subject: { kind: "archive_verification", verification: id },
        },
      ]);
      return { kind: "asked", closeout, artifacts: asked.length };
    },
  );
  await hurryDeliveries(deps, lanes);
  if (result.kind === "asked") {
    await hurryJobs(deps, [{ name: verificationJob, payload: { verificationId: id }, key: id }]);
  }
  return result;
}
