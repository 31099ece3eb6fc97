import { assertNever } from "../assert-never.ts";
import { freeText, shorten, typedWords } from "../typed-text.ts";
import { type UnknownVerb, verbsWith } from "../verbs.ts";

/** What somebody asks for with `/closeout budget …`. Amounts are as typed; `undefined` leaves one as it is. */
export type BudgetCommand =
  | { readonly kind: "show" | "add" | "import" | "export" | "share" | "reconcile" }
  | {
      readonly kind: "set";
      readonly name: string;
      readonly estimated: string | undefined;
      readonly actual: string | undefined;
    }
  | { readonly kind: "remove"; readonly name: string }
  /** `set` or `remove` without what they need. */
  | { readonly kind: "incomplete"; readonly verb: "set" | "remove" }
  | UnknownVerb<BudgetVerb>;

/** The verbs by the names that help and suggestions use. */
export const budgetVerbs = [
  "show",
  "set",
  "remove",
  "add",
  "import",
  "export",
  "share",
  "reconcile",
] as const;
export type BudgetVerb = (typeof budgetVerbs)[number];

const synonyms: Readonly<Record<BudgetVerb, readonly string[]>> = {
  show: ["view", "status", "table"],
  set: ["change", "edit", "update"],
  remove: ["delete", "drop"],
  add: ["new", "line"],
  import: ["paste", "csv", "load"],
  export: ["download", "file", "save"],
  share: ["post", "publish"],
  reconcile: ["reconciled", "compare", "settle", "done"],
};

const verbs = verbsWith(budgetVerbs, synonyms);

/** Reads what follows `budget`. Never fails; no words at all ask to see the budget. */
export function parseBudgetCommand(text: string): BudgetCommand {
  const [first = "", ...rest] = typedWords(text);
  if (first === "") return { kind: "show" };
  const verb = verbs.named(first);
  switch (verb) {
    case undefined:
      return verbs.unknown(first);
    case "set":
      return rest.length === 0 ? { kind: "add" } : readSet(rest);
    case "remove":
      return rest.length === 0
        ? { kind: "incomplete", verb }
        : { kind: "remove", name: shorten(freeText(rest.join(" ")), 100) };
    case "show":
    case "add":
    case "import":
    case "export":
    case "share":
    case "reconcile":
      return { kind: verb };
    default:
      return assertNever(verb);
  }
}

const amount = /^(?:[A-Z]{3}|[$€£])?[-+]?\d[\d.,']*(?:[A-Z]{3}|[$€£])?$/iu;
const unit = /^(?:[A-Z]{3}|[$€£])$/u;
const columns: ReadonlyMap<string, "estimated" | "actual"> = new Map([
  ["estimated", "estimated"],
  ["estimate", "estimated"],
  ["planned", "estimated"],
  ["actual", "actual"],
  ["spent", "actual"],
]);

/**
 * `compute 12000 11400`, `cloud egress 12000 USD`, `compute actual 11400`, `compute - 11400`: the amounts at the end are estimated
 * and actual, in this order unless a word in front of them says which.
 */
function readSet(words: readonly string[]): BudgetCommand {
  const found: { amount: string | undefined; column: "estimated" | "actual" | undefined }[] = [];
  let end = words.length;
  while (end > 1 && found.length < 2) {
    const last = words[end - 1] ?? "";
    const withUnit = unit.test(last.toUpperCase()) && end > 2 && amount.test(words[end - 2] ?? "");
    const figure = withUnit ? `${words[end - 2]} ${last.toUpperCase()}` : last;
    if (!withUnit && !amount.test(last) && last !== "-") break;
    end -= withUnit ? 2 : 1;
    const column = end > 1 ? columns.get((words[end - 1] ?? "").toLowerCase()) : undefined;
    if (column !== undefined) end -= 1;
    found.unshift({ amount: last === "-" ? undefined : figure, column });
  }
  const name = shorten(freeText(words.slice(0, end).join(" ")), 100);
  if (found.length === 0 || name === "") return { kind: "incomplete", verb: "set" };
  const wanted: { estimated: string | undefined; actual: string | undefined } = {
    estimated: undefined,
    actual: undefined,
  };
  for (const [index, { amount: figure, column }] of found.entries()) {
    wanted[column ?? (index === 0 ? "estimated" : "actual")] = figure;
  }
  if (wanted.estimated === undefined && wanted.actual === undefined)
    return { kind: "incomplete", verb: "set" };
  return { kind: "set", name, ...wanted };
}
