import { z } from "zod";

/** Chat platforms that a closeout can live on. */
export const platformSchema = z.enum(["slack", "teams"]);
export type Platform = z.infer<typeof platformSchema>;

/**
 * One tenant of one platform: a Slack workspace (`T…`) or a Teams tenant. Everything stored is keyed by it, so that several
 * workspaces can share one deployment without ever seeing each other.
 */
export type Installation = { readonly platform: Platform; readonly tenant: string };

/** `slack:T0123`: an installation as a storage key. */
export function installationKey(installation: Installation): string {
  return `${installation.platform}:${installation.tenant}`;
}

const tenantSchema = z.string().min(1);

/** Inverse of {@link installationKey}; throws on anything else, for keys come from our own store only. */
export function parseInstallationKey(key: string): Installation {
  const split = key.indexOf(":");
  return {
    platform: platformSchema.parse(key.slice(0, split)),
    tenant: tenantSchema.parse(key.slice(split + 1)),
  };
}

/** A person of one installation. Authority is always decided by (platform, tenant, user); the name is for reading only. */
export type Person = Installation & { readonly user: string; readonly name: string };

/** Who somebody is, as ledger and records keep it, without what else is known of them. */
export function personOf({ platform, tenant, user, name }: Person): Person {
  return { platform, tenant, user, name };
}

/** Who did something: a person, or Closeout by itself (a reminder, a sweep). */
export const actorSchema = z.union([
  z.object({ platform: platformSchema, tenant: z.string(), user: z.string(), name: z.string() }),
  z.object({ system: z.literal("closeout") }),
]);
export type Actor = z.infer<typeof actorSchema>;

/** The actor of everything that nobody clicked. */
export const system: Actor = { system: "closeout" };

/** Whether somebody belongs to an installation: the same user id in another workspace is a stranger. */
export function isOf({ platform, tenant }: Installation, person: Installation): boolean {
  return person.platform === platform && person.tenant === tenant;
}

/** The installation that a person belongs to. */
export function installationOf(person: Installation): Installation {
  return { platform: person.platform, tenant: person.tenant };
}
