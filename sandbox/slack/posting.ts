import type { Delivery } from "./app-link/envelope.ts";
import type { Block } from "./blocks/blocks.ts";
import type { Bus } from "./bus.ts";
import type { Conversation } from "./conversation.ts";
import type { Events } from "./events.ts";
import type { Message, Metadata } from "./message-log.ts";
import { formatTs } from "./timestamps.ts";
import { type WireContext, wireMessage } from "./wire.ts";

/** What a new message consists of. */
export type Draft = {
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly Block[] | undefined;
  readonly metadata?: Metadata | undefined;
  readonly threadTs?: string | undefined;
  readonly broadcast?: boolean | undefined;
  readonly files?: readonly string[] | undefined;
  readonly subtype?: string | undefined;
  /** Makes it ephemeral, for this user alone. */
  readonly onlyFor?: string | undefined;
};

/** What changes in an edited message; what is absent stays. */
export type Revision = Partial<Pick<Draft, "text" | "blocks" | "metadata">>;

/** Writes, edits and deletes messages, and tells watchers and the app. */
export class Posting {
  readonly #context: WireContext;
  readonly #bus: Bus;
  readonly #events: Events;

  constructor(context: WireContext, bus: Bus, events: Events) {
    this.#context = context;
    this.#bus = bus;
    this.#events = events;
  }

  /** Writes a message. `delivered` settles when the app has been told of it, if it wants to know. */
  post(conversation: Conversation, draft: Draft): { message: Message; delivered: Promise<Delivery[]> } {
    const micros = this.#context.world.timestamps.next();
    const message: Message = {
      micros,
      ts: formatTs(micros),
      channel: conversation.id,
      user: draft.user,
      byBot: draft.user === this.#context.world.botId,
      text: draft.text,
      blocks: draft.blocks,
      metadata: draft.metadata,
      threadTs: draft.threadTs,
      subtype: draft.subtype ?? (draft.broadcast === true ? "thread_broadcast" : undefined),
      files: draft.files ?? [],
      edited: undefined,
      onlyFor: draft.onlyFor,
      replies: [],
    };
    conversation.add(message);
    conversation.lastRead.set(draft.user, micros);
    this.#bus.emit({ kind: "message", conversation, message });
    this.#showRoot(conversation, message);
    return { message, delivered: this.#tell(conversation, message) };
  }

  /** Edits a message in place. */
  revise(conversation: Conversation, message: Message, revision: Revision): void {
    const before = this.#wireForEvent(conversation, message);
    const textChanged = revision.text !== undefined && revision.text !== message.text;
    if (revision.text !== undefined) message.text = revision.text;
    if (revision.blocks !== undefined)
      message.blocks = revision.blocks.length > 0 ? revision.blocks : undefined;
    if (revision.metadata !== undefined) message.metadata = revision.metadata;
    if (textChanged || revision.blocks !== undefined) {
      message.edited = { user: message.user, ts: formatTs(this.#context.world.timestamps.next()) };
    }
    this.show(conversation, message);
    if (before === undefined) return;
    void this.#events.sendMessage(
      {
        subtype: "message_changed",
        hidden: true,
        channel: conversation.id,
        ts: formatTs(this.#context.world.timestamps.next()),
        message: this.#wireForEvent(conversation, message),
        previous_message: before,
      },
      conversation,
    );
  }

  /** Deletes a message. */
  remove(conversation: Conversation, message: Message): void {
    const before = this.#wireForEvent(conversation, message);
    conversation.remove(message);
    this.#bus.emit({ kind: "message_deleted", conversation, message });
    this.#showRoot(conversation, message);
    if (before === undefined) return;
    void this.#events.sendMessage(
      {
        subtype: "message_deleted",
        hidden: true,
        channel: conversation.id,
        ts: formatTs(this.#context.world.timestamps.next()),
        deleted_ts: message.ts,
        previous_message: before,
      },
      conversation,
    );
  }

  /** Tells watchers that something about a message has changed, such as its pin. */
  show(conversation: Conversation, message: Message): void {
    this.#bus.emit({ kind: "message_changed", conversation, message });
  }

  /** A reply changes what its root shows: the number of replies. */
  #showRoot(conversation: Conversation, message: Message): void {
    const root = message.threadTs === undefined ? undefined : conversation.log.get(message.threadTs);
    if (root !== undefined && message.onlyFor === undefined) this.show(conversation, root);
  }

  async #tell(conversation: Conversation, message: Message): Promise<Delivery[]> {
    if (message.onlyFor !== undefined) return [];
    const { world } = this.#context;
    const mentioned =
      !message.byBot &&
      conversation.kind === "channel" &&
      conversation.members.has(world.botId) &&
      message.text.includes(`<@${world.botId}`);
    if (!mentioned && !this.#events.wantsMessages(conversation)) return [];
    const teamId = world.members.get(message.user)?.teamId;
    const event = {
      ...wireMessage(this.#context, message, conversation),
      channel: conversation.id,
      event_ts: message.ts,
    };
    const deliveries = [this.#events.sendMessage(event, conversation, teamId)];
    if (mentioned) deliveries.push(this.#events.send({ ...event, type: "app_mention" }, teamId));
    return (await Promise.all(deliveries)).flat();
  }

  #wireForEvent(conversation: Conversation, message: Message) {
    if (message.onlyFor !== undefined || !this.#events.wantsMessages(conversation)) return undefined;
    return wireMessage(this.#context, message, conversation);
  }
}
