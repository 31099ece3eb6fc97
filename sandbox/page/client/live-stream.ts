import { isObject, type JsonObject, parseJson, textAt } from "./json.ts";
import { isTopLevel, withMessage, withoutMessage } from "./message-list-changes.ts";
import type { State, Store } from "./state.ts";
import { type Message, readClock, readMessage, readView } from "./wire.ts";

/** What the stream cannot tell itself and leaves to be read. */
export type StreamCallbacks = {
  /** A reply came or went: its thread's first message now says another number. */
  readonly threadChanged: () => void;
  /** A conversation has come or gone, or something new stands in one: its unread count may be another. */
  readonly conversationsChanged: () => void;
  /** The line is back after a break; what happened meanwhile was not told. */
  readonly back: () => void;
};

/**
 * Follows the workspace as the person the store says and keeps the store up to date.
 * @returns the function that stops following.
 */
export function followWorkspace(store: Store<State>, callbacks: StreamCallbacks): () => void {
  const source = new EventSource(`/control/stream?as=${encodeURIComponent(store.get().me)}`);
  const on = (name: string, act: (data: JsonObject) => void): void => {
    source.addEventListener(name, (event) => {
      const data = parseJson(String(event.data));
      if (!isObject(data)) return;
      if (name !== "clock") store.set({ heard: store.get().heard + 1 });
      act(data);
    });
  };
  on("message", (data) => {
    take(store, readMessage(data), callbacks);
    callbacks.conversationsChanged();
  });
  on("message_changed", (data) => take(store, readMessage(data), callbacks));
  on("message_deleted", (data) => drop(store, textAt(data, "channel"), textAt(data, "ts"), callbacks));
  on("view", (data) => store.set({ modal: readView(data["view"]) }));
  on("home", (data) => store.set({ home: readView(data["view"]) }));
  on("conversations", callbacks.conversationsChanged);
  on("clock", (data) => {
    const clock = readClock(data);
    if (clock !== undefined) store.set({ clock, clockReadAt: performance.now() });
  });

  let broken = false;
  source.addEventListener("open", () => {
    store.set({ live: true });
    if (broken) callbacks.back();
    broken = false;
  });
  source.addEventListener("error", () => {
    broken = true;
    store.set({ live: false });
  });
  return () => source.close();
}

function take(store: Store<State>, message: Message, callbacks: StreamCallbacks): void {
  const { open, messages, panel } = store.get();
  if (message.channel !== open) return;
  if (!isTopLevel(message)) callbacks.threadChanged();
  else if (messages !== undefined) store.set({ messages: withMessage(messages, message) });
  if (panel?.kind !== "thread" || panel.messages === undefined) return;
  if (message.ts !== panel.ts && message.threadTs !== panel.ts) return;
  store.set({ panel: { ...panel, messages: withMessage(panel.messages, message) } });
}

function drop(store: Store<State>, channel: string, ts: string, callbacks: StreamCallbacks): void {
  const { open, messages, panel } = store.get();
  if (channel !== open) return;
  if (messages !== undefined) store.set({ messages: withoutMessage(messages, ts) });
  if (panel?.kind !== "thread" || panel.messages === undefined) return;
  if (panel.ts === ts) {
    store.set({ panel: undefined });
    return;
  }
  store.set({ panel: { ...panel, messages: withoutMessage(panel.messages, ts) } });
  callbacks.threadChanged();
}
