import type { Block } from "./blocks/blocks.ts";
import type { JsonObject } from "./json.ts";

/** What an app attaches to a message for machines. */
export type Metadata = { readonly event_type: string; readonly event_payload: JsonObject };

/** One message of a conversation; edited in place. */
export type Message = {
  readonly micros: number;
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly byBot: boolean;
  text: string;
  blocks: readonly Block[] | undefined;
  metadata: Metadata | undefined;
  readonly threadTs: string | undefined;
  readonly subtype: string | undefined;
  readonly files: readonly string[];
  edited: { readonly user: string; readonly ts: string } | undefined;
  /** Ephemeral: seen only by this user. */
  readonly onlyFor: string | undefined;
  /** Replies, when this is the root of a thread; oldest first. */
  readonly replies: Message[];
};

/** Which stretch of a conversation to read; bounds in microseconds. */
export type Stretch = {
  readonly oldest?: number | undefined;
  readonly latest?: number | undefined;
  readonly inclusive?: boolean;
  readonly limit: number;
};

/** The messages of one conversation. Appending is O(1), reading a page is O(log n + page). */
export class MessageLog {
  readonly #roots: Message[] = [];
  readonly #byTs = new Map<string, Message>();

  /** The main line of the conversation, oldest first. */
  get roots(): readonly Message[] {
    return this.#roots;
  }

  /** Adds a message that is newer than every other; a reply goes to its thread. */
  append(message: Message): void {
    this.#byTs.set(message.ts, message);
    const root = message.threadTs === undefined ? undefined : this.#byTs.get(message.threadTs);
    if (root === undefined || root === message) this.#roots.push(message);
    else {
      root.replies.push(message);
      if (message.subtype === "thread_broadcast") this.#roots.push(message);
    }
  }

  get(ts: string): Message | undefined {
    return this.#byTs.get(ts);
  }

  /** Takes a message out; its replies, if any, go with it. */
  remove(message: Message): void {
    this.#byTs.delete(message.ts);
    for (const reply of message.replies) this.#byTs.delete(reply.ts);
    const root = message.threadTs === undefined ? undefined : this.#byTs.get(message.threadTs);
    if (root !== undefined) take(root.replies, message);
    take(this.#roots, message);
  }

  /** A page of the main line, newest first. */
  page(stretch: Stretch): { messages: Message[]; hasMore: boolean } {
    const { from, to } = range(this.#roots, stretch);
    const start = Math.max(from, to - stretch.limit);
    return { messages: this.#roots.slice(start, to).toReversed(), hasMore: start > from };
  }

  /** A page of the replies under `root`, oldest first. */
  replies(root: Message, stretch: Stretch): { messages: Message[]; hasMore: boolean } {
    const { from, to } = range(root.replies, stretch);
    const end = Math.min(to, from + stretch.limit);
    return { messages: root.replies.slice(from, end), hasMore: end < to };
  }

  /** How many messages of the main line are newer than `micros`. */
  countAfter(micros: number): number {
    return this.#roots.length - firstAtLeast(this.#roots, micros + 1);
  }
}

function range(line: readonly Message[], stretch: Stretch): { from: number; to: number } {
  const nudge = stretch.inclusive === true ? 0 : 1;
  const from = stretch.oldest === undefined ? 0 : firstAtLeast(line, stretch.oldest + nudge);
  const to = stretch.latest === undefined ? line.length : firstAtLeast(line, stretch.latest + 1 - nudge);
  return { from, to: Math.max(from, to) };
}

function firstAtLeast(line: readonly Message[], micros: number): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = line[middle];
    if (candidate !== undefined && candidate.micros < micros) low = middle + 1;
    else high = middle;
  }
  return low;
}

function take(line: Message[], message: Message): void {
  const index = firstAtLeast(line, message.micros);
  if (line[index] === message) line.splice(index, 1);
}
