import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseTemplate, type Template } from "./domain/template/template.ts";

/** The procedure that comes with Closeout. */
export const defaultTemplatePath = fileURLToPath(new URL("../templates/post-migration.yml", import.meta.url));

/**
 * A template, its text as JSON for a closeout to keep, and the SHA-256, in lower-case hex, of the very bytes that it was
 * read from.
 */
export type LoadedTemplate = {
  readonly template: Template;
  readonly source: unknown;
  readonly sha256: string;
  readonly path: string;
};

/** The template file cannot be used. `problems` holds a sentence for each thing that has to be put right. */
export class TemplateInvalid extends Error {
  readonly code = "template_invalid";
  readonly retryable = false;
  readonly path: string;
  readonly problems: readonly string[];

  constructor(path: string, problems: readonly string[], options?: ErrorOptions) {
    super(
      [`The template ${path} cannot be used:`, ...problems.map((problem) => `  - ${problem}`)].join("\n"),
      options,
    );
    this.name = "TemplateInvalid";
    this.path = path;
    this.problems = problems;
  }
}

/** Reads and checks a template file; throws {@link TemplateInvalid} if it cannot be read or breaks a rule. */
export async function loadTemplate(path: string = defaultTemplatePath): Promise<LoadedTemplate> {
  const bytes = await readBytes(path);
  const parsed = parseTemplate(decode(path, bytes));
  if (!parsed.ok) throw new TemplateInvalid(path, parsed.problems);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { template: parsed.template, source: parsed.source, sha256, path };
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new TemplateInvalid(path, [whyUnreadable(cause)], { cause });
  }
}

function decode(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new TemplateInvalid(path, ["the file is not text in UTF-8"], { cause });
  }
}

function whyUnreadable(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT")
    return "there is no such file; set CLOSEOUT_TEMPLATE to an existing one or leave it out";
  if (code === "EACCES") return "the file may not be read by the user that runs Closeout";
  if (code === "EISDIR") return "this is a directory, not a file";
  return `the file cannot be read (${String(code ?? cause)})`;
}
