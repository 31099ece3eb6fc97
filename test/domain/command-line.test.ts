import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Command, commandNames, parseCommandLine } from "../../src/domain/command-line.ts";

describe("a command is read", () => {
  const cases: readonly (readonly [string, Command])[] = [
    ["", { kind: "status" }],
    ["   ", { kind: "status" }],
    ["status", { kind: "status" }],
    ["STATUS", { kind: "status" }],
    ["start", { kind: "start", migrationId: undefined }],
    ["start mig_8f2", { kind: "start", migrationId: "mig_8f2" }],
    ["check I1", { kind: "check", ids: ["I1"] }],
    ["check i1 I2, s3 and I4", { kind: "check", ids: ["I1", "I2", "S3", "I4"] }],
    ["done I1 I1", { kind: "check", ids: ["I1"] }],
    ["complete I1-I3", { kind: "check", ids: ["I1", "I2", "I3"] }],
    ["check d5–7", { kind: "check", ids: ["D5", "D6", "D7"] }],
    ["check", { kind: "check", ids: [] }],
    ["reopen I1", { kind: "uncheck", ids: ["I1"] }],
    ["uncheck", { kind: "uncheck", ids: [] }],
    ["skip", { kind: "skip", id: undefined, reason: undefined }],
    ["skip D7", { kind: "skip", id: "D7", reason: undefined }],
    [
      "skip d7 There are no vendor accounts.",
      { kind: "skip", id: "D7", reason: "There are no vendor accounts." },
    ],
    ["skip D7: “none here”", { kind: "skip", id: "D7", reason: "none here" }],
    ["skip D7 — because none exist", { kind: "skip", id: "D7", reason: "none exist" }],
    ["assign", { kind: "assign", id: undefined, assignee: undefined }],
    ["assign I1", { kind: "assign", id: "I1", assignee: undefined }],
    ["assign I1 <@U123|maria>", { kind: "assign", id: "I1", assignee: { kind: "user", user: "U123" } }],
    ["assign I1 <@W123>", { kind: "assign", id: "I1", assignee: { kind: "user", user: "W123" } }],
    ["assign <@U123> I1", { kind: "assign", id: "I1", assignee: { kind: "user", user: "U123" } }],
    ["assign I1 to @maria", { kind: "assign", id: "I1", assignee: { kind: "name", name: "maria" } }],
    ["assign I1 @Maria Lopez", { kind: "assign", id: "I1", assignee: { kind: "name", name: "Maria Lopez" } }],
    ["assign I1 ME", { kind: "assign", id: "I1", assignee: { kind: "me" } }],
    ["assign I1 nobody", { kind: "assign", id: "I1", assignee: { kind: "nobody" } }],
    ["take I1", { kind: "assign", id: "I1", assignee: { kind: "me" } }],
    ["unassign I1", { kind: "assign", id: "I1", assignee: { kind: "nobody" } }],
    ["snooze", { kind: "snooze", id: undefined, when: undefined }],
    ["snooze I1", { kind: "snooze", id: "I1", when: undefined }],
    ["snooze I1 until next working day", { kind: "snooze", id: "I1", when: "next working day" }],
    ["due S1 2026–03–09 14:00", { kind: "due", id: "S1", when: "2026-03-09 14:00" }],
    ["due S1 to friday", { kind: "due", id: "S1", when: "friday" }],
    ["note I2", { kind: "note", id: "I2", text: undefined }],
    ["note I2 p95 is 87 ms", { kind: "note", id: "I2", text: "p95 is 87 ms" }],
    [
      "note I2 <https://a.example/x?a=1&amp;b=2|here>",
      { kind: "note", id: "I2", text: "https://a.example/x?a=1&b=2" },
    ],
    ["note I2 a &lt; b &amp;&amp; c", { kind: "note", id: "I2", text: "a < b && c" }],
    ["show I1", { kind: "show", id: "I1" }],
    ["i1", { kind: "show", id: "I1" }],
    ["show", { kind: "show", id: undefined }],
    ["items", { kind: "items" }],
    ["list", { kind: "list" }],
    ["close", { kind: "close" }],
    ["reopen", { kind: "reopen", reason: undefined }],
    ["reopen because the sponsor asked", { kind: "reopen", reason: "the sponsor asked" }],
    ["todo", { kind: "todo" }],
    ["mine", { kind: "todo" }],
    ["help", { kind: "help", topic: undefined }],
    ["?", { kind: "help", topic: undefined }],
    ["help Snooze", { kind: "help", topic: "snooze" }],
    ["settings", { kind: "settings" }],
  ];
  test.each(cases)("%j", (text, command) => {
    expect(parseCommandLine(text)).toEqual(command);
  });

  test("every command by its own name", () => {
    for (const name of commandNames) expect(parseCommandLine(name).kind).toBe(name);
  });
  test("with pasted blanks, marks of direction and full-width letters", () => {
    expect(parseCommandLine("\u00A0check\u00A0I1\u2003I2")).toEqual({ kind: "check", ids: ["I1", "I2"] });
    expect(parseCommandLine("\u200Fcheck\u200E \u2068I1\u2069")).toEqual({ kind: "check", ids: ["I1"] });
    expect(parseCommandLine("check \uFF291")).toEqual({ kind: "check", ids: ["I1"] });
  });
  test("with a reason as it was written, line breaks, emoji, right-to-left words and all", () => {
    const reason = "לא רלוונטי 🎉\nsecond line  with  blanks";
    expect(parseCommandLine(`skip D7 ${reason}`)).toEqual({ kind: "skip", id: "D7", reason });
  });
  test("with an id that is none, quoted as typed", () => {
    expect(parseCommandLine("check I1x <script>")).toEqual({ kind: "check", ids: ["I1x", "<script>"] });
    expect(parseCommandLine("skip everything now")).toEqual({
      kind: "skip",
      id: "everything",
      reason: "now",
    });
  });
  test("with a range that runs backwards or across letters as one word that is no id", () => {
    expect(parseCommandLine("check I3-I1 I1-S3 I1-I999")).toEqual({
      kind: "check",
      ids: ["I3-I1", "I1-S3", "I1-I999"],
    });
  });
  test("with ranges of more ids than anybody means as they were typed, none dropped", () => {
    const most = parseCommandLine("check I1-I99 S1");
    expect("ids" in most && most.ids).toHaveLength(100);
    expect(parseCommandLine("check I1-I99 S1-S2")).toEqual({ kind: "check", ids: ["I1-I99", "S1-S2"] });
  });
});

describe("an unknown word", () => {
  test.each([
    ["chekc I1", "check"],
    ["snoze", "snooze"],
    ["setings", "settings"],
    ["complet I1", "check"],
    ["stat", "status"],
  ])("%j gets the nearest command", (text, suggestion) => {
    expect(parseCommandLine(text)).toMatchObject({ kind: "unknown", suggestion });
  });

  test.each("xylophone quarterly zebra verify".split(" "))("%j is no command, nor like one", (word) => {
    expect(parseCommandLine(`${word} something`)).toEqual({ kind: "unknown", word, suggestion: undefined });
  });

  test.each(["x".repeat(10_000), `e${"\u0301".repeat(10_000)}`, "👩‍👩‍👧‍👦".repeat(2000)])(
    "of ten thousand characters is quoted in short (case %#)",
    (word) => {
      const command = parseCommandLine(word);
      expect(command.kind).toBe("unknown");
      if (command.kind === "unknown") expect(command.word.length).toBeLessThan(900);
    },
  );
});

test("no text whatsoever makes the reading fail or run away", () => {
  const nasty = fc.constantFrom(
    "<@",
    "|",
    ">",
    "<https://",
    "&amp;",
    "I1",
    "-",
    "–",
    "“",
    "”",
    "\u202E",
    " ",
    "\n",
    "assign",
    "skip",
    "check",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(nasty, { maxLength: 60 }).map((parts) => parts.join("")),
    fc.array(nasty, { maxLength: 60 }).map((parts) => parts.join(" ")),
  );
  fc.assert(
    fc.property(text, (typed) => {
      const command = parseCommandLine(typed);
      if ("ids" in command) expect(command.ids.length).toBeLessThanOrEqual(Math.max(100, typed.length));
      if ("id" in command) expect(command.id?.length ?? 1).toBeGreaterThan(0);
    }),
    { numRuns: 1000 },
  );
});
