import { type CsvError, parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { suggest } from "../suggest.ts";
import { shorten } from "../typed-text.ts";
import {
  type Budget,
  type BudgetLine,
  type BudgetMark,
  findLine,
  lineKey,
  mostBudgetLines,
  newLineId,
  otherCurrency,
  readLineName,
} from "./budget.ts";
import { readAmount, readCurrency } from "./money.ts";

const columns = ["line", "estimated", "actual", "currency"] as const;
type Column = (typeof columns)[number];

const headings: Readonly<Record<Column, readonly string[]>> = {
  line: ["line", "name", "item", "category", "position"],
  estimated: ["estimated", "estimate", "planned", "budget", "budgeted"],
  actual: ["actual", "actuals", "spent", "cost"],
  currency: ["currency", "unit"],
};
const byHeading: ReadonlyMap<string, Column> = new Map(
  columns.flatMap((column) => headings[column].map((heading): [string, Column] => [heading, column])),
);

/** A line as a CSV text has it. An amount whose column the text does not have is `undefined`; an empty one is `""`. */
export type CsvLine = {
  readonly name: string;
  readonly estimated: string | undefined;
  readonly actual: string | undefined;
};

/** What a CSV text says, or every problem that it has, each with its line. */
export type ReadCsv =
  | { readonly ok: true; readonly currency: string; readonly lines: readonly CsvLine[] }
  | { readonly ok: false; readonly problems: readonly string[] };

type Row = { readonly cells: readonly string[]; readonly at: number };

/** A problem of a text, and the line on which it is. */
type Problem = { readonly at: number; readonly words: string };

/**
 * Reads a budget from CSV (RFC 4180; semicolons and tabs, as spreadsheets write and copy them, are understood too). The first row
 * names the columns. `kept` is the budget's currency. All problems are reported together; with one problem nothing is read.
 */
export function readBudgetCsv(text: string, kept: string | undefined): ReadCsv {
  const { rows, problems } = splitRows(text);
  const [head, ...body] = rows;
  if (head === undefined || (body.length === 0 && problems.length === 0)) {
    const nothing =
      "There is nothing to take in: a first row with line, estimated and actual, then the lines.";
    return refuse(problems.length > 0 ? problems : [{ at: 0, words: nothing }]);
  }
  const header = readHeader(head);
  if (!header.ok) return refuse([...problems, ...header.problems]);
  const names = new Map<string, number>();
  let currency = kept;
  const lines = body.flatMap((row): CsvLine[] => {
    const read = readRow(row, header.columns, currency);
    currency ??= read.currency;
    problems.push(...read.problems.map((words) => ({ at: row.at, words })));
    if (read.line === undefined) return [];
    const key = lineKey(read.line.name);
    const first = names.get(key);
    if (first !== undefined)
      problems.push({ at: row.at, words: `“${read.line.name}” is on line ${first} already.` });
    else names.set(key, row.at);
    return [read.line];
  });
  if (names.size > mostBudgetLines)
    problems.push({ at: 0, words: `A budget has at most ${mostBudgetLines} lines.` });
  const unit = currency;
  if (unit === undefined && problems.length === 0) {
    const words = "Say in which currency: a column “currency” with USD in it, or 12000 USD as an amount.";
    problems.push({ at: 0, words });
  }
  if (unit === undefined || problems.length > 0) return refuse(problems);
  return { ok: true, currency: unit, lines: lines.map((line) => exactly(line, unit)) };
}

function refuse(problems: readonly Problem[]): Extract<ReadCsv, { ok: false }> {
  const sorted = problems.toSorted((one, other) => one.at - other.at);
  return { ok: false, problems: sorted.map(({ at, words }) => (at === 0 ? words : `Line ${at}: ${words}`)) };
}

type ReadRow = {
  readonly line: CsvLine | undefined;
  readonly currency: string | undefined;
  readonly problems: readonly string[];
};

/** One row; its first currency is the text's as long as there is none. */
function readRow({ cells }: Row, named: readonly (Column | undefined)[], kept: string | undefined): ReadRow {
  if (cells.length !== named.length) {
    const widths = `It has ${cells.length} cells, and the first row has ${named.length}.`;
    return {
      line: undefined,
      currency: undefined,
      problems: [`${widths} Put cells with commas into quotes.`],
    };
  }
  const problems: string[] = [];
  let currency = kept;
  const isIn = (unit: string | undefined): void => {
    currency ??= unit;
    if (unit !== undefined && currency !== undefined && unit !== currency)
      problems.push(otherCurrency(currency, unit));
  };
  const cell = (column: Column) =>
    named.includes(column) ? (cells[named.indexOf(column)] ?? "").trim() : undefined;
  const unit = cell("currency") ?? "";
  const readUnit = unit === "" ? undefined : readCurrency(unit);
  if (readUnit?.ok === true) isIn(readUnit.currency);
  if (readUnit?.ok === false) problems.push(readUnit.problem);
  const name = readLineName(unguarded(cell("line") ?? ""));
  if (!name.ok) problems.push(name.problem);
  const amountIn = (column: "estimated" | "actual"): string | undefined => {
    const typed = cell(column);
    if (typed === undefined || typed === "") return typed;
    const read = readAmount(typed, currency);
    if (read.ok) isIn(read.currency);
    else problems.push(`${column}: ${read.problem}`);
    return read.ok ? read.amount : undefined;
  };
  const amounts = { estimated: amountIn("estimated"), actual: amountIn("actual") };
  return { line: name.ok ? { name: name.name, ...amounts } : undefined, currency, problems };
}

/** What taking a text in would do to a line. */
export type ImportStep =
  | { readonly kind: "added"; readonly after: BudgetLine }
  | { readonly kind: "changed"; readonly before: BudgetLine; readonly after: BudgetLine }
  | { readonly kind: "same" | "untouched"; readonly line: BudgetLine };

/**
 * The budget with a text's lines taken in: lines of the same name are changed, others added. What the text does not name stays as
 * it is (`untouched`), and so do amounts whose column it does not have.
 */
export function importLines(
  budget: Budget,
  { currency, lines }: Extract<ReadCsv, { ok: true }>,
  who: Omit<BudgetMark, "version">,
):
  | { readonly kind: "ready"; readonly budget: Budget; readonly steps: readonly ImportStep[] }
  | { readonly kind: "too_many" } {
  const version = budget.version + 1;
  const steps = lines.map((line, index): ImportStep => {
    const before = findLine(budget, line.name);
    const estimated = line.estimated === undefined ? before?.estimated : line.estimated || undefined;
    const actual = line.actual === undefined ? before?.actual : line.actual || undefined;
    const after: BudgetLine = {
      id: before?.id ?? newLineId(version, index),
      name: line.name,
      ...(estimated === undefined ? {} : { estimated }),
      ...(actual === undefined ? {} : { actual }),
      changed: { ...who, version },
    };
    if (before === undefined) return { kind: "added", after };
    const same = before.name === after.name && before.estimated === estimated && before.actual === actual;
    return same ? { kind: "same", line: before } : { kind: "changed", before, after };
  });
  const named = new Set(lines.map(({ name }) => lineKey(name)));
  const untouched = budget.lines.filter(({ name }) => !named.has(lineKey(name)));
  const added = steps.flatMap((step) => (step.kind === "added" ? [step.after] : []));
  if (budget.lines.length + added.length > mostBudgetLines) return { kind: "too_many" };
  const changed = new Map(
    steps.flatMap((step): [number, BudgetLine][] =>
      step.kind === "changed" ? [[step.before.id, step.after]] : [],
    ),
  );
  return {
    kind: "ready",
    budget: {
      ...budget,
      version,
      currency,
      lines: [...budget.lines.map((line) => changed.get(line.id) ?? line), ...added],
    },
    steps: [...steps, ...untouched.map((line): ImportStep => ({ kind: "untouched", line }))],
  };
}

/**
 * The budget as CSV (RFC 4180, with a header). A name that a spreadsheet would take for a formula gets an apostrophe in front, and
 * {@link readBudgetCsv} takes it off again.
 */
export function writeBudgetCsv(budget: Budget): string {
  const currency = budget.currency ?? "";
  const rows = budget.lines.map(({ name, estimated, actual }) => [
    guarded(name),
    estimated ?? "",
    actual ?? "",
    currency,
  ]);
  return stringify([[...columns], ...rows], { record_delimiter: "windows" });
}

/** OWASP's list of what begins a formula, its full-width forms, and the guard itself. */
const formula = /^'*[=+\-@\t\r＝＋－＠]/u;

function guarded(cell: string): string {
  return formula.test(cell) || cell.startsWith("'") ? `'${cell}` : cell;
}

function unguarded(cell: string): string {
  return formula.test(cell) || cell.startsWith("''") ? cell.replace(/^'/, "") : cell;
}

/** Amounts that came before their currency was known are read again, so that each is kept in the one way that it has. */
function exactly(line: CsvLine, currency: string): CsvLine {
  const again = (amount: string | undefined) => {
    const read = amount === undefined || amount === "" ? undefined : readAmount(amount, currency);
    return read?.ok === true ? read.amount : amount;
  };
  return { ...line, estimated: again(line.estimated), actual: again(line.actual) };
}

function splitRows(text: string): { readonly rows: readonly Row[]; readonly problems: Problem[] } {
  const [first = ""] = text.replace(/^\uFEFF?\s*/, "").split(/\r?\n/, 1);
  const delimiter = first.includes("\t") ? "\t" : first.includes(";") ? ";" : ",";
  const rows: Row[] = [];
  const problems: Problem[] = [];
  parse(text, {
    bom: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_record: (cells: string[], { lines }) => {
      if (cells.some((cell) => cell.trim() !== "")) rows.push({ cells, at: lines });
      return null;
    },
    on_skip: (error) => {
      problems.push(explain(error));
      return undefined;
    },
  });
  return { rows, problems };
}

const withinCell =
  "A quotation mark stands within a cell. Put the whole cell into quotes, and double those within.";
const broken: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "A quotation mark is opened and never closed.",
  INVALID_OPENING_QUOTE: withinCell,
  CSV_INVALID_CLOSING_QUOTE: withinCell,
};

function explain(error: CsvError | undefined): Problem {
  const line: unknown = error?.["lines"];
  const at = typeof line === "number" ? line : 0;
  return { at, words: broken[error?.code ?? ""] ?? "It is not CSV that can be read." };
}

type ReadHeader =
  | { readonly ok: true; readonly columns: readonly (Column | undefined)[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

function readHeader({ cells, at }: Row): ReadHeader {
  const named = cells.map((cell) => byHeading.get(cell.trim().toLowerCase()));
  const problems = cells.flatMap((cell, index): string[] => {
    if (named[index] !== undefined) return [];
    const near = suggest(cell, columns);
    const meant = near === undefined ? "" : ` Did you mean “${near}”?`;
    const odd = `“${shorten(cell.trim(), 40)}” is none of them.`;
    return [`The columns are line, estimated, actual and currency; ${odd}${meant}`];
  });
  for (const column of columns) {
    if (named.filter((one) => one === column).length > 1)
      problems.push(`The column ${column} is there twice.`);
  }
  if (!named.includes("line")) problems.push("The column “line” is missing.");
  if (!named.includes("estimated") && !named.includes("actual")) {
    problems.push("There is neither a column “estimated” nor a column “actual”.");
  }
  return problems.length > 0
    ? { ok: false, problems: problems.map((words) => ({ at, words })) }
    : { ok: true, columns: named };
}
