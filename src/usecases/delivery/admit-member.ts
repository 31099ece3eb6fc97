import type { Installation } from "../../domain/identity.ts";
import type { Member, People, Profile } from "../../ports.ts";

export type AdmitMemberInput = {
  readonly installation: Installation;
  readonly user: string;
  /** The tenant that the platform says the person belongs to; a foreign one is refused without asking further. */
  readonly userTenant: string | undefined;
};

export type AdmitMemberOutcome =
  | { readonly kind: "admitted"; readonly member: Member }
  | { readonly kind: "refused"; readonly why: Exclude<Profile["kind"], "member"> | "unknown" };

/**
 * Decides whether somebody may talk to Closeout at all: only full, active people of the installed workspace. Guests, people of other
 * workspaces in shared channels, and bots are refused by default.
 */
export async function admitMember(
  deps: { readonly people: People },
  { installation, user, userTenant }: AdmitMemberInput,
): Promise<AdmitMemberOutcome> {
  if (userTenant !== undefined && userTenant !== installation.tenant)
    return { kind: "refused", why: "foreign" };
  const profile = await deps.people.profile(installation, user);
  if (profile === undefined) return { kind: "refused", why: "unknown" };
  if (profile.kind !== "member") return { kind: "refused", why: profile.kind };
  return {
    kind: "admitted",
    member: { ...installation, user, name: profile.name, timeZone: profile.timeZone },
  };
}
