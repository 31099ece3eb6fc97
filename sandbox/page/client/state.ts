import type { ClockReading, Conversation, Message, View, Workspace } from "./wire.ts";

/** A sentence that stands at the edge of the page until it is dismissed or replaced. */
export type Notice = { readonly tone: "error" | "info"; readonly text: string };

/** The side panel that is open next to the conversation. */
export type Panel =
  | { readonly kind: "thread"; readonly ts: string; readonly messages: readonly Message[] | undefined }
  | { readonly kind: "pins" };

/** Everything the page shows; replaced, never changed in place. */
export type State = {
  readonly workspace: Workspace;
  readonly me: string;
  readonly conversations: readonly Conversation[];
  /** The open conversation: a channel or direct message, or a user id for a direct message not yet begun. */
  readonly open: string;
  readonly tab: "messages" | "home";
  /** undefined while they are being read. */
  readonly messages: readonly Message[] | undefined;
  /** The first message that was unread when the conversation was opened. */
  readonly firstUnread: string | undefined;
  readonly panel: Panel | undefined;
  readonly modal: View | null;
  /** undefined while the app is being asked for it. */
  readonly home: View | null | undefined;
  readonly clock: ClockReading;
  /** When (by performance.now) the clock was read. */
  readonly clockReadAt: number;
  readonly live: boolean;
  /** How many things the stream has told; what was asked for before the latest of them may be older than it. */
  readonly heard: number;
  readonly notice: Notice | undefined;
  /** The message to scroll to and mark, with a counter so that the same one can be sought twice. */
  readonly sought: { readonly ts: string; readonly turn: number } | undefined;
  /** Changes whenever the reader wants to see the newest message. */
  readonly newestTurn: number;
};

/** A value that can be replaced and watched. */
export type Store<T> = {
  readonly get: () => T;
  readonly set: (change: Partial<T>) => void;
  /** @returns the function that ends the watch. */
  watch(listener: () => void): () => void;
};

/** Makes a store; listeners are called once per turn of the event loop, however many changes it saw. */
export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  let announced = true;
  const listeners = new Set<() => void>();
  const announce = (): void => {
    announced = true;
    for (const listener of listeners) listener();
  };
  return {
    get: () => value,
    set: (change) => {
      value = { ...value, ...change };
      if (!announced) return;
      announced = false;
      queueMicrotask(announce);
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
