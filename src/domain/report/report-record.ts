import type { Artifact } from "../archive/artifact.ts";
import { retentionWords } from "../archive/retention.ts";
import { findingWords } from "../baseline/baseline-words.ts";
import { completionWords } from "../checklist/completed-by.ts";
import type { Operation } from "../cleanup/operation.ts";
import { actorName } from "../ledger/ledger-words.ts";
import { calendarDay, momentInZone } from "../moment-words.ts";
import { roleNames } from "../role.ts";
import type { Seat, SignoffRequest } from "../signoff/signoff.ts";
import { citeBaseline, citeCertificate, citeLedger } from "./report-citations.ts";
import { type Cite, listPart, type ReportLine, type ReportPart, type ReportSection } from "./report-parts.ts";
import type { ReportSources } from "./report-sources.ts";

/** What people decided: sign-offs with every word said on them, waived regressions, checkpoints. */
export function decisionsSection(sources: ReportSources, cite: Cite): ReportSection {
  const { signoffs, baseline, operations } = sources;
  const ledger = () => citeLedger(sources, cite);
  const asked = signoffs.map((request) => ({ words: signoffWords(request, sources), sources: ledger() }));
  const waived = (baseline?.measurement.findings ?? [])
    .filter(({ state }) => state.kind === "waived")
    .map((finding) => ({ words: findingWords(finding), sources: citeBaseline(sources, cite) }));
  const cleaned = operations
    .flatMap((operation) => checkpointWords(operation) ?? [])
    .map((words) => ({ words, sources: ledger() }));
  return {
    title: "Decisions",
    parts: [
      ...(asked.length === 0
        ? [missing("Apart from any on this report itself, no sign-off was requested.")]
        : listPart("Sign-offs", asked)),
      ...listPart("Others", [...waived, ...cleaned]),
    ],
  };
}

function missing(words: string): ReportPart {
  return { kind: "missing", words };
}

/** `Sign-off 2, project acceptance of HR_PROD: approved. Tom Weber (technical lead) approved, 1 Apr 2026, 10:12 (…): Looks complete.` */
function signoffWords(request: SignoffRequest, { closeout }: ReportSources): string {
  const decided = request.seats
    .filter(({ replaced }) => replaced === undefined)
    .map((seat) => seatWords(seat, closeout.timeZone));
  return `Sign-off ${request.number}, ${request.title}: ${request.state}. ${decided.join("; ")}.`;
}

/** How a seat was decided, with every word: `Tom Weber (technical lead) approved, 1 Apr 2026, 10:12 (…): Looks complete` */
export function seatWords({ name, role, decision }: Seat, timeZone: string): string {
  const who = role === undefined ? name : `${name} (${roleNames[role]})`;
  if (decision === undefined) return `${who} has not decided`;
  const { by, at, words } = decision;
  const instead = decision.onBehalfOf === undefined ? who : `${by.name} on behalf of ${who}`;
  const comment = words === undefined || words === "" ? "" : `: ${words.replace(/\.+$/, "")}`;
  return `${instead} ${decision.decision}, ${momentInZone(at, timeZone)}${comment}`;
}

/** What the compliance officer said of the checkpoints; `undefined` where nothing was said. */
function checkpointWords({ kind, released, state, receipt }: Operation): string | undefined {
  if (kind !== "checkpoints") return undefined;
  if (state === "refused")
    return `Checkpoints are kept for audit: ${receipt?.reason ?? "no reason is known"}`;
  if (released === undefined) return undefined;
  return `Checkpoints were released for deletion by ${released.by.name} (not needed for audit).`;
}

/** Documented exceptions of the certificate, what was skipped and why, and where somebody overrode an order. */
export function exceptionsSection(sources: ReportSources, cite: Cite): ReportSection {
  const { certificate, items, operations, baseline, byHand } = sources;
  const proof = certificate === undefined ? [] : certificate.summary.exceptions;
  const documented = proof.flatMap(({ severity, items: all }) =>
    all.map(({ description, details }) => ({
      words: `${description} (${severity}${details === undefined ? "" : `; ${details}`})`,
      sources: citeCertificate(sources, cite),
    })),
  );
  const skipped = items.flatMap(({ id, title, state }): readonly ReportLine[] =>
    state.kind === "skipped"
      ? [
          {
            words: `${id} ${title}: skipped by ${state.by.name}: ${state.reason}`,
            sources: citeLedger(sources, cite),
          },
        ]
      : [],
  );
  const ticked = byHand.map(
    ({ item: { id, title, state }, insteadOf }): ReportLine => ({
      words: `${id} ${title}: marked as done by ${state.kind === "done" ? actorName(state.by) : "nobody"}; it completes itself once ${completionWords[insteadOf]}`,
      sources: citeLedger(sources, cite),
    }),
  );
  const overridden = operations.flatMap(({ override, requestedBy, kind }): readonly ReportLine[] =>
    override === undefined
      ? []
      : [
          {
            words: `${requestedBy.name} overrode the protected order (${kind}): ${override}`,
            sources: citeLedger(sources, cite),
          },
        ],
  );
  const regressions = (baseline?.measurement.findings ?? [])
    .filter(({ state }) => state.kind === "open")
    .map((finding) => ({ words: findingWords(finding), sources: citeBaseline(sources, cite) }));
  const parts = [
    ...listPart("Documented in the certificate", documented),
    ...listPart("Regressions without a decision", regressions),
    ...listPart("Skipped items", skipped),
    ...listPart("Done by hand, instead of by evidence", ticked),
    ...listPart("Overridden", overridden),
  ];
  return {
    title: "Exceptions",
    parts: parts.length === 0 ? [{ kind: "prose", paragraphs: [noException(sources)], sources: [] }] : parts,
  };
}

function noException({ certificate }: ReportSources): string {
  const known =
    "None is recorded: nothing was skipped or done by hand instead of by evidence, no order overridden, no regression is open";
  const judged = certificate !== undefined && certificate.record.check.kind !== "missing";
  return judged
    ? `${known}, and the certificate documents none.`
    : `${known}. There is no certificate that could document any.`;
}

/** What is still to be done: action items, and open items of the checklist. */
export function actionItemsSection(sources: ReportSources, cite: Cite): ReportSection {
  const { actionItems, items } = sources;
  const open = items.filter(({ state }) => state.kind === "open");
  const settled = items.length - open.length;
  const ledger = citeLedger(sources, cite);
  return {
    title: "Open Action Items",
    parts: [
      ...(actionItems === undefined
        ? [missing("No action item was ever recorded.")]
        : actionItems.length === 0
          ? [{ kind: "prose", paragraphs: ["Every action item is done."], sources: ledger } as const]
          : listPart(
              "Action items",
              actionItems.map(({ words, owner, due }) => ({
                words: `${words} (${owner ?? "nobody"}${due === undefined ? "" : `, due ${due}`})`,
                sources: ledger,
              })),
            )),
      {
        kind: "prose",
        paragraphs: [`Checklist: ${settled} of ${items.length} items are done or skipped with a reason.`],
        sources: ledger,
      },
      ...listPart(
        "Open items of the checklist",
        open.map(({ id, title }) => ({ words: `${id} ${title}`, sources: ledger })),
      ),
    ],
  };
}

/** What is kept, where, how long, and whether it was found whole; what is not archived is named. */
export function artifactsSection(sources: ReportSources, cite: Cite): ReportSection {
  const { kinds, artifacts } = sources.archive;
  const kept = artifacts.filter(({ disposed }) => disposed === undefined);
  const rows = kinds.map(({ kind, state }) => {
    const own = kept.filter((artifact) => artifact.kind === kind.id);
    return [
      kind.name,
      retentionWords(kind.retention),
      kind.location,
      own.length === 0 ? "none" : `${own.length}`,
      own.length === 0 ? "" : untilWords(own),
      own.length === 0 && state !== "missing" ? "disposed of after its retention" : stateWords[state],
    ];
  });
  const unknown = kept.filter(({ kind }) => kind === undefined).length;
  const held = kept.filter(({ hold }) => hold !== undefined).length;
  const absent = kinds.filter(({ state }) => state === "missing").map(({ kind }) => kind.name);
  const head = ["Artifact", "Retention", "Location", "Files", "Kept", "State"];
  return {
    title: "Artifacts",
    parts: [
      ...(rows.length === 0
        ? [missing("The procedure names no artifacts.")]
        : [{ kind: "table", head, rows, sources: citeLedger(sources, cite) } as const]),
      ...(absent.length === 0 ? [] : [missing(`Nothing is archived of: ${absent.join(", ")}.`)]),
      ...(unknown === 0
        ? []
        : [missing(`Archived, and nobody has said what it is: ${unknown} of the files.`)]),
      ...(held === 0
        ? []
        : [{ kind: "prose", paragraphs: [`On hold: ${held} of the files.`], sources: [] } as const]),
    ],
  };
}

const stateWords = {
  verified: "whole when last read",
  missing: "not archived",
  misplaced: "not in its place",
  damaged: "not found whole, or not read back",
} as const;

/** `until 2 Mar 2033`, the earliest last day among them, since nothing of them goes before; or `indefinitely`. */
function untilWords(artifacts: readonly Pick<Artifact, "retainUntil">[]): string {
  const days = artifacts.flatMap(({ retainUntil }) => (retainUntil === "indefinite" ? [] : [retainUntil]));
  const [first, ...others] = days;
  if (first === undefined) return "indefinitely";
  const earliest = others.reduce((one, day) => (day.toString() < one.toString() ? day : one), first);
  return `until ${calendarDay(earliest)}`;
}
