import { z } from "zod";

/** Who sent a payload and where an answer can go, whatever kind of payload it is. */
export type Sender = {
  readonly user: string;
  /** The workspace that Slack says the person belongs to. */
  readonly userTenant: string | undefined;
  readonly channel: string | undefined;
  readonly responseUrl: string | undefined;
  readonly triggerId: string | undefined;
};

const text = z.string().min(1).optional().catch(undefined);
const ref = z.looseObject({ id: text }).optional().catch(undefined);

const commandSchema = z.looseObject({
  user_id: z.string().min(1),
  team_id: text,
  channel_id: text,
  response_url: text,
  trigger_id: text,
});

const interactionSchema = z.looseObject({
  user: z.looseObject({ id: z.string().min(1), team_id: text }),
  team: z.looseObject({ id: text }).nullish(),
  channel: ref,
  container: z.looseObject({ channel_id: text }).optional().catch(undefined),
  response_url: text,
  trigger_id: text,
});

const eventSchema = z.looseObject({
  event: z.looseObject({ user: z.string().min(1), user_team: text, team: text, channel: text }),
});

/** Reads the sender of a slash command. */
export function senderOfCommand(body: unknown): Sender {
  const command = commandSchema.parse(body);
  return {
    user: command.user_id,
    userTenant: command.team_id,
    channel: command.channel_id,
    responseUrl: command.response_url,
    triggerId: command.trigger_id,
  };
}

/** Reads the sender of a click, a form, a shortcut or a search in a menu. */
export function senderOfInteraction(body: unknown): Sender {
  const { user, team, channel, container, response_url, trigger_id } = interactionSchema.parse(body);
  return {
    user: user.id,
    userTenant: user.team_id ?? team?.id,
    channel: channel?.id ?? container?.channel_id,
    responseUrl: response_url,
    triggerId: trigger_id,
  };
}

/** Reads the sender of an event. */
export function senderOfEvent(body: unknown): Sender {
  const { event } = eventSchema.parse(body);
  return {
    user: event.user,
    userTenant: event.user_team ?? event.team,
    channel: event.channel,
    responseUrl: undefined,
    triggerId: undefined,
  };
}
