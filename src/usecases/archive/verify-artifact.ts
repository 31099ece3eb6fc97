import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { dayOf } from "../../domain/archive/retention.ts";
import { system } from "../../domain/identity.ts";
import { type Artifact, type CloseoutChange, isArchiveFault, type VerificationOutcome } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { completeIfArchived } from "./end-archive-run.ts";

export type VerifyDeps = Pick<Deps, "archive" | "clock" | "closeouts" | "log" | "queue">;

/**
 * Reads one artifact again and writes what was found into the register. What is not as it was registered is a finding: it goes into
 * the ledger, and the channel, the owner and the compliance officer are told, once a day at most. A store that does not answer
 * is no finding unless `insist`.
 */
export async function verifyArtifact(
  deps: VerifyDeps,
  artifact: Artifact,
  { insist }: { readonly insist: boolean },
): Promise<VerificationOutcome | "unavailable" | "disposed"> {
  const closeout = await deps.closeouts.get(artifact.closeoutId);
  if (closeout === undefined) throw new TypeError(`Artifact ${artifact.id} belongs to no closeout`);
  const template = await templateOf(deps, closeout);
  const outcome = await readAgain(deps, artifact);
  if (outcome === "unavailable" && !insist) return outcome;
  const found = outcome === "unavailable" ? "unreadable" : outcome;
  const { result, lanes } = await deps.closeouts.change(artifact.closeoutId, async (change) => {
    const now = deps.clock.now();
    const current = await change.artifacts.find(artifact.number);
    // What was disposed of, moved or said to be something else meanwhile was not what has just been read.
    if (current === undefined || current.disposed !== undefined) return "disposed" as const;
    if (current.place.location !== artifact.place.location) return "whole" as const;
    await change.artifacts.saveVerification(artifact.id, now, found);
    await noteOutcome(change, current, found, now);
    const cured = found === "whole" && current.verified?.outcome !== "whole";
    if (cured) await completeIfArchived(change, template, now);
    return found;
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

/** Reads one artifact again, without writing anything down. */
export async function readAgain(
  { archive, log }: Pick<VerifyDeps, "archive" | "log">,
  { id, place, bytes, sha256 }: Artifact,
): Promise<VerificationOutcome | "unavailable"> {
  try {
    const found = await archive.verify(place);
    if (found.kind === "missing") return "missing";
    return found.bytes === bytes && found.sha256 === sha256 ? "whole" : "altered";
  } catch (error) {
    if (!isArchiveFault(error)) throw error;
    log.warn({ err: error, artifact: id }, "an archived artifact could not be read");
    return error.retryable ? "unavailable" : "unreadable";
  }
}

/** A finding is written down every time somebody looks; that all is well only when it was not before. */
async function noteOutcome(
  change: CloseoutChange,
  { number, path, sha256, verified }: Artifact,
  outcome: VerificationOutcome,
  now: Temporal.Instant,
): Promise<void> {
  if (outcome === "whole") {
    if (verified?.outcome === "whole") return;
    await change.record({ actor: system, kind: "artifact.verified", data: { number, outcome } });
    await change.refreshAbout({ kind: "archive_findings" });
    return;
  }
  await change.record({
    actor: system,
    kind: "artifact.verify_failed",
    data: { number, path, outcome, sha256 },
  });
  await tellFindings(change, now);
}

/** The first finding of a day is posted; later ones of that day appear in the same messages. */
async function tellFindings(change: CloseoutChange, now: Temporal.Instant): Promise<void> {
  const day = dayOf(now);
  const subject = { kind: "archive_findings", day: day.toString() } as const;
  if (!(await change.artifacts.noteFindings(day))) return await change.refreshAbout(subject);
  const { channel, owner, roles } = change.closeout;
  const people = [...new Set([owner, roles.compliance_officer])];
  const conversations = [
    { kind: "channel" as const, channel },
    ...people.map((user) => ({ kind: "direct" as const, user })),
  ];
  await change.post(conversations.map((conversation) => ({ id: randomUUID(), conversation, subject })));
}
