import canonicalize from "canonicalize";
import { Temporal } from "temporal-polyfill";
import type { Closeout } from "../domain/closeout.ts";
import { personOf } from "../domain/identity.ts";
import { type Capacity, mayDo } from "../domain/permissions.ts";
import { type Role, type RoleHolders, roleNames, roles } from "../domain/role.ts";
import { type Settings, settingsSchema } from "../domain/settings.ts";
import type { FollowedSeat } from "../domain/signoff/signoff-follow.ts";
import type { CloseoutChange, Member } from "../ports.ts";
import { planOccurrences } from "./checklist/plan-occurrences.ts";
import { hurryDeliveries } from "./delivery/hurry-deliveries.ts";
import type { Deps } from "./deps.ts";
import { followRoles } from "./signoff/follow-roles.ts";
import { templateOf } from "./start/template-of.ts";

/** The settings form, as it was filled in. Times are `HH:MM`, days ISO weekdays. */
export type ChangeSettingsInput = {
  readonly digestTime: string;
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly workingDays: readonly number[];
  readonly ownerAfterDays: number;
  readonly sponsorAfterDays: number;
  readonly roles?: Partial<RoleHolders>;
};

export type SettingsField = Exclude<keyof ChangeSettingsInput, "roles"> | Role;

export type ChangeSettingsOutcome =
  /** `followed`: what became of seats in open requests for sign-off that go with a role. */
  | {
      readonly kind: "changed";
      readonly closeout: Closeout;
      readonly followed: readonly FollowedSeat[];
    }
  | { readonly kind: "unchanged"; readonly closeout: Closeout }
  | { readonly kind: "invalid"; readonly problems: readonly { field: SettingsField; message: string }[] }
  | { readonly kind: "not_permitted"; readonly closeout: Closeout; readonly who: readonly Capacity[] }
  | { readonly kind: "closed"; readonly closeout: Closeout };

/**
 * Changes when a closeout speaks and who holds its roles. The owner only; all reminders are planned anew. Once it is closed it does not
 * speak any more, but somebody still answers for its archive: its roles can be given to others for as long as that is kept.
 */
export async function changeSettings(
  deps: Pick<Deps, "clock" | "closeouts" | "people" | "queue" | "log">,
  request: { readonly closeoutId: string; readonly member: Member; readonly input: ChangeSettingsInput },
): Promise<ChangeSettingsOutcome> {
  const { closeoutId, member, input } = request;
  const read = readSettings(input);
  if (!read.ok) return { kind: "invalid", problems: read.problems };
  const { problems, names } = await lookUp(deps, member, input.roles ?? {});
  if (problems.length > 0) return { kind: "invalid", problems };
  const { result, lanes } = await deps.closeouts.change(closeoutId, async (change) => {
    const { closeout } = change;
    if (closeout.status === "closed" && !isSame(closeout.settings, read.settings)) {
      return { kind: "closed", closeout } as const;
    }
    const permission = mayDo("change_settings", closeout, member);
    if (!permission.allowed) {
      return { kind: "not_permitted", closeout, who: permission.who.map(({ as }) => as) } as const;
    }
    const changed: Closeout = {
      ...closeout,
      settings: read.settings,
      roles: { ...closeout.roles, ...input.roles },
    };
    const newSettings = await saveSettings(change, changed, member);
    const newRoles = await saveRoles(change, changed, member);
    if (!newSettings && !newRoles) return { kind: "unchanged", closeout } as const;
    if (newSettings) await replanAll(deps, change, changed);
    await change.refresh([]);
    const followed = newRoles ? await follow(deps, change, changed, member, names) : [];
    return { kind: "changed", closeout: changed, followed } as const;
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

const fieldOf: Readonly<Record<string, SettingsField>> = {
  digestTime: "digestTime",
  "quiet.from": "quietFrom",
  "quiet.to": "quietTo",
  workingDays: "workingDays",
  "escalation.ownerAfterDays": "ownerAfterDays",
  "escalation.sponsorAfterDays": "sponsorAfterDays",
};

function readSettings(
  input: ChangeSettingsInput,
):
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: { field: SettingsField; message: string }[] } {
  const parsed = settingsSchema.safeParse({
    digestTime: input.digestTime,
    quiet: { from: input.quietFrom, to: input.quietTo },
    workingDays: [...new Set(input.workingDays)].toSorted((a, b) => a - b),
    escalation: { ownerAfterDays: input.ownerAfterDays, sponsorAfterDays: input.sponsorAfterDays },
  });
  if (parsed.success) return { ok: true, settings: parsed.data };
  const problems = parsed.error.issues.map((issue) => ({
    field: fieldOf[issue.path.join(".")] ?? fieldOf[String(issue.path[0])] ?? ("digestTime" as const),
    message: `It ${issue.message}.`,
  }));
  return { ok: false, problems };
}

/** What those are called who get roles, and which of them cannot have one. */
async function lookUp(
  { people }: Pick<Deps, "people">,
  member: Member,
  given: Partial<RoleHolders>,
): Promise<{
  readonly problems: readonly { field: Role; message: string }[];
  readonly names: ReadonlyMap<string, string>;
}> {
  const names = new Map<string, string>();
  const problems = await Promise.all(
    roles.map(async (role) => {
      const user = given[role];
      if (user === undefined) return [];
      const profile = await people.profile(member, user);
      if (profile !== undefined) names.set(user, profile.name);
      if (profile?.kind === "member") return [];
      const message = `The ${roleNames[role]} must be a full member of this workspace: no guest, no bot, nobody from outside.`;
      return [{ field: role, message }];
    }),
  );
  return { problems: problems.flat(), names };
}

async function follow(
  deps: Pick<Deps, "clock" | "closeouts">,
  change: CloseoutChange,
  closeout: Closeout,
  member: Member,
  names: ReadonlyMap<string, string>,
): Promise<readonly FollowedSeat[]> {
  const template = await templateOf(deps, closeout);
  const by = personOf(member);
  return await followRoles(change, { closeout, template, by, names, now: deps.clock.now() });
}

async function saveSettings(
  change: CloseoutChange,
  { settings }: Closeout,
  member: Member,
): Promise<boolean> {
  const before = change.closeout.settings;
  if (isSame(before, settings)) return false;
  await change.saveSettings(settings);
  await change.record({
    actor: personOf(member),
    kind: "settings.changed",
    data: { from: before, to: settings },
  });
  return true;
}

function isSame(one: Settings, other: Settings): boolean {
  return canonicalize(one) === canonicalize(other);
}

async function saveRoles(
  change: CloseoutChange,
  { roles: holders }: Closeout,
  member: Member,
): Promise<boolean> {
  const before = change.closeout.roles;
  const moved = roles.filter((role) => before[role] !== holders[role]);
  if (moved.length === 0) return false;
  await change.saveRoles(holders);
  const data = Object.fromEntries(moved.map((role) => [role, { from: before[role], to: holders[role] }]));
  await change.record({ actor: personOf(member), kind: "roles.changed", data });
  return true;
}

async function replanAll(
  deps: Pick<Deps, "clock" | "closeouts">,
  change: CloseoutChange,
  closeout: Closeout,
): Promise<void> {
  const template = await templateOf(deps, closeout);
  const now = deps.clock.now();
  for (const item of await change.items()) {
    const { announced, waiting } = await change.reminders(item.id);
    // What is due already waits for the sweep only: new hours do not take it back.
    const due = waiting.filter(({ moment }) => Temporal.Instant.compare(moment, now) <= 0);
    const planned = planOccurrences(closeout, template, item, now, [...announced, ...due]);
    await change.replan(item.id, [...due, ...planned]);
  }
}
