import type { SandboxClock } from "../clock.ts";
import type { Cast, Member, Team } from "./cast.ts";
import { Conversation } from "./conversation.ts";
import { newId } from "./ids.ts";
import { Timestamps } from "./timestamps.ts";

/** The people and conversations of the workspace. */
export class World {
  readonly team: Team;
  readonly app: Cast["app"];
  readonly clock: SandboxClock;
  readonly timestamps: Timestamps;
  readonly members = new Map<string, Member>();
  readonly conversations = new Map<string, Conversation>();
  /** False once the app has been uninstalled: its tokens stop working. */
  installed = true;
  readonly #directs = new Map<string, Conversation>();

  constructor(cast: Cast, clock: SandboxClock) {
    this.team = cast.team;
    this.app = cast.app;
    this.clock = clock;
    this.timestamps = new Timestamps(clock);
    for (const member of cast.members) this.members.set(member.id, member);
    const byName = new Map(cast.members.map((member) => [member.name, member.id]));
    const creator = cast.members.find((member) => member.isOwner)?.id ?? "";
    for (const channel of cast.channels) {
      const members = channel.members.flatMap((name) => byName.get(name) ?? []);
      this.#add({ ...channel, kind: "channel", creator, members });
    }
  }

  /** The bot, a member like any other. */
  get botId(): string {
    return this.app.botUserId;
  }

  /** The sandbox's time in whole seconds. */
  seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  /** Creates a channel. */
  createChannel(facts: {
    name: string;
    topic: string;
    creator: string;
    members: Iterable<string>;
  }): Conversation {
    return this.#add({ ...facts, id: newId("C"), kind: "channel" });
  }

  /** Forgets a channel and everything in it. */
  deleteChannel(channel: Conversation): void {
    this.conversations.delete(channel.id);
  }

  /** The direct message between two people, opened if need be. */
  direct(one: string, other: string): Conversation {
    const key = [one, other].toSorted().join(" ");
    const known = this.#directs.get(key);
    if (known !== undefined) return known;
    const opened = this.#add({
      id: newId("D"),
      kind: "im",
      name: "",
      topic: "",
      creator: one,
      members: [one, other],
    });
    this.#directs.set(key, opened);
    return opened;
  }

  /** What a channel argument means to `userId`: a conversation's id, or a person's for the direct message with them. */
  resolve(channel: string, userId: string): Conversation | undefined {
    const conversation = this.conversations.get(channel);
    if (conversation !== undefined) return conversation;
    return this.members.has(channel) && channel !== userId ? this.direct(userId, channel) : undefined;
  }

  /** The conversations that `userId` is in, channels first. */
  conversationsOf(userId: string): Conversation[] {
    const mine = [...this.conversations.values()].filter((conversation) => conversation.members.has(userId));
    return [...mine.filter((c) => c.kind === "channel"), ...mine.filter((c) => c.kind === "im")];
  }

  #add(facts: Omit<ConstructorParameters<typeof Conversation>[0], "createdSeconds">): Conversation {
    const conversation = new Conversation({ ...facts, createdSeconds: this.seconds() });
    this.conversations.set(conversation.id, conversation);
    return conversation;
  }
}
