import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { ConfirmDialog } from "./confirm-dialog.ts";
import { ConversationView } from "./conversation.ts";
import type { Deeds } from "./deeds.ts";
import { h, html } from "./html.ts";
import type { JsonObject } from "./json.ts";
import { Modal } from "./modal.ts";
import {
  MinuteProvider,
  type Page,
  PageProvider,
  type Reading,
  ReadingProvider,
  sandboxNow,
  useStore,
} from "./page-context.ts";
import type { Session } from "./session.ts";
import { Sidebar } from "./sidebar.ts";
import type { State, Store } from "./state.ts";
import { TopBar } from "./top-bar.ts";

type Question = { readonly dialog: JsonObject; readonly answer: (yes: boolean) => void };

/** The whole page. */
export function App(props: {
  readonly store: Store<State>;
  readonly session: Session;
  readonly deeds: Deeds;
}): ComponentChildren {
  const { store, session, deeds } = props;
  const state = useStore(store);
  const [question, setQuestion] = useState<Question | undefined>(undefined);
  const page = useMemo<Page>(
    () => ({ store, session, deeds, confirm: (dialog) => ask(dialog, setQuestion) }),
    [store, session, deeds],
  );
  const reading = useReadingOf(state);
  const minute = useMinuteOf(state);
  useTitle(state);
  return h(
    PageProvider,
    { value: page },
    h(
      ReadingProvider,
      { value: reading },
      h(
        MinuteProvider,
        { value: minute },
        html`<div class="page">
          ${h(TopBar, {})}
          <div class="workspace">${h(Sidebar, {})}${h(ConversationView, {})}</div>
          ${state.modal === null ? null : h(Modal, { key: state.modal.rootViewId, view: state.modal })}
          ${question === undefined ? null : h(ConfirmDialog, question)}
        </div>`,
      ),
    ),
  );
}

function ask(dialog: JsonObject, show: (question: Question | undefined) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (yes: boolean): void => {
      show(undefined);
      resolve(yes);
    };
    show({ dialog, answer });
  });
}

function useReadingOf(state: State): Reading {
  const { me, workspace } = state;
  return useMemo(() => {
    const people = new Map(workspace.people.map((person) => [person.id, person]));
    const channels = new Map(workspace.channels.map((channel) => [channel.id, channel]));
    return { me, zone: people.get(me)?.zone ?? "UTC", people, channels };
  }, [me, workspace]);
}

/** Sandbox time to the minute; moves on by itself, and at once when the clock is moved. */
function useMinuteOf(state: State): number {
  const [, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((turn) => turn + 1), 5000);
    return () => clearInterval(timer);
  }, []);
  return Math.floor(sandboxNow(state) / 60_000) * 60_000;
}

function useTitle(state: State): void {
  const unread = state.conversations.filter((each) => each.unread > 0 && each.id !== state.open).length;
  const line = state.conversations.find((each) => each.id === state.open);
  const name = line?.name ?? state.workspace.bot.name;
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${name} · ${state.workspace.team.name} · Sandbox`;
  }, [unread, name]);
}
