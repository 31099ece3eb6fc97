import { randomUUID } from "node:crypto";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import type { ArchiveRun, Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import { hurryJobs } from "../delivery/hurry-jobs.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { type ArchiveRefusal, refuseUnlessAllowed } from "./archive-act.ts";

/** Name of the job that takes an export into the archive; its payload is `{ runId }`. */
export const archiveJob = "archive-artifacts";

export type StartArchiveOutcome =
  | { readonly kind: "started"; readonly closeout: Closeout }
  /** One is under way; nothing else was begun. */
  | { readonly kind: "running"; readonly closeout: Closeout; readonly run: ArchiveRun }
  | ArchiveRefusal;

/** Begins to archive a migration's artifacts: the run and its message in the channel are written together. */
export async function startArchive(
  deps: Pick<Deps, "clock" | "closeouts" | "queue" | "log">,
  { closeoutId, member }: { readonly closeoutId: string; readonly member: Member },
): Promise<StartArchiveOutcome> {
  const known = await deps.closeouts.get(closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const runId = randomUUID();
  const { result, lanes } = await deps.closeouts.change<StartArchiveOutcome>(closeoutId, async (change) => {
    const { closeout } = change;
    const refusal = await refuseUnlessAllowed(change, "clean_up", member, { tried: "archive run" });
    if (refusal !== undefined) return refusal;
    if (closeout.status === "closed") return { kind: "closed", closeout };
    if (template.artifacts.length === 0) {
      const message = "The procedure of this closeout names no artifacts to be archived.";
      return { kind: "invalid", closeout, message };
    }
    if ((await change.artifacts.all()).some(({ disposed }) => disposed !== undefined)) {
      const message =
        "Some artifacts of this closeout were disposed of by approval; archiving the export again would bring them back.";
      return { kind: "invalid", closeout, message };
    }
    const begun = await change.artifacts.startRun({
      id: runId,
      startedBy: personOf(member),
      startedAt: deps.clock.now(),
    });
    // The answer to an earlier try of this very change may have been lost.
    if (begun.kind === "running" && begun.run.id === runId) return { kind: "started", closeout };
    if (begun.kind === "running") return { kind: "running", closeout, run: begun.run };
    await change.record({ actor: personOf(member), kind: "archive.started", data: { run: runId } });
    // What earlier runs say of trying again no longer holds.
    await change.refreshAbout({ kind: "archive_run" });
    await change.post([
      {
        // The message has the run's own id, so that its progress is shown without a look for it.
        id: runId,
        conversation: { kind: "channel", channel: closeout.channel },
        subject: { kind: "archive_run", run: runId },
      },
    ]);
    return { kind: "started", closeout };
  });
  await hurryDeliveries(deps, lanes);
  if (result.kind === "started")
    await hurryJobs(deps, [{ name: archiveJob, payload: { runId }, key: runId }]);
  return result;
}
