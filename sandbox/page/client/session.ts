import { read } from "./control-api.ts";
import { followWorkspace } from "./live-stream.ts";
import { createReader } from "./reader.ts";
import { formatRoute, parseRoute } from "./route.ts";
import type { State, Store } from "./state.ts";
import { readClock, readWorkspace } from "./wire.ts";

/** Moving about in the workspace. */
export type Session = {
  /** Looks at the workspace through somebody else's eyes, in the same channel unless told where. */
  readonly actAs: (user: string, conversation?: string) => void;
  readonly open: (conversation: string, tab?: State["tab"]) => void;
  readonly openThread: (ts: string) => void;
  readonly showPins: () => void;
  readonly closePanel: () => void;
  /** Scrolls to a message of the open conversation and marks it for a moment. */
  readonly seek: (ts: string) => void;
  /** Brings the newest message of the open conversation into sight. */
  readonly toNewest: () => void;
  /** Reads the topmost modal, for when an answer says more than the stream has told so far. */
  readonly readModal: () => Promise<void>;
  /** Shows an error that was caught, in the page's own words. */
  readonly fail: (error: unknown) => void;
};

/**
 * Reads what the page must know before it can show anything.
 * @throws ControlError when the workspace cannot be read.
 */
export async function firstState(hash: string): Promise<State> {
  const [workspace, clock] = await Promise.all([read("workspace"), read("clock")]);
  const route = parseRoute(hash);
  const known = readWorkspace(workspace);
  const cast = known.people.filter((person) => person.kind !== "bot" && !person.deleted);
  return {
    workspace: known,
    me: (cast.find((person) => person.id === route.as) ?? cast[0])?.id ?? "",
    conversations: [],
    open: route.conversation ?? "",
    tab: route.tab,
    messages: undefined,
    firstUnread: undefined,
    panel: route.thread === undefined ? undefined : { kind: "thread", ts: route.thread, messages: undefined },
    modal: null,
    home: undefined,
    clock: readClock(clock) ?? { now: 0, offsetMs: 0 },
    clockReadAt: performance.now(),
    live: false,
    heard: 0,
    notice: undefined,
    sought: undefined,
    newestTurn: 0,
  };
}

/** Enters the workspace as the person the store says, and follows it from then on. */
export function startSession(store: Store<State>): Session {
  const reader = createReader(store);
  let leave = (): void => {};

  const fail = (error: unknown): void => {
    store.set({ notice: { tone: "error", text: error instanceof Error ? error.message : String(error) } });
  };
  const attempt = (work: () => Promise<void>): void => {
    work().catch(fail);
  };
  const writeRoute = (): void => {
    const { me, open, tab, panel } = store.get();
    const thread = panel?.kind === "thread" ? panel.ts : undefined;
    const hash = formatRoute({ as: me, conversation: open || undefined, tab, thread });
    if (hash !== location.hash) history.replaceState(null, "", hash);
  };
  const show = async (): Promise<void> => {
    writeRoute();
    if (store.get().tab === "home") await reader.home();
    else await Promise.all([reader.timeline(), reader.thread()]);
    await reader.markRead();
  };
  const again = async (): Promise<void> => {
    await reader.workspace();
    await reader.conversations();
    openSomething(store);
    await Promise.all([show(), reader.modal()]);
    store.set({ notice: undefined });
  };
  const enter = async (): Promise<void> => {
    leave();
    leave = followWorkspace(store, {
      threadChanged: () => attempt(reader.timeline),
      conversationsChanged: refreshSoon,
      back: () => attempt(again),
    });
    await reader.conversations();
    openSomething(store);
    await Promise.all([show(), reader.modal()]);
  };
  const refreshConversations = async (): Promise<void> => {
    await reader.conversations();
    nameDirectMessage(store);
    writeRoute();
    if (store.get().tab === "messages") await reader.markRead();
  };
  /** Many messages at once are one reason to look. */
  const refreshSoon = coalesced(() => attempt(refreshConversations));

  const session: Session = {
    actAs: (me, conversation) => {
      const { open: before, workspace } = store.get();
      const open = conversation ?? (workspace.channels.some((each) => each.id === before) ? before : "");
      store.set({ me, open, conversations: [], modal: null, ...NOTHING_OPEN });
      attempt(enter);
    },
    open: (open, tab = "messages") => {
      const before = store.get();
      const stays = before.open === open && before.tab === tab;
      store.set({ ...(stays ? {} : NOTHING_OPEN), open, tab });
      nameDirectMessage(store);
      attempt(show);
    },
    openThread: (ts) => {
      const root = store.get().messages?.find((each) => each.ts === ts);
      store.set({ panel: { kind: "thread", ts, messages: root?.replyCount === 0 ? [root] : undefined } });
      writeRoute();
      attempt(reader.thread);
    },
    showPins: () => {
      store.set({ panel: { kind: "pins" } });
      writeRoute();
    },
    closePanel: () => {
      store.set({ panel: undefined });
      writeRoute();
    },
    seek: (ts) => store.set({ sought: { ts, turn: (store.get().sought?.turn ?? 0) + 1 } }),
    toNewest: () => store.set({ newestTurn: store.get().newestTurn + 1 }),
    readModal: reader.modal,
    fail,
  };

  document.addEventListener("visibilitychange", () => attempt(reader.markRead));
  addEventListener("hashchange", () => {
    const route = parseRoute(location.hash);
    if (route.as !== undefined && route.as !== store.get().me) session.actAs(route.as, route.conversation);
    else if (route.conversation !== undefined) session.open(route.conversation, route.tab);
    if (route.thread !== undefined) session.openThread(route.thread);
  });
  attempt(enter);
  return session;
}

const NOTHING_OPEN = {
  tab: "messages",
  messages: undefined,
  firstUnread: undefined,
  panel: undefined,
  home: undefined,
  notice: undefined,
  sought: undefined,
} as const;

const COALESCED_WITHIN_MS = 120;

/** Runs once for all calls within a moment. */
function coalesced(run: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      run();
    }, COALESCED_WITHIN_MS);
  };
}

/** Who sees nothing of what was open before lands in their first channel. */
function openSomething(store: Store<State>): void {
  const { conversations, open, workspace } = store.get();
  const known =
    conversations.some((each) => each.id === open) || workspace.people.some((each) => each.id === open);
  const first = conversations.find((each) => each.kind === "channel") ?? conversations[0];
  if (!known) store.set({ ...NOTHING_OPEN, open: first?.id ?? workspace.bot.userId });
  nameDirectMessage(store);
}

/** A direct message opened by its person goes by its own id once it exists. */
function nameDirectMessage(store: Store<State>): void {
  const { conversations, open } = store.get();
  const direct = conversations.find((each) => each.withUser === open);
  if (direct !== undefined) store.set({ open: direct.id });
}
