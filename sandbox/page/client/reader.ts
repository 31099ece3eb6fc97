import { read, tell } from "./control-api.ts";
import { objectsAt } from "./json.ts";
import { isTopLevel, keepEqual } from "./message-list-changes.ts";
import type { State, Store } from "./state.ts";
import { type Message, readClock, readConversation, readMessage, readView, readWorkspace } from "./wire.ts";

/** Fetches what the store shows; an answer that comes after its reader has moved on is thrown away. */
export type Reader = {
  readonly conversations: () => Promise<void>;
  readonly timeline: () => Promise<void>;
  readonly thread: () => Promise<void>;
  readonly home: () => Promise<void>;
  readonly modal: () => Promise<void>;
  /** The workspace itself and its clock: both may be others after the sandbox was started again. */
  readonly workspace: () => Promise<void>;
  /** Marks the open conversation as read, unless nobody is looking at the page. */
  readonly markRead: () => Promise<void>;
};

/** How often an answer is asked for again because the stream told something while it was under way. */
const MOST_READINGS = 5;

/** Makes the reader of a store. Its calls throw ControlError. */
export function createReader(store: Store<State>): Reader {
  /** What the stream tells while an answer is under way may be newer than the answer, which is then asked for again. */
  const readNow = async (...question: Parameters<typeof read>): ReturnType<typeof read> => {
    for (let readings = 1; ; readings += 1) {
      const { heard } = store.get();
      const answer = await read(...question);
      if (store.get().heard === heard || readings === MOST_READINGS) return answer;
    }
  };
  const messagesOf = async (thread?: string): Promise<Message[] | undefined> => {
    const { me, open } = store.get();
    const answer = await readNow("messages", { as: me, channel: open, thread_ts: thread });
    const now = store.get();
    return now.me === me && now.open === open ? objectsAt(answer, "messages").map(readMessage) : undefined;
  };

  return {
    conversations: async () => {
      const { me } = store.get();
      const answer = await read("conversations", { as: me });
      if (store.get().me !== me) return;
      store.set({ conversations: objectsAt(answer, "conversations").map(readConversation) });
    },
    timeline: async () => {
      const messages = (await messagesOf())?.filter(isTopLevel);
      if (messages === undefined) return;
      const { messages: before, firstUnread } = store.get();
      store.set({
        messages: keepEqual(before, messages),
        firstUnread: before === undefined ? findUnread(store.get(), messages) : firstUnread,
      });
    },
    thread: async () => {
      const { panel } = store.get();
      if (panel?.kind !== "thread") return;
      const messages = await messagesOf(panel.ts);
      const now = store.get().panel;
      if (messages === undefined || now?.kind !== "thread" || now.ts !== panel.ts) return;
      store.set({ panel: { ...now, messages: keepEqual(now.messages, messages) } });
    },
    home: async () => {
      const { me, home } = store.get();
      const answer = await tell("home", { as: me });
      const now = store.get();
      if (now.me === me && now.home === home) store.set({ home: readView(answer["view"]) });
    },
    modal: async () => {
      const { me } = store.get();
      const answer = await readNow("view", { as: me });
      if (store.get().me === me) store.set({ modal: readView(answer["view"]) });
    },
    workspace: async () => {
      const [workspace, clock] = await Promise.all([read("workspace"), read("clock")]);
      const reading = readClock(clock);
      store.set({ workspace: readWorkspace(workspace) });
      if (reading !== undefined) store.set({ clock: reading, clockReadAt: performance.now() });
    },
    markRead: async () => {
      const { me, open, conversations } = store.get();
      const line = conversations.find((each) => each.id === open);
      if (line === undefined || line.unread === 0 || document.visibilityState === "hidden") return;
      store.set({
        conversations: conversations.map((each) => (each === line ? { ...each, unread: 0 } : each)),
      });
      await tell("read", { as: me, channel: open });
    },
  };
}

function findUnread(state: State, messages: readonly Message[]): string | undefined {
  const line = state.conversations.find((each) => each.id === state.open);
  if (line === undefined || line.unread === 0) return undefined;
  const fromOthers = messages.filter((each) => !each.ephemeral && each.user !== state.me);
  if (line.lastRead === undefined) return fromOthers.at(-line.unread)?.ts;
  const lastRead = Number(line.lastRead);
  return fromOthers.find((each) => Number(each.ts) > lastRead)?.ts;
}
