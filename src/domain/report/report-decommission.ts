import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../assert-never.ts";
import type { PrerequisiteStanding } from "../decommission/decommission-prerequisites.ts";
import type { StepStanding } from "../decommission/decommission-steps.ts";
import type { AskedOpening, DecommissionSummary, Restart } from "../decommission/decommission-summary.ts";
import { actorName } from "../ledger/ledger-words.ts";
import { momentInZone } from "../moment-words.ts";
import { citeLedger } from "./report-citations.ts";
import { type Cite, listPart, type ReportFact, type ReportPart, type ReportSection } from "./report-parts.ts";
import { seatWords } from "./report-record.ts";
import type { ReportSources } from "./report-sources.ts";

/** When the source was decommissioned, on what evidence, step by step; who still used it, and what was opened early. */
export function decommissionSection(sources: ReportSources, cite: Cite): ReportSection {
  const title = "Source Decommissioning";
  const { decommission, closeout } = sources;
  if (decommission === undefined) {
    const words =
      "The procedure asks for no evidence of the decommissioning, so there is none here: its items are in the checklist.";
    return { title, parts: [missing(words)] };
  }
  const { summary, names } = decommission;
  const said: Said = {
    moment: (at) => momentInZone(at, closeout.timeZone),
    name: (user) => names.get(user) ?? user,
    timeZone: closeout.timeZone,
  };
  const ledger = citeLedger(sources, cite);
  const lines = (texts: readonly string[]) => texts.map((words) => ({ words, sources: ledger }));
  const { steps, prerequisites, openings, restarts, undone, kept } = summary;
  const settled = steps.filter((step) => step.settled || step.wait !== undefined);
  return {
    title,
    parts: [
      { kind: "facts", facts: whenFacts(sources, summary, said, ledger) },
      ...listPart("Steps", lines(settled.map((step) => stepWords(step, sources, said)))),
      ...(kept === undefined ? openSteps(summary) : []),
      ...listPart(
        "What had to be there",
        lines(prerequisites.flatMap((one) => evidenceWords(one, said) ?? [])),
      ),
      ...(kept === undefined ? absent(prerequisites) : []),
      ...listPart("Opening before the time", lines(openings.map((one) => openingWords(one, said)))),
      ...(restarts.length === 0
        ? [
            prose(
              "No report that somebody still used the source is recorded, so nothing was begun anew.",
              ledger,
            ),
          ]
        : listPart(
            "Reports that the source was still used",
            lines(restarts.map((one) => restartWords(one, said))),
          )),
      ...listPart(
        "Taken back",
        lines(
          undone.map(
            ({ step, with: others, by, at, reason }) =>
              `${[step, ...others].join(", ")} by ${actorName(by)}, ${said.moment(at)}: ${reason}`,
          ),
        ),
      ),
    ],
  };
}

/** How moments and people are written. */
type Said = {
  readonly moment: (at: Temporal.Instant) => string;
  readonly name: (user: string) => string;
  readonly timeZone: string;
};

function missing(words: string): ReportPart {
  return { kind: "missing", words };
}

function prose(words: string, sources: readonly number[]): ReportPart {
  return { kind: "prose", paragraphs: [words], sources };
}

function whenFacts(
  sources: ReportSources,
  { planned, opensAt, gone, finished, steps, restarts, kept }: DecommissionSummary,
  { moment }: Said,
  ledger: readonly number[],
): readonly ReportFact[] {
  const fact = (label: string, words: string): ReportFact => ({ label, words, sources: ledger });
  const begunAnew = (kind: Restart["began"]["kind"], label: string) => {
    const times = restarts.filter(({ began }) => began.kind === kind).length;
    return times === 0 ? [] : [fact(label, times === 1 ? "once" : `${times} times`)];
  };
  if (kept !== undefined) {
    return [
      fact("Decommissioning", `none: the source is kept, ${kept.whole} was skipped`),
      fact("Kept since", `${moment(kept.at)}, by ${actorName(kept.by)}: ${kept.reason}`),
    ];
  }
  const begun = steps.some(({ done }) => done !== undefined);
  const anew = opensAt.epochMilliseconds > planned.epochMilliseconds;
  const ends = steps.flatMap(({ step, done }) => {
    const state = sources.items.find(({ id }) => id === step.id)?.state;
    return done?.at ?? (state?.kind === "skipped" ? state.at : []);
  });
  const last = ends.toSorted((one, other) => one.epochMilliseconds - other.epochMilliseconds).at(-1);
  const state = finished ? "finished" : gone !== undefined ? "the source is deleted; steps are open" : "";
  return [
    fact("Decommissioning", state !== "" ? state : begun ? "begun and not finished" : "not begun"),
    ...(finished && last !== undefined ? [fact("Finished", moment(last))] : []),
    ...(gone === undefined ? [] : [fact("Past undoing since", `${moment(gone.at)} (${gone.step})`)]),
    fact("Earliest by the timeline", moment(planned)),
    ...(begun || !anew ? [] : [fact("Earliest after the last report", moment(opensAt))]),
    ...begunAnew("confidence", "Confidence period begun anew"),
    ...begunAnew("wait", "Wait begun anew"),
  ];
}

/** `D5 Delete …: done 14 Apr 2026, 10:05 (…) by Ola Berg, confirmed by Tom Weber. Evidence: CHG-5` */
function stepWords(
  { step, done, skipped, wait, settled }: StepStanding,
  { items }: ReportSources,
  { moment, name }: Said,
): string {
  const title = `${step.id} ${step.title}`;
  if (done !== undefined) {
    const how = done.execution === "automation" ? ", with the company's automation" : "";
    const second = done.confirmedBy === undefined ? "" : `, confirmed by ${name(done.confirmedBy)}`;
    return `${title}: done ${moment(done.at)} by ${actorName(done.by)}${second}${how}. Evidence: ${done.evidence}`;
  }
  if (skipped) {
    const state = items.find(({ id }) => id === step.id)?.state;
    const why =
      state?.kind === "skipped" ? ` ${moment(state.at)} by ${actorName(state.by)}: ${state.reason}` : "";
    return `${title}: skipped${why}`;
  }
  if (wait === undefined) return `${title}: over`;
  const anew = wait.restartedBy === undefined ? "" : ", begun anew by a report";
  return `${title}: ${settled ? "over since" : "not over before"} ${moment(wait.until)}, counted from ${moment(wait.from)}${anew}`;
}

function openSteps({ steps }: DecommissionSummary): readonly ReportPart[] {
  const open = steps.filter(({ settled, wait }) => !settled && wait === undefined);
  return open.length === 0
    ? []
    : [missing(`Not done: ${open.map(({ step }) => `${step.id} ${step.title}`).join("; ")}.`)];
}

/** What there is of a prerequisite; `undefined` where there is nothing. */
function evidenceWords({ prerequisite, evidence }: PrerequisiteStanding, said: Said): string | undefined {
  const title = `${prerequisite.id} ${prerequisite.title}`;
  const { moment, name } = said;
  switch (evidence.kind) {
    case "missing":
      return undefined;
    case "connections": {
      const { check, state } = evidence;
      const later = { fresh: "", stale: " (too old by now)", overtaken: " (a report came after it)" }[state];
      return `${title}: seen by ${name(check.checkedBy)}, noted ${moment(check.at)}${later}: ${check.words}`;
    }
    case "window": {
      const { early, until } = evidence;
      const lifted = early === undefined ? "" : `, lifted by sign-off ${early.number}`;
      return `${title}: by the timeline ${moment(until)}${lifted}`;
    }
    case "backup": {
      const { location, size, checksum, restore } = evidence.taken.backup;
      return `${title}: ${location} (${size}, ${checksum}); restored as a test on ${restore.on} by ${name(restore.by)}: ${restore.words}`;
    }
    case "approval":
      return `${title}: ${approvalWords(evidence)}`;
    case "ticked":
      return `${title}: marked as done`;
    default:
      return assertNever(evidence);
  }
}

function approvalWords({
  request: { number, state: ended, ended: end },
  state,
}: Extract<PrerequisiteStanding["evidence"], { kind: "approval" }>): string {
  switch (state) {
    case "approved":
      return `approved by sign-off ${number}, for exactly this plan`;
    case "outdated":
      return `sign-off ${number} approved an earlier plan`;
    case "open":
      return `sign-off ${number} waits for a decision`;
    case "failed":
      return `sign-off ${number} ended as ${ended}${end?.reason === undefined ? "" : `: ${end.reason}`}`;
    default:
      return assertNever(state);
  }
}

function absent(prerequisites: readonly PrerequisiteStanding[]): readonly ReportPart[] {
  const open = prerequisites.filter(({ settled }) => !settled);
  return open.length === 0
    ? []
    : [
        missing(
          `Not settled: ${open.map(({ prerequisite: { id, title } }) => `${id} ${title}`).join("; ")}.`,
        ),
      ];
}

/** Who asked and why, who approved it and what they said, and what ended it. */
function openingWords({ asked, request, opened, endedBy }: AskedOpening, { moment, timeZone }: Said): string {
  const head = `Sign-off ${request.number}, asked for by ${actorName(asked.by)}, ${moment(asked.at)}: ${withoutStop(asked.reason)}`;
  const decided = request.seats
    .filter(({ replaced }) => replaced === undefined)
    .map((seat) => seatWords(seat, timeZone));
  const end = endedBy === undefined ? "" : ` It held until the report of ${moment(endedBy.at)}.`;
  const fate = opened
    ? "Opened before the time"
    : request.state === "open"
      ? "Not opened: it waits for a decision"
      : `Not opened: it ended as ${request.state}`;
  return `${head}. ${fate}. ${decided.join("; ")}.${end}`;
}

function withoutStop(words: string): string {
  return words.replace(/[.\s]+$/, "");
}

function restartWords({ report, began }: Restart, { moment }: Said): string {
  const head = `${actorName(report.by)}, ${moment(report.at)}: ${withoutStop(report.reason)}`;
  switch (began.kind) {
    case "confidence":
      return `${head}. The confidence period began anew, until ${moment(began.until)}.`;
    case "wait":
      return `${head}. The wait (${began.step.id}) began anew, until ${moment(began.until)}.`;
    case "evidence":
      return `${head}. The source was stopped already: the evidence that nobody connects had to be renewed.`;
    case "nothing":
      return `${head}. The source was deleted already, so nothing could begin anew.`;
    default:
      return assertNever(began);
  }
}
