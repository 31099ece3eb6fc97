import { isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { completions } from "../checklist/completed-by.ts";
import { roles } from "../role.ts";
import { settingsSchema } from "../settings.ts";
import { type Purpose, purposes } from "../signoff/signoff.ts";
import { checkBreakGlass, noBreakGlassPurpose } from "./break-glass.ts";
import { durationSchema, isPositiveDuration } from "./template-duration.ts";
import { explainIssue, readablePath } from "./template-problems.ts";
import { checkReferences } from "./template-references.ts";

const itemIdSchema = z
  .string()
  .regex(
    /^[A-Z]{1,3}\d{1,3}$/,
    "is not an item id: one to three capitals and one to three digits, such as I1",
  );

const listIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "is not an id in lower case, such as short_term");

const sentence = z.string().trim().min(1, "is empty").max(300, "is longer than 300 characters");

/** A reminder ahead of the due moment: a span of time before it, or the digest of the n-th working day before it. */
const beforeSchema = z.union(
  [
    durationSchema.transform((duration) => ({ kind: "span" as const, duration })),
    z
      .strictObject({ working_days: z.int().min(1).max(60) })
      .transform((rule) => ({ kind: "working_days" as const, count: rule.working_days })),
  ],
  "is neither a duration such as PT4H nor a count such as { working_days: 1 }",
);
export type BeforeRule = z.infer<typeof beforeSchema>;

/** When the items of a list are reminded of; the rules that read it are in `reminders.ts`. */
const remindersSchema = z
  .strictObject({
    before: z.array(beforeSchema).max(10),
    at_due: z.boolean(),
    overdue: z.enum(["daily", "never"]),
    ignores_quiet_hours: z.boolean(),
  })
  .transform((policy) => ({
    before: policy.before,
    atDue: policy.at_due,
    overdue: policy.overdue,
    ignoresQuietHours: policy.ignores_quiet_hours,
  }));
export type ReminderPolicy = Readonly<z.infer<typeof remindersSchema>>;

/** By what a prerequisite of the decommissioning is settled; the rules are in `decommission-prerequisites.ts`. */
export const evidenceKinds = ["connections", "rollback_window", "backup", "approval"] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

const itemSchema = z.strictObject({
  id: itemIdSchema,
  title: sentence.max(150, "is longer than 150 characters"),
  /** What to do, in one sentence. */
  hint: sentence.optional(),
  /** Counted from the cutover; overrides the list's. */
  due: durationSchema.optional(),
  /** Who it is given to at the start; nobody when absent. */
  assignee: z.enum(["owner", ...roles]).optional(),
  /** What completes this item by itself once its evidence is there. */
  completed_by: z.enum(completions).optional(),
  /** A timed wait: how long must pass after the item before it in the list. */
  wait: durationSchema.optional(),
  /** Of a prerequisite of the decommissioning: the evidence that settles it. */
  evidence: z.enum(evidenceKinds).optional(),
  /** Of a step of the decommissioning: it takes the migration's typed name and two people. */
  irreversible: z.boolean().optional(),
  /** Of a step: it can be taken back, for as long as nothing irreversible was done. */
  undoable: z.boolean().optional(),
  /** Of a step: it may be skipped with a reason, where it does not apply. */
  optional: z.boolean().optional(),
});

const listSchema = z
  .strictObject({
    id: listIdSchema,
    title: sentence.max(80, "is longer than 80 characters"),
    /** The item that this list details; a list without one is a phase of the project card. */
    parent: itemIdSchema.optional(),
    due: durationSchema,
    reminders: remindersSchema,
    items: z.array(itemSchema).min(1, "has no items").max(100),
  })
  .transform((list) => ({
    ...list,
    items: list.items.map((item) => ({ ...item, due: item.due ?? list.due })),
  }));

const dayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const templateSettingsSchema = z
  .strictObject({
    digest_time: z.string(),
    quiet: z.strictObject({ from: z.string(), to: z.string() }),
    working_days: z.array(z.enum(dayNames, "is not a day such as monday")),
    escalation: z.strictObject({ owner_after_days: z.int(), sponsor_after_days: z.int() }),
  })
  .transform((settings, context) => {
    const checked = settingsSchema.safeParse({
      digestTime: settings.digest_time,
      quiet: settings.quiet,
      workingDays: dayNames.flatMap((day, index) => (settings.working_days.includes(day) ? [index + 1] : [])),
      escalation: {
        ownerAfterDays: settings.escalation.owner_after_days,
        sponsorAfterDays: settings.escalation.sponsor_after_days,
      },
    });
    if (checked.success) return checked.data;
    for (const issue of checked.error.issues) {
      context.addIssue({ code: "custom", message: issue.message, path: issue.path.map(inSnakeCase) });
    }
    return z.NEVER;
  });

const stageSchema = z.strictObject({
  id: listIdSchema,
  title: sentence,
  /** Counted from the cutover. The first stage begins at the cutover itself and says so by having none. */
  from: durationSchema.optional(),
});

const artifactRuleSchema = z.strictObject({
  /** A path within the export: `*` is anything within one name, `?` one character, a name of `**` any folders. */
  match: z
    .string()
    .min(1, "is empty")
    .max(300, "is longer than 300 characters")
    .refine(
      (pattern) => pattern.split("/").every((name) => name !== "" && (name === "**" || !name.includes("**"))),
      "is not a pattern such as **/certificate*.pdf: names are separated by single slashes, and ** stands alone",
    ),
  kind: listIdSchema,
});

/** The procedure as data: what has to be done after a cutover, by when, and who is reminded how. */
export const templateSchema = z
  .strictObject({
    version: z.literal(1, "is not a version of the template that I know; this one reads version 1"),
    name: sentence.max(80, "is longer than 80 characters"),
    settings: templateSettingsSchema,
    lists: z.array(listSchema).min(1, "has no lists"),
    /** How the source is wound down; the last stage begins when it may be decommissioned at the earliest. */
    decommission: z.strictObject({
      prerequisites: listIdSchema,
      steps: listIdSchema,
      timeline: z.array(stageSchema).min(1, "has no stages"),
      /** How long a look at the source's connections counts, from when it was noted. */
      evidence_valid: durationSchema.default("P7D"),
      /** How long the source has to go unused after somebody still used it; as long as until the last stage when absent. */
      confidence: durationSchema.optional(),
    }),
    /** A metric of the baseline that is worse by more than this many percent is a finding. Templates kept from before have none. */
    baseline: z
      .strictObject({ tolerance_percent: z.number().min(0, "is below zero").max(1_000).default(5) })
      .prefault({})
      .transform(({ tolerance_percent }) => ({ tolerancePercent: tolerance_percent })),
    /**
     * For which purposes the owner may go on without missing approvals. Where an approval takes a role it has no effect: a new
     * template is refused for that ({@link parseTemplate}), one that a closeout has kept is not.
     */
    signoffs: z
      .strictObject({ break_glass: z.array(z.enum(purposes, noBreakGlassPurpose)).default([]) })
      .prefault({})
      .transform(({ break_glass }): { breakGlass: readonly Purpose[] } => ({ breakGlass: break_glass })),
    /** Roles whose holders confirm that they can run the target, unless the closeout names people of its own. */
    handover: z
      .strictObject({
        confirmed_by: z.array(z.enum(roles, "is not one of the five roles")).min(1, "names nobody"),
      })
      .prefault({ confirmed_by: ["operations_lead"] })
      .transform(({ confirmed_by }) => ({ confirmedBy: confirmed_by })),
    certificate_recipients: z.array(
      z.strictObject({ role: z.enum(roles, "is not one of the five roles"), reason: sentence }),
    ),
    artifacts: z
      .array(
        z.strictObject({
          id: listIdSchema,
          name: sentence,
          /** How long it is kept: an ISO 8601 duration, or `indefinite`. */
          retention: z
            .string()
            .refine(
              (text) => text === "indefinite" || isPositiveDuration(text),
              "is neither a duration such as P7Y nor the word indefinite",
            ),
          location: sentence,
        }),
      )
      .max(100, "has more than 100 artifacts"),
    /** Which files of the export are which artifact; the first that matches decides. Templates kept before had none. */
    artifact_rules: z.array(artifactRuleSchema).max(500, "has more than 500 rules").default([]),
  })
  .transform(({ certificate_recipients, artifact_rules, ...template }) => ({
    ...template,
    certificateRecipients: certificate_recipients,
    artifactRules: artifact_rules,
  }))
  .superRefine((template, context) => {
    for (const { path, message } of checkReferences(template)) {
      context.addIssue({ code: "custom", path, message });
    }
  });

/** The same for a file that somebody has written or changed: what could have no effect is refused, so that nobody relies on it. */
const writtenTemplateSchema = templateSchema.superRefine(({ signoffs }, context) => {
  for (const { path, message } of checkBreakGlass(signoffs.breakGlass)) {
    context.addIssue({ code: "custom", path: [...path], message });
  }
});

export type Template = z.infer<typeof templateSchema>;
export type TemplateList = Template["lists"][number];
export type TemplateItem = TemplateList["items"][number];

/**
 * Outcome of reading a template: the template with its text as JSON, or one sentence per problem that says where and what.
 * The JSON is what a closeout keeps; {@link restoreTemplate} reads it back.
 */
export type ParsedTemplate =
  | { readonly ok: true; readonly template: Template; readonly source: unknown }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads a template from YAML (1.2, a single document). Problems are reported together, in the order of the file; what one
 * part says about another is checked once every part is well-formed.
 */
export function parseTemplate(text: string): ParsedTemplate {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map(
        (error) => `line ${lines.linePos(error.pos[0]).line}: the file is not valid YAML: ${error.message}`,
      ),
    };
  }
  const raw = readContents(() => document.toJS());
  if (!raw.ok) return raw;
  const parsed = writtenTemplateSchema.safeParse(raw.value);
  if (parsed.success) return { ok: true, template: parsed.data, source: raw.value };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const problems = parsed.error.issues
    .flatMap(explainIssue)
    .map(({ path, message }) => ({ line: lineOf(path), message: `${readablePath(path)} ${message}` }))
    .toSorted((a, b) => a.line - b.line);
  return { ok: false, problems: problems.map(({ line, message }) => `line ${line}: ${message}`) };
}

/** A template from the JSON that a closeout has kept of it; throws on anything else, for it was checked when it was kept. */
export function restoreTemplate(source: unknown): Template {
  return templateSchema.parse(source);
}

/** The phases of the project card: the lists that belong to no item. */
export function phasesOf(template: Template): readonly TemplateList[] {
  return template.lists.filter((list) => list.parent === undefined);
}

/** The list with this id, or undefined. */
export function findList(template: Template, id: string): TemplateList | undefined {
  return template.lists.find((list) => list.id === id);
}

/** The item with this id in any list, or undefined. */
export function findTemplateItem(template: Template, id: string): TemplateItem | undefined {
  return template.lists.flatMap((list) => list.items).find((item) => item.id === id);
}

function inSnakeCase(key: PropertyKey): PropertyKey {
  return typeof key === "string" ? key.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`) : key;
}

/** Aliases are resolved here; a file that abuses them to explode in memory is refused by the YAML library. */
function readContents(read: () => unknown): { ok: true; value: unknown } | { ok: false; problems: string[] } {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    return {
      ok: false,
      problems: [`the file is not valid YAML: ${error instanceof Error ? error.message : "unreadable"}`],
    };
  }
}
