import type { Temporal } from "temporal-polyfill";
import { missingKinds } from "../../domain/archive/archival-evidence.ts";
import { artifactKeyOf } from "../../domain/archive/archive-rules.ts";
import { leftoversDue } from "../../domain/archive/leftovers.ts";
import { system } from "../../domain/identity.ts";
import type { Template } from "../../domain/template/template.ts";
import type { ArchivedBytes, Artifact, CloseoutChange, RunClaim, StoredArtifact } from "../../ports.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";

/** How a run ends. `sentence` is for people, `why` for the ledger. */
export type RunEnd =
  | {
      readonly kind: "completed";
      readonly taken: { readonly artifacts: readonly StoredArtifact[] };
      readonly storedAt: Temporal.Instant;
      readonly exported: ArchivedBytes;
    }
  | { readonly kind: "refused" | "failed"; readonly why: string; readonly sentence: string };

/**
 * Ends a run in one change: what it has stored is registered, each with its entry in the ledger, and the item is completed if that
 * was the last of the evidence. `false`, and nothing is written, when the claim was lost.
 */
export async function endArchiveRun(
  deps: Pick<Deps, "clock" | "closeouts" | "log" | "queue">,
  { template, claim }: { readonly template: Template; readonly claim: RunClaim },
  end: RunEnd,
): Promise<boolean> {
  const { result, lanes } = await deps.closeouts.change(claim.run.closeoutId, async (change) => {
    const now = deps.clock.now();
    const ending = end.kind === "completed" ? { kind: end.kind } : { kind: end.kind, why: end.sentence };
    if (!(await change.artifacts.endRun(claim, now, ending))) return false;
    if (end.kind === "completed") await registerAll(change, claim, end, now);
    else {
      await change.record({
        actor: system,
        kind: end.kind === "refused" ? "archive.refused" : "archive.failed",
        data: { run: claim.run.id, why: end.why, sentence: end.sentence },
      });
    }
    await completeIfArchived(change, template, now);
    await change.artifacts.lookForLeftovers(leftoversDue(now));
    await change.refreshAbout({ kind: "archive_run" });
    return true;
  });
  await hurryDeliveries(deps, lanes);
  if (!result) deps.log.warn({ run: claim.run.id }, "an archival run was ended by another worker");
  return result;
}

async function registerAll(
  change: CloseoutChange,
  claim: RunClaim,
  { taken, storedAt, exported }: Extract<RunEnd, { kind: "completed" }>,
  now: Temporal.Instant,
): Promise<void> {
  const before = await change.artifacts.all();
  const registered = await change.artifacts.register(
    claim.run.id,
    taken.artifacts.map((one) => ({ ...one, storedAt, verifiedAt: now })),
  );
  for (const artifact of registered) {
    await change.record({ actor: system, kind: "artifact.registered", data: entryOf(artifact) });
  }
  const restored = await saveRestored(change, before, taken.artifacts, now);
  await change.record({
    actor: system,
    kind: "archive.completed",
    data: {
      run: claim.run.id,
      export_sha256: exported.sha256,
      export_bytes: exported.bytes,
      files: taken.artifacts.length,
      registered: registered.length,
      restored,
    },
  });
}

/** Artifacts registered before that were not whole and are again, because this run has stored or found their very bytes. */
async function saveRestored(
  change: CloseoutChange,
  before: readonly Artifact[],
  taken: readonly StoredArtifact[],
  now: Temporal.Instant,
): Promise<number> {
  const found = new Map(taken.map((one) => [artifactKeyOf(one.place), one.sha256]));
  const restored = before.filter(
    ({ place, sha256, verified, disposed }) =>
      disposed === undefined && verified?.outcome !== "whole" && found.get(artifactKeyOf(place)) === sha256,
  );
  for (const { id, number } of restored) {
    await change.artifacts.saveVerification(id, now, "whole");
    await change.record({ actor: system, kind: "artifact.verified", data: { number, outcome: "whole" } });
  }
  if (restored.length > 0) await change.refreshAbout({ kind: "archive_findings" });
  return restored.length;
}

function entryOf(artifact: Artifact) {
  return {
    number: artifact.number,
    artifact: artifact.kind ?? "unclassified",
    path: artifact.path,
    location: artifact.location,
    key: artifact.place.key,
    bytes: artifact.bytes,
    sha256: artifact.sha256,
    retain_until: artifact.retainUntil.toString(),
  };
}

/** Completes the item that archival completes once every kind of the template is verified in its place. */
export async function completeIfArchived(
  change: CloseoutChange,
  template: Template,
  now: Temporal.Instant,
): Promise<void> {
  if (template.artifacts.length === 0) return;
  if (missingKinds(template, await change.artifacts.all()).length > 0) return;
  const because = `all ${template.artifacts.length} kinds of artifacts are archived and were read back whole`;
  await completeByEvidence(change, template, "archival", because, now);
}
