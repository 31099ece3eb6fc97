import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file of ours with its code, free of comments, and what it imports: paths within the project, or names of packages. */
export type SourceFile = {
  readonly path: string;
  readonly code: string;
  readonly lines: number;
  readonly imports: readonly string[];
};

/** The TypeScript and JavaScript files below these folders, in order. */
export function readSources(...folders: readonly string[]): readonly SourceFile[] {
  return globSync(folders.map((folder) => `${folder}/**/*.{ts,mjs}`))
    .toSorted()
    .map((path) => parseSource(path, readFileSync(path, "utf8")));
}

/** What a file with this text would be. */
export function parseSource(path: string, text: string): SourceFile {
  const code = withoutComments(text);
  const imports = [...code.matchAll(specifiers)].map((match) => match.slice(1).find(Boolean) ?? "");
  return {
    path,
    code,
    lines: text.trimEnd().split("\n").length,
    imports: imports.map((name) => (name.startsWith(".") ? join(dirname(path), name) : name)),
  };
}

/** `import … from "x"`, `export … from "x"`, `import "x"` and `import("x")`. */
const specifiers =
  /(?:^|\n)[ \t]*(?:import|export)\b[^;"']*?\bfrom\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']|(?:^|\n)[ \t]*import\s*["']([^"']+)["']/g;

/** Comments only where they stand as we write them: on lines of their own. Strings are left alone. */
function withoutComments(text: string): string {
  return text.replaceAll(/^[ \t]*\/\*\*?[\s\S]*?\*\/[ \t]*$/gm, "").replaceAll(/^[ \t]*\/\/.*$/gm, "");
}
