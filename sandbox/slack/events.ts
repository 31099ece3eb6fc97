import type { AppLink } from "./app-link/app-link.ts";
import type { Delivery } from "./app-link/envelope.ts";
import type { Conversation } from "./conversation.ts";
import { newId } from "./ids.ts";
import type { JsonObject } from "./json.ts";
import { formatTs } from "./timestamps.ts";
import type { World } from "./world.ts";

/** Sends the events that the app has subscribed to, in Slack's envelope. */
export class Events {
  readonly #world: World;
  readonly #link: AppLink;
  readonly #subscribed: ReadonlySet<string>;

  constructor(world: World, link: AppLink, subscribed: ReadonlySet<string>) {
    this.#world = world;
    this.#link = link;
    this.#subscribed = subscribed;
  }

  /** Whether the app wants events of this kind, such as `app_mention` or `message.im`. */
  wants(subscription: string): boolean {
    return this.#world.installed && this.#subscribed.has(subscription);
  }

  /** Sends an event whose subscription has its type's name; nothing if the app has not subscribed. */
  send(event: JsonObject & { readonly type: string }, teamId?: string): Promise<Delivery[]> {
    return this.wants(event.type) ? this.#deliver(event, teamId) : Promise.resolve([]);
  }

  /** Sends a `message` event of a conversation the bot is in. */
  sendMessage(event: JsonObject, conversation: Conversation, teamId?: string): Promise<Delivery[]> {
    if (!this.wantsMessages(conversation)) return Promise.resolve([]);
    return this.#deliver({ type: "message", channel_type: conversation.kind, ...event }, teamId);
  }

  /** Whether messages of this conversation reach the app. */
  wantsMessages(conversation: Conversation): boolean {
    const subscription = conversation.kind === "im" ? "message.im" : "message.channels";
    return conversation.members.has(this.#world.botId) && this.wants(subscription);
  }

  #deliver(event: JsonObject, teamId = this.#world.team.id): Promise<Delivery[]> {
    const { team, app } = this.#world;
    return this.#link.deliverEvent({
      kind: "events_api",
      payload: {
        token: "sandbox",
        team_id: teamId,
        context_team_id: team.id,
        context_enterprise_id: null,
        api_app_id: app.appId,
        event: { event_ts: formatTs(this.#world.timestamps.next()), ...event },
        type: "event_callback",
        event_id: newId("Ev"),
        event_time: this.#world.seconds(),
        authorizations: [
          {
            enterprise_id: null,
            team_id: team.id,
            user_id: app.botUserId,
            is_bot: true,
            is_enterprise_install: false,
          },
        ],
        is_ext_shared_channel: teamId !== team.id,
        event_context: `4-${newId("EC")}`,
      },
    });
  }
}
