import type { z } from "zod";

/** What is wrong at one place of a template; the message continues the sentence that begins with the place. */
export type TemplateProblem = { readonly path: readonly PropertyKey[]; readonly message: string };

/** One issue of the schema in words that tell an author of templates what to do. */
export function explainIssue(issue: z.core.$ZodIssue): TemplateProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: "is not a setting that I know" }));
  }
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) {
    return [{ path: issue.path, message: "is missing" }];
  }
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) {
    return [{ path: issue.path, message: `is not ${withArticle(issue.expected)}` }];
  }
  if (issue.code === "invalid_value" && issue.message.startsWith("Invalid")) {
    return [{ path: issue.path, message: `is not one of ${issue.values.map(String).join(", ")}` }];
  }
  return [{ path: issue.path, message: issue.message }];
}

function withArticle(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: "a text",
    int: "a whole number",
    number: "a number",
    boolean: "true or false",
    array: "a list (lines that begin with a dash)",
    object: "a set of named settings",
  };
  return names[expected] ?? `of the kind ${expected}`;
}

/** `lists[2].items[0].due`; the whole file for the empty path. */
export function readablePath(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>((sofar, key) => {
    if (typeof key === "number") return `${sofar}[${key}]`;
    return sofar === "" ? String(key) : `${sofar}.${String(key)}`;
  }, "");
  return text === "" ? "the template" : text;
}
