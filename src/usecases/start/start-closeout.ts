import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../../domain/assert-never.ts";
import { dueMoment } from "../../domain/checklist/due.ts";
import type { Item } from "../../domain/checklist/item.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { type Installation, personOf } from "../../domain/identity.ts";
import { canBeClosedOut, type Migration, snapshotOf } from "../../domain/migration.ts";
import { roleNames, roles } from "../../domain/role.ts";
import type { Template } from "../../domain/template/template.ts";
import { isSenseiFault, type Member } from "../../ports.ts";
import { planOccurrences } from "../checklist/plan-occurrences.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import {
  readStartForm,
  type StartCloseoutInput,
  type StartForm,
  type StartProblem,
} from "./read-start-form.ts";

export type { StartCloseoutInput, StartProblem } from "./read-start-form.ts";

export type StartCloseoutOutcome =
  | { readonly kind: "started"; readonly closeout: Closeout }
  | { readonly kind: "invalid"; readonly problems: readonly StartProblem[] }
  | { readonly kind: "unavailable"; readonly sentence: string };

/**
 * Starts a closeout in a channel: checks the form, the migration's status at the vendor and the people named, and writes the
 * closeout with all its items and reminders, its card and its first ledger entry. The one who starts it becomes its owner.
 */
export async function startCloseout(
  deps: Pick<Deps, "clock" | "closeouts" | "people" | "queue" | "sensei" | "template" | "log">,
  {
    member,
    channel,
    input,
  }: { readonly member: Member; readonly channel: string; readonly input: StartCloseoutInput },
): Promise<StartCloseoutOutcome> {
  const now = deps.clock.now();
  const read = readStartForm(input, now);
  if (!read.ok) return { kind: "invalid", problems: read.problems };
  const { form } = read;
  const found = await findMigration(deps, form.migrationId);
  if (found.kind !== "found") return found;
  const strangers = await findStrangers(deps, member, form);
  if (strangers.length > 0) return { kind: "invalid", problems: strangers };

  const closeout = openCloseout(deps, { member, channel, form, migration: found.migration, now });
  const { template, source } = deps.template;
  const items = openItems(template, closeout);
  const outcome = await deps.closeouts.start({
    closeout,
    template: source,
    items,
    occurrences: items.flatMap((item) => planOccurrences(closeout, template, item, now)),
    deliveries: [{ id: randomUUID(), conversation: { kind: "channel", channel }, subject: { kind: "card" } }],
    entry: { actor: personOf(member), kind: "closeout.started", data: entryData(closeout) },
  });
  switch (outcome.kind) {
    case "started":
      await hurryDeliveries(deps, [
        { installation: closeout.installation, conversation: { kind: "channel", channel } },
      ]);
      return { kind: "started", closeout };
    case "channel_taken":
      return invalid("name", `This channel already closes out “${outcome.by.name}”. Nothing was started.`);
    case "migration_taken":
      return invalid("migration", `This migration is already being closed out as “${outcome.by.name}”.`);
    default:
      return assertNever(outcome);
  }
}

function invalid(field: StartProblem["field"], message: string): StartCloseoutOutcome {
  return { kind: "invalid", problems: [{ field, message }] };
}

async function findMigration(
  { sensei }: Pick<Deps, "sensei">,
  id: string,
): Promise<{ kind: "found"; migration: Migration } | Exclude<StartCloseoutOutcome, { kind: "started" }>> {
  try {
    const migration = await sensei.getMigration(id, { signal: AbortSignal.timeout(2_000) });
    if (canBeClosedOut(migration.status)) return { kind: "found", migration };
    const message = `It is ${migration.vendorStatus}; a closeout starts once a migration is completed or certified.`;
    return { kind: "invalid", problems: [{ field: "migration", message }] };
  } catch (error) {
    if (!isSenseiFault(error)) throw error;
    if (error.code !== "migration_not_found" && error.code !== "invalid_id") {
      return { kind: "unavailable", sentence: error.sentence };
    }
    return {
      kind: "invalid",
      problems: [{ field: "migration", message: "Sensei knows no such migration." }],
    };
  }
}

/** Roles given to somebody who may not act here: that role could never be exercised. */
async function findStrangers(
  { people }: Pick<Deps, "people">,
  installation: Installation,
  form: StartForm,
): Promise<readonly StartProblem[]> {
  const kinds = await Promise.all(
    roles.map(async (role) => ({ role, kind: (await people.profile(installation, form.roles[role]))?.kind })),
  );
  return kinds
    .filter(({ kind }) => kind !== "member")
    .map(({ role }) => ({
      field: role,
      message: `The ${roleNames[role]} must be a full member of this workspace: no guest, no bot, nobody from outside.`,
    }));
}

function openCloseout(
  { template }: Pick<Deps, "template">,
  opening: { member: Member; channel: string; form: StartForm; migration: Migration; now: Temporal.Instant },
): Closeout {
  const { member, channel, form, migration, now } = opening;
  return {
    id: randomUUID(),
    installation: { platform: member.platform, tenant: member.tenant },
    channel,
    name: form.name,
    migration: snapshotOf(migration),
    cutover: form.cutover,
    timeZone: form.timeZone,
    owner: member.user,
    roles: form.roles,
    budgetEstimate: form.budgetEstimate,
    settings: template.template.settings,
    template: { name: template.template.name, sha256: template.sha256 },
    status: "open",
    startedAt: now,
  };
}

function openItems(template: Template, closeout: Closeout): readonly Item[] {
  return template.lists
    .flatMap((list) => list.items.map((item) => ({ list: list.id, ...item })))
    .map(
      (item, position): Item => ({
        closeoutId: closeout.id,
        id: item.id,
        list: item.list,
        position,
        title: item.title,
        due: dueMoment(closeout.cutover, closeout.timeZone, item.due),
        state: { kind: "open" },
        assignee: assigneeOf(item.assignee, closeout),
        snoozedUntil: undefined,
      }),
    );
}

type TemplateAssignee = Template["lists"][number]["items"][number]["assignee"];

function assigneeOf(who: TemplateAssignee, closeout: Closeout): string | undefined {
  if (who === undefined) return undefined;
  return who === "owner" ? closeout.owner : closeout.roles[who];
}

function entryData(closeout: Closeout) {
  return {
    name: closeout.name,
    migration: closeout.migration.id,
    channel: closeout.channel,
    cutover: closeout.cutover.toString(),
    timeZone: closeout.timeZone,
    owner: closeout.owner,
    roles: { ...closeout.roles },
    budgetEstimate: closeout.budgetEstimate ?? null,
    template: { ...closeout.template },
  };
}
