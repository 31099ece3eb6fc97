import { describe, expect, it } from "vitest";
import {
  channelLink,
  count,
  enumerate,
  line,
  link,
  mention,
  plainLine,
  plainPieces,
  quote,
} from "../../../blocks/slack/mrkdwn.ts";

describe("words on one line", () => {
  it("are escaped, so that nobody rings a channel or fakes a link through us", () => {
    expect(line("<!channel> & <http://evil|bank>", 200)).toBe(
      "&lt;!channel&gt; &amp; &lt;http://evil|bank&gt;",
    );
  });

  it("stay on one line and lose what cannot be seen", () => {
    expect(line(" two\r\nlines\tand\u0000 more\uFEFF ", 200)).toBe("two lines and more");
  });

  it("are cut where it shows, counting what escaping adds", () => {
    expect(line("a&b&c&d", 12)).toBe("a&amp;b…");
    expect(line("x".repeat(10_000), 50)).toHaveLength(50);
  });

  it("are never cut within an emoji", () => {
    const family = "👩‍👩‍👧‍👧";
    expect(line(`${family}${family}`, family.length + 1)).toBe(`${family}…`);
    expect(line(family.repeat(3), 5)).toBe("…");
  });

  it("are set apart when they run from right to left, overrides taken out", () => {
    expect(line("שלום", 50)).toBe("\u2068שלום\u2069");
    expect(line("\u202Eevil\u202C", 50)).toBe("evil");
    expect(plainLine("שלום".repeat(50), 20)).toHaveLength(20);
  });

  it("say so when there are none", () => {
    expect(line(" \u0007 ", 50)).toBe("(no name)");
    expect(line("\u202E", 50)).toBe("(no name)");
  });

  it("are left as they are in plain text", () => {
    expect(plainLine("R&D <eu>", 50)).toBe("R&D <eu>");
  });
});

describe("a quotation", () => {
  it("keeps its lines and counts what does not fit", () => {
    expect(quote("one\ntwo <b>", 100, "open the item")).toBe(">one\n>two &lt;b&gt;");
    const long = quote("x".repeat(1_000), 100, "open the item");
    expect(long).toMatch(/^>x+… \(9\d\d more characters; open the item\)$/);
    expect(long.length).toBeLessThanOrEqual(100);
    const shown = long.match(/x/g)?.length ?? 0;
    expect(long).toContain(`(${1_000 - shown} more`);
  });

  it("comes in pieces where all of it is shown", () => {
    const pieces = plainPieces(`${"a".repeat(250)}\n${"b".repeat(100)}`, 100, 10_000);
    expect(pieces.map((piece) => piece.length)).toEqual([100, 100, 100, 51]);
    expect(pieces.join("")).toBe(`${"a".repeat(250)}\n${"b".repeat(100)}`);
    expect(plainPieces("x".repeat(300), 100, 200).join("")).toMatch(/x… \(1\d\d more characters\)$/);
    expect(plainPieces(" ", 100, 200)).toEqual([]);
  });
});

describe("mentions and links", () => {
  it("are made of ids only", () => {
    expect(mention("U0ANA")).toBe("<@U0ANA>");
    expect(mention("U1> <!channel")).toBe("U1&gt; &lt;!channel");
    expect(channelLink("C0HRPROD")).toBe("<#C0HRPROD>");
    expect(channelLink("C|<!here>")).toBe("C|&lt;!here&gt;");
  });

  it("lead where they say", () => {
    expect(link("https://example.com/a?b=1&c=2", 200)).toBe("<https://example.com/a?b=1&amp;c=2>");
    expect(link("https://example.com/|https://bank.example", 200)).toBe(
      "<https://example.com/%7Chttps://bank.example>",
    );
    expect(link("javascript:alert(1)", 200)).toBe("javascript:alert(1)");
    expect(link("not a link", 200)).toBe("not a link");
    expect(link(`https://example.com/${"x".repeat(300)}`, 100)).toMatch(/^https:\/\/example\.com\/x+…$/);
  });
});

describe("lists in a sentence", () => {
  it("name a few and count the rest", () => {
    expect(enumerate(["A", "B"], 3)).toBe("A, B");
    expect(enumerate(["A", "B", "C", "D"], 2)).toBe("A, B and 2 more");
    expect(count(1, "item")).toBe("1 item");
    expect(count(52_000_000, "record")).toBe("52,000,000 records");
    expect([count(1, "entry"), count(37, "entry"), count(2, "day")]).toEqual([
      "1 entry",
      "37 entries",
      "2 days",
    ]);
  });
});
