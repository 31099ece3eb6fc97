import type { Temporal } from "temporal-polyfill";
import { idsCompletedBy } from "./checklist/completed-by.ts";
import type { Item } from "./checklist/item.ts";
import { isLive, type Operation } from "./cleanup/operation.ts";
import type { Closeout } from "./closeout.ts";
import type { Person } from "./identity.ts";
import type { ReportVersion } from "./report/report-draft.ts";
import type { SignoffRequest } from "./signoff/signoff.ts";
import type { Template } from "./template/template.ts";

/** What a closeout's closing is decided from, as it is at one moment. */
export type ClosingFacts = {
  readonly items: readonly Item[];
  readonly operations: readonly Operation[];
  /** The newest frozen version of the final report. */
  readonly report: ReportVersion | undefined;
  readonly signoffs: readonly SignoffRequest[];
};

/** One thing that stands in the way of closing. */
export type Missing =
  /** Neither done nor skipped, in the procedure's order. */
  | { readonly kind: "items"; readonly items: readonly Item[] }
  /** Asked of Sensei or of the company's automation, and not ended yet. */
  | { readonly kind: "operations"; readonly operations: readonly Operation[] }
  | { readonly kind: "report" }
  /** Acceptance of exactly this version: never asked for, awaited, or given to an earlier one. */
  | {
      readonly kind: "acceptance";
      readonly report: ReportVersion | undefined;
      readonly state: "none" | "open" | "earlier" | "not_given";
      readonly request: SignoffRequest | undefined;
    };

/** A report and the acceptance of exactly that report, upon which a closeout may be closed. */
export type ClosingBasis = { readonly report: ReportVersion; readonly acceptance: SignoffRequest };

/** Whether a closeout can be closed now: upon what, or what is missing for it. */
export type ClosingReadiness =
  | { readonly kind: "ready"; readonly basis: ClosingBasis }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] };

/**
 * What section "Project Closure" of the procedure asks for: every item is done or skipped with its reason, the report is frozen, and its
 * acceptance was given to exactly that report. The item that closing itself completes is not asked for, for nothing else could
 * complete it.
 */
export function readinessToClose(facts: ClosingFacts, template: Template): ClosingReadiness {
  const itself = idsCompletedBy(template, "closing");
  const items = facts.items.filter(({ id, state }) => state.kind === "open" && !itself.includes(id));
  const operations = facts.operations.filter(isLive);
  const { report } = facts;
  const acceptance = acceptanceOf(facts);
  const missing: readonly Missing[] = [
    ...(items.length === 0 ? [] : [{ kind: "items", items } as const]),
    ...(operations.length === 0 ? [] : [{ kind: "operations", operations } as const]),
    ...(report === undefined ? [{ kind: "report" } as const] : []),
    ...(acceptance === undefined ? [missingAcceptance(facts)] : []),
  ];
  if (missing.length > 0 || report === undefined || acceptance === undefined) {
    return { kind: "missing", missing };
  }
  return { kind: "ready", basis: { report, acceptance } };
}

/** The last request by which exactly the newest report was accepted; also where the procedure let the owner go on without. */
function acceptanceOf({ report, signoffs }: ClosingFacts): SignoffRequest | undefined {
  if (report === undefined) return undefined;
  return acceptances(signoffs).findLast(
    (request) => (request.state === "approved" || request.state === "overridden") && isAbout(request, report),
  );
}

function missingAcceptance({ report, signoffs }: ClosingFacts): Missing {
  const requests = acceptances(signoffs);
  const open = requests.findLast(
    (request) => request.state === "open" && (report === undefined || isAbout(request, report)),
  );
  if (open !== undefined) return { kind: "acceptance", report, state: "open", request: open };
  const last = requests.at(-1);
  if (last === undefined) return { kind: "acceptance", report, state: "none", request: undefined };
  const given = last.state === "approved" || last.state === "overridden";
  return { kind: "acceptance", report, state: given ? "earlier" : "not_given", request: last };
}

function acceptances(signoffs: readonly SignoffRequest[]): readonly SignoffRequest[] {
  return signoffs.filter(({ purpose }) => purpose === "project_acceptance");
}

/**
 * Whether an approved acceptance is the evidence that the project was accepted: in a procedure with a final report, only of exactly the
 * newest frozen one, as closing asks for it. An acceptance of anything else stays a sign-off like any other.
 */
export function isProjectAccepted(
  request: SignoffRequest,
  report: ReportVersion | undefined,
  template: Template,
): boolean {
  if (idsCompletedBy(template, "report").length === 0) return true;
  return report !== undefined && isAbout(request, report);
}

/** By its exact bytes: the PDF that was frozen. */
function isAbout({ documents }: SignoffRequest, { pdfSha256 }: ReportVersion): boolean {
  return documents.some(({ origin, sha256 }) => origin.kind === "report" && sha256 === pdfSha256);
}

/** One time that a closeout was closed or opened again, as its ledger has it. */
export type Closing = {
  /** Counted from 1 within the closeout: closed, opened again, closed again. */
  readonly number: number;
  readonly at: Temporal.Instant;
  readonly by: Pick<Person, "user" | "name">;
} & (
  | { readonly kind: "closed"; readonly report: number; readonly signoff: number }
  | { readonly kind: "reopened"; readonly reason: string }
);

/** What is said in the channel about one closing; `thanks` are user ids of those who took part and want to be named. */
export type ClosingNotice = {
  readonly kind: "closing";
  readonly closeout: Closeout;
  readonly closing: Closing;
  readonly thanks: readonly string[];
  /** Those who took part and are not named. */
  readonly unnamed: number;
  /** Action items that go on being reminded of. */
  readonly openActions: number;
};

/** Slack's limit of a channel's topic, in characters. */
const longestTopic = 250;

/** What the channel's topic says from then on. */
export function topicOf({ closeout, closing }: Pick<ClosingNotice, "closeout" | "closing">): string {
  const day = closing.at.toZonedDateTimeISO(closeout.timeZone).toPlainDate().toString();
  const [before, after] =
    closing.kind === "closed"
      ? ["Closeout of ", `: closed on ${day}, read-only`]
      : ["Closeout of ", `: open again since ${day}`];
  const room = longestTopic - before.length - after.length;
  const { name } = closeout;
  const shown = name.length <= room ? name : `${name.slice(0, room - 1)}…`;
  return `${before}${shown}${after}`.toWellFormed();
}
