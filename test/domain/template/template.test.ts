import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  findList,
  findTemplateItem,
  type ParsedTemplate,
  parseTemplate,
  phasesOf,
  restoreTemplate,
  type Template,
} from "../../../src/domain/template/template.ts";
import { defaultTemplatePath } from "../../../src/template-file.ts";

const text = readFileSync(defaultTemplatePath, "utf8");
const template = accepted(parseTemplate(text));

describe("the procedure that comes with Closeout", () => {
  test("holds every list of the procedure with all of its items", () => {
    expect(template.lists.map((list) => [list.id, list.items.map((item) => item.id).join(" ")])).toEqual([
      ["immediate", "I1 I2 I3 I4"],
      ["short_term", "S1 S2 S3 S4"],
      ["medium_term", "M1 M2 M3 M4"],
      ["infrastructure", "X1 X2 X3 X4"],
      ["decommission_prerequisites", "P1 P2 P3 P4"],
      ["decommission_steps", "D1 D2 D3 D4 D5 D6 D7"],
      ["documentation", "U1 U2 U3 U4 U5"],
      ["closure", "C1 C2 C3 C4 C5"],
    ]);
  });

  test("gives the three phases 24 hours, a week and a month", () => {
    expect(phasesOf(template).map((phase) => [phase.id, phase.due])).toEqual([
      ["immediate", "PT24H"],
      ["short_term", "P7D"],
      ["medium_term", "P1M"],
    ]);
  });

  test("hangs the other lists under the items that they detail", () => {
    const parents = template.lists.flatMap((list) => (list.parent ? [[list.id, list.parent]] : []));
    expect(parents).toEqual([
      ["infrastructure", "S3"],
      ["decommission_prerequisites", "M1"],
      ["decommission_steps", "M1"],
      ["documentation", "M2"],
      ["closure", "M4"],
    ]);
  });

  test("reminds as the default policy says", () => {
    const policyOf = (id: string) => findList(template, id)?.reminders;
    expect(policyOf("immediate")).toEqual({
      before: [{ kind: "span", duration: "PT4H" }],
      atDue: true,
      overdue: "daily",
      ignoresQuietHours: true,
    });
    expect(policyOf("short_term")?.before).toEqual([{ kind: "working_days", count: 1 }]);
    expect(policyOf("medium_term")?.before).toEqual([{ kind: "working_days", count: 3 }]);
    expect(template.lists.filter((list) => list.reminders.ignoresQuietHours).map((list) => list.id)).toEqual([
      "immediate",
    ]);
  });

  test("starts with the default hours and escalation", () => {
    expect(template.settings).toEqual({
      digestTime: "09:00",
      quiet: { from: "18:00", to: "08:00" },
      workingDays: [1, 2, 3, 4, 5],
      escalation: { ownerAfterDays: 1, sponsorAfterDays: 3 },
    });
  });

  test("waits a week before anything of the source is deleted", () => {
    expect(findTemplateItem(template, "D4")).toMatchObject({ wait: "P7D", due: "P35D" });
    expect(template.decommission.timeline.map((stage) => stage.from)).toEqual([undefined, "P14D", "P28D"]);
  });

  test("names the four recipients of the certificate and the six artifacts with their retention", () => {
    expect(template.certificateRecipients.map(({ role }) => role)).toEqual([
      "technical_lead",
      "compliance_officer",
      "business_sponsor",
      "it_audit",
    ]);
    expect(template.artifacts.map(({ retention, location }) => `${retention} ${location}`)).toEqual([
      "P7Y Compliance archive",
      "P7Y Project archive",
      "P7Y Compliance archive",
      "P2Y Log archive",
      "indefinite Knowledge base",
      "P2Y Project archive",
    ]);
  });

  test("tolerates five percent of regression, and so does a template that was kept before it said so", () => {
    expect(template.baseline).toEqual({ tolerancePercent: 5 });
    const own = parseTemplate(
      text.replace("baseline: { tolerance_percent: 5 }", "baseline: { tolerance_percent: 2.5 }"),
    );
    expect(own.ok && own.template.baseline).toEqual({ tolerancePercent: 2.5 });
    const older = parseTemplate(text.replace("baseline: { tolerance_percent: 5 }", ""));
    expect(older.ok && older.template.baseline).toEqual({ tolerancePercent: 5 });
  });

  test("comes back the same from the JSON that a closeout keeps of it", () => {
    const parsed = parseTemplate(text);
    const kept: unknown = parsed.ok ? JSON.parse(JSON.stringify(parsed.source)) : undefined;
    expect(restoreTemplate(kept)).toEqual(template);
  });
});

describe("a template that breaks a rule is refused with the line, the place and what is wrong", () => {
  const cases: readonly (readonly [name: string, from: string, to: string, problem: string])[] = [
    [
      "a version of the future",
      "version: 1",
      "version: 2",
      "line 10: version is not a version of the template that I know",
    ],
    ["a missing name", "name: Post-migration procedure\n", "", "name is missing"],
    [
      "a setting that does not exist",
      "digest_time:",
      "digest_tiem:",
      "settings.digest_tiem is not a setting that I know",
    ],
    ["a digest in the quiet hours", '"09:00"', '"19:00"', "settings.digest_time lies within the quiet hours"],
    [
      "an hour that does not exist",
      '"18:00"',
      '"25:00"',
      "settings.quiet.from is not a time of day such as 09:00",
    ],
    [
      "a day that does not exist",
      "[monday,",
      "[moonday,",
      "settings.working_days[0] is not a day such as monday",
    ],
    [
      "no working day at all",
      "[monday, tuesday, wednesday, thursday, friday]",
      "[]",
      "settings.working_days",
    ],
    [
      "a sponsor told before the owner",
      "owner_after_days: 1",
      "owner_after_days: 9",
      "settings.escalation.sponsor_after_days comes before",
    ],
    [
      "a duration in words",
      "due: PT24H",
      "due: 1 day",
      "line 23: lists[0].due is not a duration such as PT24H",
    ],
    ["a duration of nothing", "due: PT24H", "due: PT0S", "lists[0].due is not a duration"],
    ["a duration back in time", "due: PT24H", "due: -P1D", "lists[0].due is not a duration"],
    ["a duration of centuries", "due: PT24H", "due: P101Y", "lists[0].due is not a duration"],
    ["a number for a duration", "due: PT24H", "due: 24", "lists[0].due is not a duration"],
    [
      "a reminder rule in words",
      "before: [PT4H]",
      "before: [soon]",
      "lists[0].reminders.before[0] is neither a duration",
    ],
    [
      "a count of no days",
      "working_days: 1 }",
      "working_days: 0 }",
      "lists[1].reminders.before[0] is neither",
    ],
    [
      "a rhythm that does not exist",
      "overdue: daily",
      "overdue: hourly",
      "lists[0].reminders.overdue is not one of daily, never",
    ],
    ["a word for yes", "at_due: true", "at_due: maybe", "lists[0].reminders.at_due is not true or false"],
    ["an id in lower case", "id: I1\n", "id: i1\n", "lists[0].items[0].id is not an item id"],
    ["an id of another form", "id: I1\n", "id: ITEM-1\n", "lists[0].items[0].id is not an item id"],
    ["an id used twice", "id: S1\n", "id: I1\n", "lists[1].items[0].id repeats the id I1"],
    ["a list used twice", "id: short_term", "id: immediate", "lists[1].id repeats the id immediate"],
    [
      "a parent that does not exist",
      "parent: S3",
      "parent: S9",
      "lists[3].parent names S9, which is no item of a phase",
    ],
    [
      "a parent that has a parent itself",
      "parent: M2",
      "parent: X1",
      "lists[6].parent names X1, which is no item of a phase",
    ],
    [
      "a role that does not exist",
      "assignee: owner",
      "assignee: boss",
      "assignee is not one of owner, technical_lead",
    ],
    [
      "a wait after nothing",
      "hint: Check that",
      "wait: P1D\n        hint: Check that",
      "lists[0].items[0].wait has no item before it",
    ],
    [
      "a list of steps that does not exist",
      "steps: decommission_steps",
      "steps: d_steps",
      "decommission.steps names the list d_steps",
    ],
    [
      "a timeline out of order",
      "from: P28D",
      "from: P7D",
      "decommission.timeline[2].from begins no later than",
    ],
    [
      "evidence of something that is no prerequisite",
      "      - id: D2\n",
      "      - id: D2\n        evidence: backup\n",
      "lists[5].items[1].evidence belongs to the prerequisites",
    ],
    [
      "a step that is final and undone",
      "        irreversible: true\n",
      "        irreversible: true\n        undoable: true\n",
      "undoable contradicts irreversible",
    ],
    [
      "a wait that can be skipped",
      "        wait: P7D\n",
      "        wait: P7D\n        optional: true\n",
      "optional is said of a wait",
    ],
    ["a stage without a beginning", "      from: P28D\n", "", "decommission.timeline[2].from is missing"],
    [
      "a tolerance below zero",
      "tolerance_percent: 5",
      "tolerance_percent: -5",
      "baseline.tolerance_percent is below zero",
    ],
    [
      "breaking the glass for a disposal",
      "break_glass: []",
      "break_glass: [other, disposal]",
      "signoffs.break_glass[1] is disposal, for which nobody can break the glass: artifacts are disposed of only when the compliance officer approves. Take it out; what can stand here is project_acceptance, decommission_source, early_gate, other",
    ],
    [
      "breaking the glass for checkpoints",
      "break_glass: []",
      "break_glass: [checkpoints_release]",
      "signoffs.break_glass[0] is checkpoints_release, for which nobody can break the glass: checkpoints are released by the compliance officer.",
    ],
    [
      "breaking the glass for a waiver",
      "break_glass: []",
      "break_glass: [waiver]",
      "signoffs.break_glass[0] is waiver, for which nobody can break the glass: a regression is waived by the technical lead or the business sponsor.",
    ],
    [
      "breaking the glass for anything",
      "break_glass: []",
      "break_glass: [everything]",
      "signoffs.break_glass[0] is not one of project_acceptance, decommission_source, early_gate, other",
    ],
    [
      "a retention in words",
      "retention: P7Y",
      "retention: 7 years",
      "artifacts[0].retention is neither a duration such as P7Y nor",
    ],
    [
      "an artifact used twice",
      "id: execution_logs",
      "id: certificate",
      "artifacts[3].id repeats the id certificate",
    ],
    [
      "a rule for an artifact that does not exist",
      "kind: migration_plan }",
      "kind: plan }",
      "artifact_rules[4].kind names the artifact plan, which does not exist",
    ],
    [
      "a pattern with ** inside a name",
      "**/plan.*",
      "a**/plan.*",
      "artifact_rules[6].match is not a pattern such as",
    ],
    [
      "a title of a page",
      "title: First 24 hours",
      `title: ${"x".repeat(400)}`,
      "lists[0].title is longer than",
    ],
    ["broken YAML", "lists:", "lists: [", "the file is not valid YAML"],
    ["a key twice", "version: 1", "version: 1\nversion: 1", "line 11: the file is not valid YAML"],
  ];
  test.each(cases)("%s", (_, from, to, problem) => {
    expect(text).toContain(from);
    expect(problemsOf(text.replace(from, to)).join("\n")).toContain(problem);
  });

  test.each(["", "\n", "just words", "- a\n- b", "null", "a: &a [*a]"])(
    "text that is no template: %j",
    (other) => {
      expect(problemsOf(other).length).toBeGreaterThan(0);
    },
  );

  test("several mistakes are reported together, in the order of the file", () => {
    const problems = problemsOf(text.replace("due: PT24H", "due: soon").replace("version: 1", "version: x"));
    expect(problems.map((problem) => problem.slice(0, 8))).toEqual(["line 10:", "line 23:"]);
  });

  test("a file that multiplies itself through aliases is refused, not unpacked", () => {
    const levels = Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`);
    const bomb = ["a0: &a0 [x]", ...levels].join("\n");
    expect(problemsOf(bomb).join()).toContain("not valid YAML");
  });
});

test("a procedure that a closeout has kept from before is read all the same", () => {
  const kept: unknown = JSON.parse(
    JSON.stringify(sourceOf(text)).replace('"break_glass":[]', '"break_glass":["disposal","other"]'),
  );
  expect(restoreTemplate(kept).signoffs.breakGlass).toEqual(["disposal", "other"]);
});

test("a company's own procedure with other lists is accepted", () => {
  const own = accepted(
    parseTemplate(`
version: 1
name: Small procedure
settings:
  digest_time: "07:30"
  quiet: { from: "22:00", to: "06:00" }
  working_days: [sunday, monday, sunday]
  escalation: { owner_after_days: 2, sponsor_after_days: 2 }
lists:
  - id: all
    title: Everything
    due: P3D
    reminders: { before: [], at_due: true, overdue: never, ignores_quiet_hours: false }
    items:
      - { id: ABC1, title: First }
      - { id: ABC2, title: Second, due: P2W, wait: P1W }
decommission:
  prerequisites: all
  steps: all
  timeline: [{ id: now, title: At once }]
certificate_recipients: []
artifacts: []
`),
  );
  expect(own.settings.workingDays).toEqual([1, 7]);
  expect(own.artifactRules).toEqual([]);
  expect(own.lists[0]?.items.map(({ due }) => due)).toEqual(["P3D", "P2W"]);
});

function accepted(parsed: ParsedTemplate): Template {
  if (parsed.ok) return parsed.template;
  throw new Error(parsed.problems.join("\n"));
}

function sourceOf(yaml: string): unknown {
  const parsed = parseTemplate(yaml);
  return parsed.ok ? parsed.source : undefined;
}

function problemsOf(yaml: string): readonly string[] {
  const parsed = parseTemplate(yaml);
  return parsed.ok ? [] : parsed.problems;
}
