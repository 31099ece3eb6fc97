import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRetroCommand } from "../../../src/domain/retro/retro-command.ts";
import { type ImportContext, readImport } from "../../../src/domain/retro/retro-import.ts";
import { at, berlin } from "../examples.ts";

const context: ImportContext = {
  now: at("2026-03-10T10:00"),
  timeZone: berlin,
  people: [
    { user: "U0MARIA", name: "Maria Lopez" },
    { user: "U0TOM", name: "tom.weber" },
    { user: "U0TOMAS", name: "Tomas K" },
    { user: "U0ANA", name: "Ana Ruiz" },
    { user: "U0ANA2", name: "Ana Bell" },
  ],
  owner: undefined,
  due: undefined,
};

/** The procedure's own retrospective, as it is written there. */
const reference = `**What went well:**

- Autonomous error recovery worked as expected
- Validation caught the date format issue before production
- Stakeholder communication via AMANI was effective

**What could improve:**

- Initial resource estimates were too low
- Network latency to Snowflake wasn't accounted for
- Some team members weren't trained on AMANI

**Action items:**

- Create template for network planning
- Add Snowflake-specific tuning to playbook
- Schedule AMANI training for new team members
`;

describe("pasted notes", () => {
  test("of the procedure's example are read whole, with somebody and a day for what names none", () => {
    const read = readImport(reference, { ...context, owner: "U0ANA", due: "2026-04-01" });
    if (!read.ok) throw new Error(read.problems.join("\n"));
    expect(read.sayings.map(({ section }) => section)).toEqual([
      ...Array.from({ length: 3 }, () => "well"),
      ...Array.from({ length: 3 }, () => "improve"),
      ...Array.from({ length: 3 }, () => "action"),
    ]);
    expect(read.sayings.at(-1)).toEqual({
      section: "action",
      text: "Schedule AMANI training for new team members",
      owner: "U0ANA",
      due: "2026-04-01",
    });
    expect(read.sayings[4]?.text).toBe("Network latency to Snowflake wasn't accounted for");
  });

  test("of the same are refused whole as long as nobody has the action items", () => {
    const read = readImport(reference, context);
    expect(read).toMatchObject({ ok: false });
    expect(read.ok ? [] : read.problems).toEqual([
      "Line 15: Choose who does it: an action item needs a person.",
      "Line 16: Choose who does it: an action item needs a person.",
      "Line 17: Choose who does it: an action item needs a person.",
    ]);
  });

  test.each([
    ["Plan it: @Maria Lopez, 2026-04-01", "Plan it", "U0MARIA", "2026-04-01"],
    ["- Plan it @maria, friday", "Plan it", "U0MARIA", "2026-03-13"],
    ["* Plan it (@tom.weber, in 3 days)", "Plan it", "U0TOM", "2026-03-13"],
    ["1. Plan it — <@U9XYZ|zoe>, due 2026-04-02", "Plan it", "U9XYZ", "2026-04-02"],
    ["- [ ] Write to a@b.example: @tomas", "Write to a@b.example", "U0TOMAS", "2026-05-01"],
    ["Plan it, due 2026-04-03", "Plan it", "U0EVA", "2026-04-03"],
    ["Plan it", "Plan it", "U0EVA", "2026-05-01"],
  ])("%j gives an action item to somebody by a day", (line, text, owner, due) => {
    const read = readImport(`Action items\n${line}`, { ...context, owner: "U0EVA", due: "2026-05-01" });
    expect(read).toEqual({ ok: true, sayings: [{ section: "action", text, owner, due }] });
  });

  test("may say in the heading who does what stands below it", () => {
    const text = "Actions: @maria, 2026-04-01\nPlan it\nTest it: @tomas";
    expect(readImport(text, context)).toEqual({
      ok: true,
      sayings: [
        { section: "action", text: "Plan it", owner: "U0MARIA", due: "2026-04-01" },
        { section: "action", text: "Test it", owner: "U0TOMAS", due: "2026-04-01" },
      ],
    });
  });

  test.each([
    ["Lonely", /^Line 1: it stands under no heading/],
    ["Went well\nok", /^Line 2: Write at least 3 characters/],
    ["Actions\nPlan it: @ana, friday", /^Line 2: @ana may be several people/],
    ["Actions\nPlan it: @zoe, friday", /^Line 2: I know nobody called @zoe/],
    ["Actions\nPlan it: @maria, someday", /^Line 2: I do not understand “someday”/],
    ["Actions\nPlan it: @maria, 2026-03-01", /^Line 2: .*in the past/],
    ["Went well\n\n---\n", /^There is nothing under a heading/],
    [`Went well\n${"x".repeat(701)}`, /^Line 2: Write at most 700 characters; this has 701/],
  ])("%j is refused: %s", (text, problem) => {
    const read = readImport(text, context);
    expect(read.ok ? [] : read.problems).toEqual([expect.stringMatching(problem)]);
  });

  test("are never read in part, and every line under a heading is there once", () => {
    const words = fc
      .stringMatching(/^[A-Za-z][A-Za-z ]{4,30}[a-z]$/)
      .map((text) => text.replaceAll(/\s+/g, " "));
    const heading = fc.constantFrom("Went well", "## Could improve", "*What went well:*");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(heading, fc.array(words, { maxLength: 4 })), { minLength: 1 }),
        (groups) => {
          const lines = groups.flatMap(([head, own]) => [head, ...own.map((one) => `- ${one}`)]);
          const read = readImport(lines.join("\r\n"), context);
          const wanted = groups.flatMap(([head, own]) =>
            own.map((text) => ({ section: head.includes("improve") ? "improve" : "well", text })),
          );
          if (wanted.length === 0) expect(read.ok).toBe(false);
          else expect(read).toEqual({ ok: true, sayings: wanted });
        },
      ),
    );
  });

  test("never fail to be answered, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        for (const head of ["", "Action items\n", "Went well\n"]) readImport(head + text, context);
      }),
      { numRuns: 30 },
    );
  });
});

describe("`retro` as people type it", () => {
  test.each([
    ["", { kind: "show" }],
    ["open", { kind: "open", anonymous: undefined }],
    ["start anonymously", { kind: "open", anonymous: true }],
    ["open with names", { kind: "open", anonymous: false }],
    ["add", { kind: "add", section: undefined }],
    ["add action", { kind: "add", section: "action" }],
    ["add went well", { kind: "add", section: "well" }],
    ["paste", { kind: "import" }],
    ["clsoe", { kind: "unknown", word: "clsoe", suggestion: "close" }],
  ])("%j", (words, command) => {
    expect(parseRetroCommand(words)).toEqual(command);
  });
});
