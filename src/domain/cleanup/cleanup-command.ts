import { assertNever } from "../assert-never.ts";
import { suggest } from "../suggest.ts";
import { normalizeWords, shorten, withoutMarkup } from "../typed-text.ts";
import type { SenseiOperationKind } from "./cleanup-facts.ts";

/** What somebody asks for with `/closeout cleanup …`. */
export type CleanupCommand =
  | { readonly kind: "plan" }
  | { readonly kind: "post" }
  | { readonly kind: "run"; readonly what: SenseiOperationKind }
  | { readonly kind: "run_task"; readonly task: string }
  /** `run` alone: the plan shows what there is to choose from. */
  | { readonly kind: "choose" }
  | { readonly kind: "unknown"; readonly word: string; readonly suggestion: string | undefined };

const verbs = {
  plan: ["plan", "show", "status", "list"],
  post: ["post", "share", "publish"],
  run: ["run", "do", "start", "execute", "go"],
} as const;
type Verb = keyof typeof verbs;

const things: Readonly<Record<SenseiOperationKind, readonly string[]>> = {
  storage: ["storage", "temporary", "temp", "tmp", "staging", "cleanup", "release"],
  checkpoints: ["checkpoints", "checkpoint", "delete"],
  migration: ["migration", "archive", "archival"],
};

/** The words that suggestions use. */
const known = [...Object.values(verbs).flat(), ...Object.values(things).flat()];

/** Reads what follows `cleanup`. Never fails; a thing alone (`storage`) means to run it. */
export function parseCleanupCommand(words: string): CleanupCommand {
  const [first = "", ...rest] = normalizeWords(withoutMarkup(words))
    .split(/[\s,]+/u)
    .map((word) => word.replaceAll(/^["'“”„‘’‚«»]+|["'“”„‘’‚«»]+$/gu, ""))
    .filter((word) => !["", "the", "all"].includes(word.toLowerCase()));
  if (first === "") return { kind: "plan" };
  const verb = verbOf(first);
  switch (verb) {
    case "plan":
    case "post":
      return { kind: verb };
    case "run":
      return rest.length === 0 ? { kind: "choose" } : readThing(rest);
    case undefined:
      return readThing([first, ...rest]);
    default:
      return assertNever(verb);
  }
}

function readThing(words: readonly string[]): CleanupCommand {
  for (const word of words) {
    const what = thingOf(word);
    if (what !== undefined) return { kind: "run", what };
    if (/^[a-z]{1,3}\d{1,3}$/iu.test(word)) return { kind: "run_task", task: word.toUpperCase() };
  }
  const [first = ""] = words;
  return { kind: "unknown", word: shorten(first, 40), suggestion: suggestionFor(first) };
}

function verbOf(word: string): Verb | undefined {
  const lower = word.toLowerCase();
  if (verbs.plan.some((one) => one === lower)) return "plan";
  if (verbs.post.some((one) => one === lower)) return "post";
  return verbs.run.some((one) => one === lower) ? "run" : undefined;
}

function thingOf(word: string): SenseiOperationKind | undefined {
  const lower = word.toLowerCase();
  if (things.storage.includes(lower)) return "storage";
  if (things.checkpoints.includes(lower)) return "checkpoints";
  return things.migration.includes(lower) ? "migration" : undefined;
}

/** The whole command that somebody most likely meant. */
function suggestionFor(word: string): string | undefined {
  const near = suggest(word, known);
  if (near === undefined) return undefined;
  const verb = verbOf(near);
  if (verb !== undefined) return verb;
  const thing = thingOf(near);
  return thing === undefined ? undefined : `run ${thing}`;
}
