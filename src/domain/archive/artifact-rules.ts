/** Which entries of an export are of which kind: the first rule whose pattern matches decides. */
export type ArtifactRule = { readonly match: string; readonly kind: string };

/** What an entry of the export is: of exactly one kind, or not classified yet. */
export type Classification =
  | { readonly kind: "classified"; readonly artifact: string; readonly rule: ArtifactRule }
  | { readonly kind: "unclassified" };

/**
 * Classifies a path within the export (`reports/certificate.pdf`). Total: every path gets exactly one answer, and what no
 * rule matches is unclassified, never dropped.
 */
export function classify(rules: readonly ArtifactRule[], path: string): Classification {
  const rule = rules.find(({ match }) => matchesPattern(match, path));
  return rule === undefined ? { kind: "unclassified" } : { kind: "classified", artifact: rule.kind, rule };
}

/**
 * Whether a path matches a pattern: `*` stands for anything within one name, `?` for one character, and a name of `**` for
 * any number of folders, also none. Capitals do not matter. Takes time in proportion to the two lengths multiplied,
 * whatever the pattern.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const names = path.toLowerCase().split("/");
  /** Whether the patterns so far match the first n names. */
  let reached = names.map(() => false);
  reached = [true, ...reached];
  for (const part of pattern.toLowerCase().split("/")) {
    reached = part === "**" ? reachedByAnything(reached) : reachedByName(reached, names, part);
  }
  return reached.at(-1) ?? false;
}

function reachedByAnything(reached: readonly boolean[]): boolean[] {
  const first = reached.indexOf(true);
  return reached.map((_, count) => first !== -1 && count >= first);
}

function reachedByName(reached: readonly boolean[], names: readonly string[], part: string): boolean[] {
  return [
    false,
    ...names.map((name, index) => reached[index] === true && matchesName(Array.from(part), Array.from(name))),
  ];
}

/** One name against one pattern; on a mismatch the latest `*` takes one character more. */
function matchesName(pattern: readonly string[], name: readonly string[]): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < name.length; ) {
    if (pattern[at] === "*") {
      star = at;
      resume = index;
      at += 1;
    } else if (pattern[at] === "?" || (pattern[at] !== undefined && pattern[at] === name[index])) {
      at += 1;
      index += 1;
    } else if (star !== -1) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every((rest) => rest === "*");
}
