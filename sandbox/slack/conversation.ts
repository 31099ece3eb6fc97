import { type Message, MessageLog } from "./message-log.ts";

const ephemeralsKept = 2000;

/** A channel or a direct message. */
export class Conversation {
  readonly id: string;
  readonly kind: "channel" | "im";
  readonly name: string;
  readonly creator: string;
  readonly createdSeconds: number;
  readonly members: Set<string>;
  readonly log = new MessageLog();
  /** Pinned messages in the order of pinning, with who did it and when. */
  readonly pins = new Map<string, { readonly by: string; readonly atSeconds: number }>();
  readonly lastRead = new Map<string, number>();
  topic: string;
  archived = false;
  readonly #ephemerals: Message[] = [];

  constructor(facts: {
    id: string;
    kind: "channel" | "im";
    name: string;
    topic: string;
    creator: string;
    members: Iterable<string>;
    createdSeconds: number;
  }) {
    this.id = facts.id;
    this.kind = facts.kind;
    this.name = facts.name;
    this.topic = facts.topic;
    this.creator = facts.creator;
    this.createdSeconds = facts.createdSeconds;
    this.members = new Set(facts.members);
  }

  /** Ephemeral messages, oldest first; the oldest are forgotten after a while, as Slack's clients do. */
  get ephemerals(): readonly Message[] {
    return this.#ephemerals;
  }

  /** Adds a message to the log, or to the ephemerals if it is one. */
  add(message: Message): void {
    if (message.onlyFor === undefined) {
      this.log.append(message);
      return;
    }
    this.#ephemerals.push(message);
    if (this.#ephemerals.length > ephemeralsKept) this.#ephemerals.shift();
  }

  /** The message as `userId` sees it: public, or ephemeral and meant for that user. */
  visible(ts: string, userId: string): Message | undefined {
    return (
      this.log.get(ts) ?? this.#ephemerals.find((message) => message.ts === ts && message.onlyFor === userId)
    );
  }

  /** Takes a message out, with its pin. */
  remove(message: Message): void {
    if (message.onlyFor === undefined) {
      this.log.remove(message);
      this.pins.delete(message.ts);
      return;
    }
    const index = this.#ephemerals.indexOf(message);
    if (index !== -1) this.#ephemerals.splice(index, 1);
  }

  /** The other person of a direct message. */
  otherThan(userId: string): string | undefined {
    return [...this.members].find((member) => member !== userId) ?? undefined;
  }
}
