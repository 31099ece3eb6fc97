import type { Authorize } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import type { Installation } from "../../src/domain/identity.ts";

/** The workspace that the bot token belongs to, and who the bot is there. */
export type Workspace = {
  readonly installation: Installation;
  readonly name: string;
  readonly enterpriseId: string | undefined;
  readonly botId: string | undefined;
  readonly botUserId: string;
};

const authTestSchema = z.object({
  team_id: z.string().min(1),
  team: z.string().default("this workspace"),
  enterprise_id: z.string().optional(),
  bot_id: z.string().optional(),
  user_id: z.string().min(1),
});

/** Asks Slack once, at start, whose token this is. Rejects with the client's own error when Slack does not answer or refuses the token. */
export async function identifyWorkspace(client: WebClient): Promise<Workspace> {
  const answer = authTestSchema.parse(await client.auth.test());
  return {
    installation: { platform: "slack", tenant: answer.team_id },
    name: answer.team,
    enterpriseId: answer.enterprise_id,
    botId: answer.bot_id,
    botUserId: answer.user_id,
  };
}

/** Authorization of every incoming payload from what is known since the start: no call to Slack per request. */
export function authorizeAs(workspace: Workspace, botToken: string): Authorize<boolean> {
  const known = {
    botToken,
    botUserId: workspace.botUserId,
    teamId: workspace.installation.tenant,
    ...(workspace.botId === undefined ? {} : { botId: workspace.botId }),
    ...(workspace.enterpriseId === undefined ? {} : { enterpriseId: workspace.enterpriseId }),
  };
  return async () => ({ ...known });
}

const teamIdsSchema = z.object({
  context_team_id: z.string().nullish(),
  team_id: z.string().nullish(),
  authorizations: z.array(z.object({ team_id: z.string().nullish() })).nullish(),
});

/**
 * Whether an event was sent for our installation. In channels shared between workspaces `team_id` may be a foreign one; then
 * `authorizations` and `context_team_id` say for whom it is.
 */
export function isForWorkspace(body: unknown, workspace: Workspace): boolean {
  const ids = teamIdsSchema.parse(body);
  const ours = workspace.installation.tenant;
  if (ids.authorizations?.length) return ids.authorizations.some((one) => one.team_id === ours);
  return (ids.context_team_id ?? ids.team_id) === ours;
}
