import type { Closeout } from "../../domain/closeout.ts";
import { restoreTemplate, type Template } from "../../domain/template/template.ts";
import type { Deps } from "../deps.ts";

/** Templates by the hash of their file: a handful per deployment, and each never changes. */
const restored = new Map<string, Template>();

/** The template that a closeout was started from, given its kept text. */
export function restoreOnce(sha256: string, source: unknown): Template {
  const known = restored.get(sha256);
  if (known !== undefined) return known;
  const template = restoreTemplate(source);
  restored.set(sha256, template);
  return template;
}

/** The template that a closeout was started from. */
export async function templateOf(
  { closeouts }: Pick<Deps, "closeouts">,
  closeout: Pick<Closeout, "id" | "template">,
): Promise<Template> {
  const { sha256 } = closeout.template;
  return restored.get(sha256) ?? restoreOnce(sha256, await closeouts.template(closeout.id));
}
