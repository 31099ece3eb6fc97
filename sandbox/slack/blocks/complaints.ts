import type { z } from "zod";

type Path = readonly PropertyKey[];

/** Says what is wrong the way Slack does: `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`. */
export function complaints(error: z.ZodError, root: Path): string[] {
  return error.issues.flatMap((issue) => explain(issue, root));
}

/** One complaint about the thing at `path`. */
export function complaint(sentence: string, path: Path): string {
  return `${sentence} [json-pointer:/${path.map(String).join("/")}]`;
}

function explain(issue: z.core.$ZodIssue, root: Path): string[] {
  const path = [...root, ...issue.path];
  if (issue.code === "too_big") {
    return issue.origin === "string"
      ? [complaint(`must be less than ${Number(issue.maximum) + 1} characters`, path)]
      : [complaint(`no more than ${issue.maximum} items allowed`, path)];
  }
  if (issue.code === "too_small") {
    return issue.origin === "string"
      ? [complaint(`must be more than ${Number(issue.minimum) - 1} characters`, path)]
      : [complaint(`no fewer than ${issue.minimum} items allowed`, path)];
  }
  if (issue.code === "invalid_type") {
    return issue.input === undefined
      ? [complaint(`missing required field: ${String(path.at(-1))}`, path.slice(0, -1))]
      : [complaint(`must provide ${article(issue.expected)} ${issue.expected}`, path)];
  }
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => complaint(`invalid additional property: ${key}`, path));
  }
  if (issue.code === "invalid_union") {
    return issue.errors.length === 0
      ? [complaint("unsupported type", path)]
      : closest(issue.errors).flatMap((nested) => explain(nested, path));
  }
  return [complaint(issue.message, path)];
}

/** Of several alternatives, the one that fits best is the one meant. */
function closest(alternatives: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  return alternatives.reduce((best, next) => (next.length < best.length ? next : best));
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? "an" : "a";
}
