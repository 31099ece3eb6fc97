import { assertNever } from "../assert-never.ts";
import { suggest } from "../suggest.ts";
import { normalizeWords, shorten } from "../typed-text.ts";

/** What somebody asks for with `/closeout certificate …`. */
export type CertificateCommand =
  | { readonly kind: "show" }
  /** Ask Sensei anew. */
  | { readonly kind: "fetch" }
  | { readonly kind: "send" }
  /** `user` is `undefined` where no mention was typed; then the form or the list asks. */
  | { readonly kind: "again"; readonly user: string | undefined }
  | { readonly kind: "replace"; readonly user: string | undefined }
  | { readonly kind: "unknown"; readonly word: string; readonly suggestion: string | undefined };

const verbs = {
  show: ["show", "status", "view", "progress", "recipients"],
  fetch: ["fetch", "refresh", "get", "download", "verify", "check"],
  send: ["send", "distribute", "deliver"],
  again: ["resend", "again"],
  replace: ["replace", "instead"],
} as const;

const byWord: ReadonlyMap<string, keyof typeof verbs> = new Map(
  (["show", "fetch", "send", "again", "replace"] as const).flatMap((kind) =>
    verbs[kind].map((word): [string, keyof typeof verbs] => [word, kind]),
  ),
);

/** Reads what follows `certificate`. Never fails; `send again @eva` and `resend @eva` are the same. */
export function parseCertificateCommand(text: string): CertificateCommand {
  const words = normalizeWords(text)
    .split(/\s+/u)
    .filter((word) => word !== "");
  const [first = "", second = ""] = words.map((word) => word.toLowerCase());
  if (first === "") return { kind: "show" };
  const user = mentioned(words);
  const verb = byWord.get(first);
  if (verb === "send" && (second === "again" || user !== undefined)) return { kind: "again", user };
  switch (verb) {
    case "show":
    case "fetch":
    case "send":
      return { kind: verb };
    case "again":
    case "replace":
      return { kind: verb, user };
    case undefined:
      return {
        kind: "unknown",
        word: shorten(words[0] ?? "", 40),
        suggestion: suggest(first, byWord.keys()),
      };
    default:
      return assertNever(verb);
  }
}

function mentioned(words: readonly string[]): string | undefined {
  for (const word of words) {
    const user = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/iu.exec(word)?.[1];
    if (user !== undefined) return user.toUpperCase();
  }
  return undefined;
}
