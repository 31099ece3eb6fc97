import { suggest } from "./suggest.ts";
import { shorten } from "./typed-text.ts";

/** A word that names no verb, and the verb that was probably meant. */
export type UnknownVerb<Verb extends string> = {
  readonly kind: "unknown";
  readonly word: string;
  readonly suggestion: Verb | undefined;
};

/** How a command's verbs may be called. */
export type Verbs<Verb extends string> = {
  /** The verb of this name or with this synonym, in whatever case it was typed. */
  named(word: string): Verb | undefined;
  /** What becomes of a word that {@link named} does not know. */
  unknown(word: string): UnknownVerb<Verb>;
};

/** The verbs in their order, each by its own name and its synonyms. */
export function verbsWith<Verb extends string>(
  verbs: readonly Verb[],
  synonyms: Readonly<Record<Verb, readonly string[]>>,
): Verbs<Verb> {
  const byWord: ReadonlyMap<string, Verb> = new Map(
    verbs.flatMap((verb) => [verb, ...synonyms[verb]].map((word): [string, Verb] => [word, verb])),
  );
  return {
    named: (word) => byWord.get(word.toLowerCase()),
    unknown(word) {
      const near = suggest(word, byWord.keys());
      const suggestion = near === undefined ? undefined : byWord.get(near);
      return { kind: "unknown", word: shorten(word, 40), suggestion };
    },
  };
}
