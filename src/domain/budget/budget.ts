import { z } from "zod";
import type { Money } from "../closeout.ts";
import { normalizeWords, storableText } from "../typed-text.ts";
import { readAmount, readCurrency } from "./money.ts";

/** Who changed something, as which version of the budget, and when: an ISO instant in UTC. */
const markSchema = z.object({
  version: z.int().min(1),
  by: z.object({ user: z.string(), name: z.string() }),
  at: z.string(),
});
export type BudgetMark = Readonly<z.infer<typeof markSchema>>;

/** One line of the budget. Amounts are decimal numbers in the budget's currency; one that nobody has given is absent. */
export const budgetLineSchema = z.object({
  /** Stays with the line when it is renamed. */
  id: z.int().min(1),
  name: z.string(),
  estimated: z.string().optional(),
  actual: z.string().optional(),
  changed: markSchema,
});
export type BudgetLine = Readonly<z.infer<typeof budgetLineSchema>>;

/**
 * The budget of one closeout. `version` counts its changes; `removed` remembers the last lines that went, so that whoever still
 * sees them can be told; `reconciled` is the change as of which somebody said that actual and estimated costs were compared.
 */
export const budgetSchema = z.object({
  version: z.int().min(0),
  currency: z.string().optional(),
  lines: z.array(budgetLineSchema),
  removed: z.array(z.object({ id: z.int(), name: z.string(), changed: markSchema })),
  reconciled: markSchema.optional(),
});
export type Budget = Readonly<z.infer<typeof budgetSchema>>;

/** Most lines that a budget has; its table fits into one message. */
export const mostBudgetLines = 50;
/** Longest name of a line, in characters. */
export const longestBudgetLine = 60;
const mostRemembered = 50;

/** The lines that the procedure's people usually have; any other name is as good. */
export const usualBudgetLines = ["Compute", "Licences", "People", "Vendor"] as const;

/** The budget of a closeout in which nobody has changed anything: in the currency of the estimate that it was started with. */
export function emptyBudget(atStart: Money | undefined): Budget {
  return {
    version: 0,
    ...(atStart === undefined ? {} : { currency: atStart.currency }),
    lines: [],
    removed: [],
  };
}

/**
 * What somebody wants a line to be, as typed. `undefined` leaves an amount as it is, an empty word takes it away. `drawn` is the
 * line as the form showed it; a form for a new line, and a command, have none.
 */
export type LineWish = {
  readonly name: string;
  readonly estimated: string | undefined;
  readonly actual: string | undefined;
  readonly currency: string;
  readonly drawn?: { readonly id: number; readonly version: number };
  /** The name must not be taken yet: a form that adds a line. */
  readonly mustBeNew?: boolean;
};

export type BudgetField = "name" | "estimated" | "actual" | "currency";

/** `stale`: somebody else has changed (`now`) or removed (`gone`) what the form was drawn from. */
export type LineOutcome =
  | {
      readonly kind: "changed";
      readonly budget: Budget;
      readonly before: BudgetLine | undefined;
      readonly after: BudgetLine;
    }
  | { readonly kind: "unchanged"; readonly line: BudgetLine }
  | { readonly kind: "stale"; readonly now: BudgetLine }
  | { readonly kind: "gone"; readonly name: string; readonly changed: BudgetMark | undefined }
  | { readonly kind: "invalid"; readonly field: BudgetField; readonly message: string };

/** The line of this name; capitals and blanks do not matter. */
export function findLine(budget: Budget, name: string): BudgetLine | undefined {
  return budget.lines.find((line) => lineKey(line.name) === lineKey(name));
}

/** Adds a line or changes one. Every amount is in the budget's currency; its first amount decides which that is. */
export function setLine(
  budget: Budget,
  wish: LineWish,
  who: Omit<BudgetMark, "version">,
  start: Money | undefined,
): LineOutcome {
  const named = readLineName(wish.name);
  if (!named.ok) return { kind: "invalid", field: "name", message: named.problem };
  const { name } = named;
  const before = drawnLine(budget, wish, name);
  if ("kind" in before) return before;
  const money = readMoney(budget, wish, before.line, start);
  if ("kind" in money) return money;
  const { estimated, actual } = money;
  if (before.line === undefined && estimated === undefined && actual === undefined) {
    return { kind: "invalid", field: "estimated", message: "Give the line an amount, estimated or actual." };
  }
  if (before.line === undefined && budget.lines.length >= mostBudgetLines) {
    const message = `A budget has at most ${mostBudgetLines} lines. Put this into one that is there.`;
    return { kind: "invalid", field: "name", message };
  }
  const { line } = before;
  if (line !== undefined && line.name === name && line.estimated === estimated && line.actual === actual) {
    return { kind: "unchanged", line };
  }
  const version = budget.version + 1;
  const after: BudgetLine = {
    id: line?.id ?? newLineId(version, 0),
    name,
    ...(estimated === undefined ? {} : { estimated }),
    ...(actual === undefined ? {} : { actual }),
    changed: { ...who, version },
  };
  const lines =
    line === undefined ? [...budget.lines, after] : budget.lines.map((one) => (one === line ? after : one));
  return {
    kind: "changed",
    budget: { ...budget, version, currency: money.currency, lines },
    before: line,
    after,
  };
}

/** Takes a line away; the last one takes the currency along, unless the closeout was started with an estimate. */
export function removeLine(
  budget: Budget,
  line: BudgetLine,
  who: Omit<BudgetMark, "version">,
  start: Money | undefined,
): Budget {
  const version = budget.version + 1;
  const { currency: _before, ...rest } = budget;
  const lines = budget.lines.filter((one) => one !== line);
  const currency = lines.length > 0 ? budget.currency : start?.currency;
  const gone = { id: line.id, name: line.name, changed: { ...who, version } };
  return {
    ...rest,
    version,
    ...(currency === undefined ? {} : { currency }),
    lines,
    removed: [...budget.removed, gone].slice(-mostRemembered),
  };
}

/** Says that actual and estimated costs were compared; only where every line has both. */
export function reconcile(
  budget: Budget,
  who: Omit<BudgetMark, "version">,
):
  | { readonly kind: "reconciled"; readonly budget: Budget }
  | { readonly kind: "already" }
  | { readonly kind: "incomplete"; readonly missing: readonly BudgetLine[] } {
  const missing = budget.lines.filter(({ actual }) => actual === undefined);
  if (budget.lines.length === 0 || missing.length > 0) return { kind: "incomplete", missing };
  if (isReconciled(budget)) return { kind: "already" };
  // Comparing changes no line: forms that are open stay valid.
  return { kind: "reconciled", budget: { ...budget, reconciled: { ...who, version: budget.version } } };
}

/** The id of the `index`-th line (below 100) that a version of the budget adds; no version gives the same id again. */
export function newLineId(version: number, index: number): number {
  return version * 100 + index;
}

/** Whether the budget is as it was when somebody reconciled it. */
export function isReconciled({ reconciled, version }: Budget): boolean {
  return reconciled !== undefined && reconciled.version === version;
}

/** What has changed since a version, the newest first: lines as they are now, and lines that went. */
export function changesSince(
  budget: Budget,
  version: number,
): readonly (
  | { readonly kind: "set"; readonly line: BudgetLine }
  | { readonly kind: "removed"; readonly name: string; readonly changed: BudgetMark }
)[] {
  const set = budget.lines.map((line) => ({ kind: "set", line, at: line.changed.version }) as const);
  const gone = budget.removed.map(
    ({ name, changed }) => ({ kind: "removed", name, changed, at: changed.version }) as const,
  );
  return [...set, ...gone].filter(({ at }) => at > version).toSorted((one, other) => other.at - one.at);
}

/** A line's name as it is kept, or what is wrong with it. */
export function readLineName(
  words: string,
): { readonly ok: true; readonly name: string } | { readonly ok: false; readonly problem: string } {
  const name = storableText(words)
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
  if (name === "") return { ok: false, problem: "Give the line a name, such as Compute." };
  if (name.length > longestBudgetLine) {
    return { ok: false, problem: `The name of a line has at most ${longestBudgetLine} characters.` };
  }
  return { ok: true, name };
}

/** Names that differ in capitals and blanks only are the same line. */
export function lineKey(name: string): string {
  return normalizeWords(name).toLowerCase();
}

/** "The budget is kept in USD, and this is in EUR. …" */
export function otherCurrency(kept: string, other: string): string {
  return `The budget is kept in ${kept}, and this is in ${other}. A budget has one currency: convert the amount to ${kept} first.`;
}

/** The line that a wish is about, as it is now; or that it is no longer what whoever wishes has seen. */
function drawnLine(
  budget: Budget,
  { drawn, mustBeNew }: LineWish,
  name: string,
): { readonly line: BudgetLine | undefined } | Exclude<LineOutcome, { kind: "changed" | "unchanged" }> {
  const named = findLine(budget, name);
  if (drawn === undefined)
    return mustBeNew === true && named ? { kind: "stale", now: named } : { line: named };
  const line = budget.lines.find(({ id }) => id === drawn.id);
  if (line === undefined) {
    const gone = budget.removed.find(({ id }) => id === drawn.id);
    return { kind: "gone", name: gone?.name ?? name, changed: gone?.changed };
  }
  if (line.changed.version !== drawn.version) return { kind: "stale", now: line };
  if (named !== undefined && named !== line) {
    return { kind: "invalid", field: "name", message: `There is a line “${named.name}” already.` };
  }
  return { line };
}

type ReadMoney = {
  readonly currency: string;
  readonly estimated: string | undefined;
  readonly actual: string | undefined;
};

const amountFields = ["estimated", "actual"] as const;

function readMoney(
  budget: Budget,
  wish: LineWish,
  line: BudgetLine | undefined,
  start: Money | undefined,
): ReadMoney | Extract<LineOutcome, { kind: "invalid" }> {
  const unit = wish.currency.trim() === "" ? undefined : readCurrency(wish.currency);
  if (unit?.ok === false) return { kind: "invalid", field: "currency", message: unit.problem };
  let currency = budget.currency ?? start?.currency ?? unit?.currency;
  if (unit !== undefined && currency !== undefined && unit.currency !== currency) {
    return { kind: "invalid", field: "currency", message: otherCurrency(currency, unit.currency) };
  }
  // The currency may stand beside the second amount only, and decides how the first is read.
  for (const field of amountFields) {
    const read = readAmount(wish[field] ?? "", currency);
    if (!read.ok || read.currency === undefined) continue;
    currency ??= read.currency;
    if (read.currency === currency) continue;
    return { kind: "invalid", field, message: otherCurrency(currency, read.currency) };
  }
  const amounts = { estimated: line?.estimated, actual: line?.actual };
  for (const field of amountFields) {
    const typed = wish[field];
    if (typed === undefined) continue;
    const read = typed.trim() === "" ? undefined : readAmount(typed, currency);
    if (read?.ok === false) return { kind: "invalid", field, message: read.problem };
    amounts[field] = read?.amount;
  }
  if (currency !== undefined) return { currency, ...amounts };
  const message = "Say in which currency, such as 12000 USD; the whole budget is kept in it.";
  return { kind: "invalid", field: "currency", message };
}
