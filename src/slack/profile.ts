import type { UsersInfoResponse } from "@slack/web-api";
import type { Installation } from "../domain/identity.ts";
import type { Profile } from "../ports.ts";

type SlackUser = NonNullable<UsersInfoResponse["user"]>;

/**
 * A person as Slack describes them (docs.slack.dev/reference/objects/user-object). Somebody of another workspace of the same
 * organisation counts as a member where `teams` names ours.
 */
export function toProfile(installation: Installation, user: string, slack: SlackUser): Profile {
  return {
    user,
    name: firstOf(slack.profile?.real_name, slack.real_name, slack.profile?.display_name, slack.name) ?? user,
    kind: kindOf(installation, slack),
    timeZone: firstOf(slack.tz),
  };
}

function kindOf({ tenant }: Installation, user: SlackUser): Profile["kind"] {
  if (user.deleted === true) return "deactivated";
  if (user.is_bot === true || user.is_workflow_bot === true || user.id === "USLACKBOT") return "bot";
  if (user.is_stranger === true || !belongsTo(tenant, user)) return "foreign";
  if (user.is_restricted === true || user.is_ultra_restricted === true) return "guest";
  return "member";
}

function belongsTo(tenant: string, { team_id, teams, enterprise_user }: SlackUser): boolean {
  return team_id === tenant || [...(teams ?? []), ...(enterprise_user?.teams ?? [])].includes(tenant);
}

function firstOf(...names: readonly (string | undefined)[]): string | undefined {
  return names.find((name) => name !== undefined && name.trim() !== "");
}
