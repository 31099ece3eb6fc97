import { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../domain/closeout.ts";
import type { Backup } from "../../domain/decommission/decommission.ts";
import { planOrigin } from "../../domain/decommission/decommission-prerequisites.ts";
import { storableText } from "../../domain/typed-text.ts";
import { supersedeSignoffs } from "../signoff/supersede-signoffs.ts";
import {
  type Acting,
  actOnDecommission,
  type DecommissionDeps,
  type DecommissionRefusal,
  type DecommissionTarget,
  type Unread,
} from "./decommission-act.ts";
import { planDocument } from "./decommission-facts.ts";
import { keepHappening } from "./settle-decommission.ts";

/** Evidence as a form gives it; what is missing is empty and refused in words. */
export type TypedEvidence =
  | { readonly kind: "connections"; readonly words: string; readonly checkedBy: string }
  | {
      readonly kind: "backup";
      readonly location: string;
      readonly size: string;
      readonly checksum: string;
      readonly restoredBy: string;
      /** ISO date. */
      readonly restoredOn: string;
      readonly restoreWords: string;
    };

export type EvidenceProblem = { readonly field: string; readonly message: string };

export type RecordEvidenceOutcome =
  | { readonly kind: "recorded"; readonly closeout: Closeout; readonly evidence: TypedEvidence["kind"] }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly problems: readonly EvidenceProblem[] }
  | DecommissionRefusal
  | Unread;

/** Longest words of evidence, in characters. */
const longest = 2_000;

/** Notes who saw what of a prerequisite. Earlier evidence stays; the latest counts. Another backup makes another plan. */
export async function recordEvidence(
  deps: DecommissionDeps,
  { evidence, ...target }: DecommissionTarget & { readonly evidence: TypedEvidence },
): Promise<RecordEvidenceOutcome> {
  const manner = { act: "decommission", reads: false, what: { evidence: evidence.kind } } as const;
  return await actOnDecommission<RecordEvidenceOutcome>(deps, target, manner, async (acting) => {
    const { closeout } = acting.change;
    const problems =
      evidence.kind === "connections" ? connectionProblems(evidence) : backupProblems(evidence, acting);
    if (problems.length > 0) return { kind: "invalid", closeout, problems };
    if (evidence.kind === "connections") await keepCheck(acting, evidence);
    else await keepBackup(acting, backupOf(evidence));
    return { kind: "recorded", closeout, evidence: evidence.kind };
  });
}

async function keepCheck(
  { change, by, now: at }: Acting,
  { words, checkedBy }: Extract<TypedEvidence, { kind: "connections" }>,
): Promise<void> {
  const happening = { kind: "connections_checked", words: tidy(words), checkedBy } as const;
  await keepHappening(change, { by, at, happening, news: true });
}

async function keepBackup({ change, plan, by, now }: Acting, backup: Backup): Promise<void> {
  await keepHappening(change, { by, at: now, happening: { kind: "backup_taken", backup }, news: true });
  const { sha256 } = planDocument(change.closeout, plan, await change.decommission.events(), now);
  await supersedeSignoffs(change, planOrigin, sha256, now);
}

function connectionProblems({
  words,
  checkedBy,
}: Extract<TypedEvidence, { kind: "connections" }>): readonly EvidenceProblem[] {
  return [
    ...text("words", words, 3, "Write what you saw, or paste a link to it."),
    ...(checkedBy === "" ? [{ field: "checked_by", message: "Say who has looked." }] : []),
  ];
}

function backupProblems(
  evidence: Extract<TypedEvidence, { kind: "backup" }>,
  { now, change }: Acting,
): readonly EvidenceProblem[] {
  return [
    ...text("location", evidence.location, 3, "Say where the backup lies."),
    ...text("size", evidence.size, 1, "Say how large it is."),
    ...checksumProblems(tidy(evidence.checksum)),
    ...(evidence.restoredBy === ""
      ? [{ field: "restored_by", message: "Say who has restored it as a test." }]
      : []),
    ...dayProblems(evidence.restoredOn, now.toZonedDateTimeISO(change.closeout.timeZone).toPlainDate()),
    ...text("restore_words", evidence.restoreWords, 3, "Say what the restore test showed."),
  ];
}

function checksumProblems(checksum: string): readonly EvidenceProblem[] {
  return /^(?:[a-z0-9-]{2,20}[:=]\s?)?[0-9a-z+/=-]{8,200}$/iu.test(checksum)
    ? []
    : [{ field: "checksum", message: "That is not a checksum such as sha256:9f2c4e…" }];
}

function dayProblems(typed: string, today: Temporal.PlainDate): readonly EvidenceProblem[] {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? Temporal.PlainDate.from(typed) : undefined;
  if (day === undefined) return [{ field: "restored_on", message: "Say on which day it was restored." }];
  return Temporal.PlainDate.compare(day, today) > 0
    ? [{ field: "restored_on", message: "That day is still to come. A restore that was done counts." }]
    : [];
}

function text(field: string, typed: string, least: number, message: string): readonly EvidenceProblem[] {
  const { length } = tidy(typed);
  if (length < least) return [{ field, message }];
  return length > longest ? [{ field, message: `Shorten it to ${longest} characters.` }] : [];
}

function backupOf(evidence: Extract<TypedEvidence, { kind: "backup" }>): Backup {
  return {
    location: tidy(evidence.location),
    size: tidy(evidence.size),
    checksum: tidy(evidence.checksum),
    restore: { by: evidence.restoredBy, on: evidence.restoredOn, words: tidy(evidence.restoreWords) },
  };
}

function tidy(words: string): string {
  return storableText(words).trim();
}
