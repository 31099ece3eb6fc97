import type { Member } from "../../slack/cast.ts";
import type { Conversation } from "../../slack/conversation.ts";
import type { JsonObject } from "../../slack/json.ts";
import type { Sandbox } from "../../slack/sandbox.ts";

/** What every interaction payload begins with: who did it, where, and in which app. */
export function interactionHead({ world }: Sandbox, type: string, member: Member): JsonObject {
  return {
    type,
    user: { id: member.id, username: member.name, name: member.name, team_id: member.teamId },
    team: { id: member.teamId, domain: teamDomain(world.team, member) },
    api_app_id: world.app.appId,
    token: "sandbox",
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** The channel as interactions and commands name it. */
export function channelFacts(conversation: Conversation): { id: string; name: string } {
  return { id: conversation.id, name: conversation.kind === "im" ? "directmessage" : conversation.name };
}

/** The domain of the person's own workspace. */
export function teamDomain(team: { id: string; domain: string }, member: Member): string {
  return member.teamId === team.id ? team.domain : "partner";
}
