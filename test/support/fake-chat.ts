import { type Conversation, conversationKey } from "../../src/domain/conversation.ts";
import type { Notice } from "../../src/domain/notice.ts";
import type { Chat, MessageRef, Profile, SendOutcome } from "../../src/ports.ts";

/** A message as it stands in a conversation. */
export type Post = {
  readonly ref: MessageRef;
  readonly deliveryId: string;
  readonly conversation: string;
  /** The id of the message in whose thread it stands. */
  readonly thread: string | undefined;
  notice: Notice;
  updates: number;
  pinned: boolean;
};

/** How an attempt goes wrong. With `arrives` the message gets there although the sender never hears of it. */
export type Trouble = Exclude<SendOutcome, { kind: "sent" }> & { readonly arrives?: boolean };

/** A platform in memory: what was accepted stands in `posts`; attempts go wrong as scripted, in order. */
export type FakeChat = Chat & {
  readonly posts: Post[];
  readonly people: Map<string, Profile>;
  /** Attempts to send, update or find a message, as words such as `send channel:C1`, in order. */
  readonly calls: string[];
  /** User ids whose profiles were asked for, in order. */
  readonly asked: string[];
  /** The next attempts to send or update end so. */
  goWrong(...troubles: readonly (Trouble | Error)[]): void;
  /** Runs before each new message is accepted. */
  beforeSend: () => Promise<void>;
  /** Looking up and pinning fail while set. */
  down: Error | undefined;
  /** Topics by channel, as they were set last; setting one fails while `topicsFail`. */
  readonly topics: Map<string, string>;
  topicsFail: boolean;
  in(conversation: Conversation): readonly Post[];
};

export function fakeChat(people: Iterable<Profile> = []): FakeChat {
  const posts: Post[] = [];
  const calls: string[] = [];
  const asked: string[] = [];
  const troubles: (Trouble | Error)[] = [];

  /** `undefined` when all goes well; `arrived` is run if the platform accepts after all. */
  function attempt(arrived: () => void): Exclude<SendOutcome, { kind: "sent" }> | undefined {
    const trouble = troubles.shift();
    if (trouble instanceof Error) throw trouble;
    if (trouble === undefined || trouble.arrives === true) arrived();
    if (trouble === undefined) return undefined;
    const { arrives: _arrives, ...outcome } = trouble;
    return outcome;
  }

  return {
    posts,
    calls,
    asked,
    people: new Map([...people].map((profile) => [profile.user, profile])),
    beforeSend: async () => undefined,
    down: undefined,
    topics: new Map(),
    topicsFail: false,
    goWrong: (...next) => void troubles.push(...next),
    in: (conversation) => posts.filter((post) => post.conversation === conversationKey(conversation)),

    async send({ conversation, deliveryId, thread }, notice) {
      calls.push(`send ${conversationKey(conversation)}`);
      await this.beforeSend();
      const ref = { channel: conversationKey(conversation), id: `${posts.length + 1}` };
      const outcome = attempt(() => {
        const place = { ref, deliveryId, conversation: ref.channel, thread: thread?.id };
        posts.push({ ...place, notice, updates: 0, pinned: false });
      });
      return outcome ?? { kind: "sent", message: ref };
    },

    async update(_installation, message, notice) {
      calls.push(`update ${message.channel}`);
      const post = posts.find(({ ref }) => ref.channel === message.channel && ref.id === message.id);
      if (post === undefined) return { kind: "refused", reason: "message_not_found" };
      const outcome = attempt(() => {
        post.notice = notice;
        post.updates += 1;
      });
      return outcome ?? { kind: "sent", message };
    },

    async find({ conversation, deliveryId }) {
      calls.push(`find ${conversationKey(conversation)}`);
      if (this.down !== undefined) throw this.down;
      return { message: posts.find((post) => post.deliveryId === deliveryId)?.ref };
    },

    async pin(_installation, message) {
      if (this.down !== undefined) throw this.down;
      for (const post of posts) if (post.ref.id === message.id) post.pinned = true;
    },

    async setTopic(_installation, channel, topic) {
      if (this.topicsFail) throw new Error("missing_scope");
      this.topics.set(channel, topic);
    },

    async profile(_installation, user) {
      asked.push(user);
      if (this.down !== undefined) throw this.down;
      return this.people.get(user);
    },

    ping: async () => undefined,
  };
}
