import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Installation } from "./identity.ts";
import type { RoleHolders } from "./role.ts";
import type { Settings } from "./settings.ts";

/** A budget figure: an exact decimal amount and an ISO 4217 currency. Never a floating-point number. */
export type Money = { readonly amount: string; readonly currency: string };

/** What is known of the migration at the start, kept so that the card still reads well when the vendor is away. */
export const migrationSnapshotSchema = z.object({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  target: z.string(),
  engines: z.string(),
  status: z.string(),
  recordsTotal: z.number().optional(),
});
export type MigrationSnapshot = z.infer<typeof migrationSnapshotSchema>;

/** One migration being closed out in one channel. */
export type Closeout = {
  readonly id: string;
  readonly installation: Installation;
  readonly channel: string;
  readonly name: string;
  readonly migration: MigrationSnapshot;
  readonly cutover: Temporal.Instant;
  /** IANA time zone in which dues, quiet hours and digests are reckoned. */
  readonly timeZone: string;
  /** User id of the person who started it. */
  readonly owner: string;
  readonly roles: RoleHolders;
  readonly budgetEstimate: Money | undefined;
  readonly settings: Settings;
  /** Name and SHA-256 of the template that it was started from. */
  readonly template: { readonly name: string; readonly sha256: string };
  readonly status: "open" | "closed";
  readonly startedAt: Temporal.Instant;
};

/** Whether somebody takes part: the owner, or a holder of any role. */
export function hasRole(closeout: Pick<Closeout, "owner" | "roles">, user: string): boolean {
  return closeout.owner === user || Object.values(closeout.roles).includes(user);
}
