import { assert, constantFrom, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { assertNever } from "../../../sandbox/page/client/assert-never.ts";
import {
  escapeEntities,
  type Inline,
  parseInline,
  parseMrkdwn,
  unescapeEntities,
} from "../../../sandbox/page/client/mrkdwn.ts";

/** Writes pieces down again in a short notation that is easy to compare. */
function shorthand(pieces: readonly Inline[]): string {
  return pieces.map(short).join("");
}

function short(piece: Inline): string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "break":
      return "⏎";
    case "bold":
    case "italic":
    case "strike":
      return `[${piece.kind}:${shorthand(piece.children)}]`;
    case "code":
      return `[code:${piece.text}]`;
    case "emoji":
      return `[emoji:${piece.name}]`;
    case "link":
      return `[link:${piece.url}|${piece.label}]`;
    case "user":
    case "channel":
    case "group":
      return `[${piece.kind}:${piece.id}${piece.label === undefined ? "" : `|${piece.label}`}]`;
    case "broadcast":
      return `[broadcast:${piece.range}]`;
    case "date":
      return `[date:${piece.seconds}|${piece.format}|${piece.url ?? ""}|${piece.fallback}]`;
    default:
      return assertNever(piece);
  }
}

const lines: [string, string][] = [
  ["*bold* _italic_ ~strike~ `code`", "[bold:bold] [italic:italic] [strike:strike] [code:code]"],
  ["*bold _and italic_*", "[bold:bold [italic:and italic]]"],
  ["(*bold*), *two words*.", "([bold:bold]), [bold:two words]."],
  ["2*3*4 and snake_case_name", "2*3*4 and snake_case_name"],
  ["* not bold * and *nor this *", "* not bold * and *nor this *"],
  ["*over\nlines*", "*over⏎lines*"],
  ["**", "**"],
  ["a `*b*` c", "a [code:*b*] c"],
  ["*a `b*` c*", "[bold:a [code:b*] c]"],
  ["<@U0TOM> <@U0TOM|tom> <#C0HR|hr>", "[user:U0TOM] [user:U0TOM|tom] [channel:C0HR|hr]"],
  ["<!here> <!channel> <!everyone>", "[broadcast:here] [broadcast:channel] [broadcast:everyone]"],
  ["<!subteam^S12|@dba>", "[group:S12|@dba]"],
  ["<https://a.example/x?y=1&amp;z=2|see &lt;here&gt;>", "[link:https://a.example/x?y=1&z=2|see <here>]"],
  ["<https://a.example/a_b_c> _x_", "[link:https://a.example/a_b_c|https://a.example/a_b_c] [italic:x]"],
  ["*<https://a.example|a*b>*", "[bold:[link:https://a.example|a*b]]"],
  ["<mailto:a@b.example|write>", "[link:mailto:a@b.example|write]"],
  ["<!date^1772415000^{date} at {time}|soon>", "[date:1772415000|{date} at {time}||soon]"],
  ["<!date^1772415000^{date}^https://a.example|soon>", "[date:1772415000|{date}|https://a.example|soon]"],
  ["<!date^soon^{date}|soon>", "<!date^soon^{date}|soon>"],
  ["1 < 2 & 3 > 2 <b>", "1 < 2 & 3 > 2 <b>"],
  ["&lt;!channel&gt; &lt;@U0TOM&gt; &amp;lt;", "<!channel> <@U0TOM> &lt;"],
  ["<javascript:alert(1)|click>", "<javascript:alert(1)|click>"],
  [":tada: done at 10:30:15 :+1::skin-tone-3:", "[emoji:tada] done at 10:30:15 [emoji:+1]"],
];

describe("mrkdwn", () => {
  it.each(lines)("reads %j", (source, expected) => {
    expect(shorthand(parseInline(source))).toBe(expected);
  });

  it("parts quotes, code and paragraphs", () => {
    const passages = parseMrkdwn("before\n> one\n&gt; two\nafter\n```\ncode *x*\n```\nend");
    expect(
      passages.map((each) => [
        each.kind,
        each.kind === "preformatted" ? each.text : shorthand(each.children),
      ]),
    ).toEqual([
      ["paragraph", "before"],
      ["quote", "one⏎two"],
      ["paragraph", "after"],
      ["preformatted", "code *x*"],
      ["paragraph", "end"],
    ]);
  });

  it("keeps empty lines within a paragraph", () => {
    expect(parseMrkdwn("a\n\nb")).toMatchObject([
      { kind: "paragraph", children: [{ text: "a" }, { kind: "break" }, { kind: "break" }, { text: "b" }] },
    ]);
  });

  it("shows escaped text exactly as it was typed, whatever it is, with no reference in it", () => {
    const kinds = new Set(["text", "break", "emoji", "bold", "italic", "strike", "code"]);
    assert(
      property(string({ unit: constantFrom(..."<>&!@#|^*_~`:abU0 \n".split("")) }), (typed) => {
        const escaped = escapeEntities(typed);
        expect(unescapeEntities(escaped)).toBe(typed);
        for (const passage of parseMrkdwn(escaped)) {
          if (passage.kind === "preformatted") continue;
          for (const piece of passage.children) expect(kinds).toContain(piece.kind);
        }
      }),
    );
  });

  it("ends on any text in a moment", () => {
    const started = performance.now();
    for (const character of ["*", "<", "`", "_a ", "*a `", "<!date^", "```"])
      parseMrkdwn(character.repeat(1000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
