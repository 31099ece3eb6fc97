import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Deeds } from "./deeds.ts";
import type { JsonObject } from "./json.ts";
import type { Session } from "./session.ts";
import type { State, Store } from "./state.ts";
import type { Channel, Person } from "./wire.ts";

/** What a text needs to be read: who reads it, in which zone, and who is who. */
export type Reading = {
  readonly me: string;
  readonly zone: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly channels: ReadonlyMap<string, Channel>;
};

/** Everything a part of the page may use. */
export type Page = {
  readonly store: Store<State>;
  readonly session: Session;
  readonly deeds: Deeds;
  /** Asks Slack's confirm dialog; resolves to whether the person went on. */
  readonly confirm: (dialog: JsonObject) => Promise<boolean>;
};

const PageContext = createContext<Page | undefined>(undefined);
const ReadingContext = createContext<Reading | undefined>(undefined);
const MinuteContext = createContext(0);

/** Hands the page down. */
export const PageProvider = PageContext.Provider;
/** Hands the reader's view down; the same object as long as reader and workspace are the same. */
export const ReadingProvider = ReadingContext.Provider;
/** Hands sandbox time down, rounded to the minute, in milliseconds. */
export const MinuteProvider = MinuteContext.Provider;

/** The page around this component. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error("This component stands outside the page.");
  return page;
}

/** Who reads, and who is who. */
export function useReading(): Reading {
  const reading = useContext(ReadingContext);
  if (reading === undefined) throw new Error("This component stands outside the page.");
  return reading;
}

/** Sandbox time, rounded to the minute; the component is drawn again each minute. */
export function useMinute(): number {
  return useContext(MinuteContext);
}

/** The store's value; the component is drawn again with each change. */
export function useStore<T extends object>(store: Store<T>): T {
  const [value, setValue] = useState(store.get());
  useEffect(() => {
    setValue(store.get());
    return store.watch(() => setValue(store.get()));
  }, [store]);
  return value;
}

/** Sandbox time now, in milliseconds: what was read, and the time since then. */
export function sandboxNow(state: State): number {
  return state.clock.now + (performance.now() - state.clockReadAt);
}
