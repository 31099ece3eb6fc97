import { normalizeWords } from "../typed-text.ts";
import { type UnknownVerb, verbsWith } from "../verbs.ts";
import type { RetroSection } from "./retrospective.ts";

/** What somebody asks for with `/closeout retro …`. */
export type RetroCommand =
  | { readonly kind: "show" }
  /** `undefined` where it was not said whether names stand: the form asks. */
  | { readonly kind: "open"; readonly anonymous: boolean | undefined }
  | { readonly kind: "add"; readonly section: RetroSection | undefined }
  | { readonly kind: "mine" }
  | { readonly kind: "import" }
  | { readonly kind: "close" }
  | UnknownVerb<RetroVerb>;

/** The verbs by the names that help and suggestions use. */
export const retroVerbs = ["show", "open", "add", "mine", "import", "close"] as const;
export type RetroVerb = (typeof retroVerbs)[number];

const synonyms: Readonly<Record<RetroVerb, readonly string[]>> = {
  show: ["board", "view", "status"],
  open: ["start", "begin", "new"],
  add: ["contribute", "say", "write"],
  mine: ["my", "own", "edit"],
  import: ["paste", "notes"],
  close: ["end", "finish", "done"],
};

const verbs = verbsWith(retroVerbs, synonyms);

/** Reads what follows `retro`. Never fails; no words at all ask for the board, or where there is none for the form that opens it. */
export function parseRetroCommand(words: string): RetroCommand {
  const [word = "", ...rest] = normalizeWords(words).toLowerCase().split(" ");
  if (word === "") return { kind: "show" };
  const verb = verbs.named(word);
  if (verb === "open") return { kind: verb, anonymous: readNaming(rest) };
  if (verb === "add") return { kind: verb, section: readSection(rest) };
  if (verb !== undefined) return { kind: verb };
  return verbs.unknown(word);
}

function readNaming(words: readonly string[]): boolean | undefined {
  if (words.some((word) => word.startsWith("anon"))) return true;
  return words.some((word) => word.startsWith("name")) ? false : undefined;
}

function readSection(words: readonly string[]): RetroSection | undefined {
  if (words.some((word) => ["well", "good"].includes(word))) return "well";
  if (words.some((word) => /^(?:improve|better|bad)$/.test(word))) return "improve";
  return words.some((word) => word.startsWith("action")) ? "action" : undefined;
}
