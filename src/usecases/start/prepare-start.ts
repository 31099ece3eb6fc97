import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../domain/closeout.ts";
import { canBeClosedOut, type Migration, migrationIdSchema, migrationLabel } from "../../domain/migration.ts";
import { isSenseiFault, type Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";

export type PrepareStartInput = {
  readonly member: Member;
  readonly channel: string;
  readonly migrationId?: string;
};

/** What the form to start a closeout opens with, or why it does not open. */
export type PrepareStartOutcome =
  | { readonly kind: "ready"; readonly preset: StartPreset }
  | { readonly kind: "channel_taken" | "migration_taken"; readonly by: Closeout }
  | { readonly kind: "migration_not_ready"; readonly migration: Migration }
  | { readonly kind: "migration_not_found"; readonly id: string }
  | { readonly kind: "unavailable"; readonly sentence: string };

export type StartPreset = {
  readonly migration?: Migration;
  readonly name?: string;
  /** When the vendor says that the migration completed, as a first guess. */
  readonly cutover?: Temporal.Instant;
  readonly timeZone: string;
};

/** A click opens a form within three seconds or not at all, so the vendor has this long to answer. */
const patienceMs = 1_500;

/** Looks up what is known before a closeout is started, so that nobody fills in a form in vain. */
export async function prepareStart(
  { closeouts, sensei }: Pick<Deps, "closeouts" | "sensei">,
  { member, channel, migrationId }: PrepareStartInput,
): Promise<PrepareStartOutcome> {
  const inChannel = await closeouts.openInChannel(member, channel);
  if (inChannel !== undefined) return { kind: "channel_taken", by: inChannel };
  const timeZone = member.timeZone ?? "UTC";
  if (migrationId === undefined) return { kind: "ready", preset: { timeZone } };
  const id = migrationIdSchema.safeParse(migrationId);
  if (!id.success) return { kind: "migration_not_found", id: migrationId };
  const ofMigration = await closeouts.openWithMigration(member, id.data);
  if (ofMigration !== undefined) return { kind: "migration_taken", by: ofMigration };
  try {
    const migration = await sensei.getMigration(id.data, { signal: AbortSignal.timeout(patienceMs) });
    if (!canBeClosedOut(migration.status)) return { kind: "migration_not_ready", migration };
    return { kind: "ready", preset: presetOf(migration, timeZone) };
  } catch (error) {
    if (!isSenseiFault(error)) throw error;
    if (error.code === "migration_not_found" || error.code === "invalid_id") {
      return { kind: "migration_not_found", id: migrationId };
    }
    return { kind: "unavailable", sentence: error.sentence };
  }
}

function presetOf(migration: Migration, timeZone: string): StartPreset {
  const cutover = migration.timing.completedAt;
  return {
    migration,
    name: migrationLabel(migration),
    timeZone,
    ...(cutover === undefined ? {} : { cutover }),
  };
}
