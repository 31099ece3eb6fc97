import * as fc from "fast-check";
import { assertWithinLimits } from "../../../blocks/slack/limits.ts";
import { checkMessageBlocks, checkViewBlocks, tooLong } from "../../../sandbox/slack/blocks/check.ts";
import { actionIdsOf, foreignSequences, texts } from "./look.ts";
import { allSurfaces, type Surface } from "./surfaces.ts";

/** Words that have broken messages before. */
const nasty = [
  "",
  " \n\t ",
  "<!channel>",
  "<!here|all is well> <@U0ANA> <#C0HRPROD>",
  "<https://evil.example|https://bank.example>",
  "&amp;&lt;!channel&gt;",
  "<!date^0^{date}|now>",
  "שלום עולם",
  "\u202Egnitirw desrever\u202C",
  "مرحبا <!channel>\u2066\u2066\u2066",
  "👩‍👩‍👧‍👧 🏳️‍🌈 :tada:",
  "```code``` `x` *b* _i_ ~s~ > quote",
  "a\u0000b\u0007c\u001Bd",
  "Z\u0351\u0343\u0349a\u0321\u0353\u031Elgo",
  "\uD800 lone",
  "移行後の後片付け",
  "constructor",
];

/** Nasty words, mixed, alone and repeated to 10,000 characters, and anything else that Unicode holds. */
export const nastyWords: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nasty),
  fc.constantFrom(...nasty).map((words) => words.repeat(Math.ceil(10_000 / Math.max(1, words.length)))),
  fc.array(fc.constantFrom(...nasty), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.string({ unit: "binary", maxLength: 300 }),
);

/**
 * Everything that is wrong with any surface that shows these words: over our limits, over the sandbox's (a table of its own),
 * control sequences that we did not write, text turned around, controls lost.
 */
export function surfaceProblems(words: string, many: number): string[] {
  const plain = allSurfaces("Plain words", many);
  return Object.entries(allSurfaces(words, many)).flatMap(([name, surface]) =>
    [
      ...overLimits(surface),
      ...refusedBySandbox(surface),
      ...notWrittenByUs(surface),
      ...turnedAround(surface),
      ...controlsLost(surface, plain[name]),
    ].map((problem) => `${name}: ${problem}`),
  );
}

function overLimits(surface: Surface): string[] {
  try {
    assertWithinLimits(surface);
    return [];
  } catch (error) {
    return [String(error)];
  }
}

function refusedBySandbox(surface: Surface): string[] {
  const json: unknown = JSON.parse(JSON.stringify(surface.blocks));
  const checked = "type" in surface ? checkViewBlocks(json) : checkMessageBlocks(json);
  if (!checked.ok) return [...checked.complaints];
  return !("type" in surface) && tooLong(checked.blocks) ? ["msg_blocks_too_long"] : [];
}

function notWrittenByUs(surface: Surface): string[] {
  const written = [...texts(surface, "mrkdwn"), ...("text" in surface ? [surface.text] : [])];
  return written.flatMap(foreignSequences);
}

function turnedAround(surface: Surface): string[] {
  return [...texts(surface, "mrkdwn"), ...texts(surface, "plain_text")].filter((text) => {
    if (/[\u202A-\u202E\u2066\u2067]/.test(text)) return true;
    let depth = 0;
    for (const [letter] of text.matchAll(/[\u2068\u2069]/g)) {
      depth += letter === "\u2068" ? 1 : -1;
      if (depth < 0) return true;
    }
    return depth !== 0;
  });
}

function controlsLost(surface: Surface, plain: Surface | undefined): string[] {
  const wanted = actionIdsOf(plain?.blocks).join(", ");
  const got = actionIdsOf(surface.blocks).join(", ");
  return wanted === got ? [] : [`controls ${got} instead of ${wanted}`];
}
