import { useEffect, useState } from "preact/hooks";
import { type Completion, completed, completionFor } from "./composer-text.ts";
import type { Draft } from "./draft.ts";
import { usePage, useReading } from "./page-context.ts";

/** What the draft could become, and the choice among it. */
export type Completing = {
  readonly found: Completion | undefined;
  readonly active: number;
  /** How many can be chosen from. */
  readonly count: number;
  readonly choose: (at: number) => void;
  /** Handles a key that belongs to the list. @returns whether it did. */
  readonly key: (key: string) => boolean;
};

/** Offers what can complete a draft while its field has the focus. */
export function useCompletion(draft: Draft, focused: boolean): Completing {
  const { commands } = usePage().store.get().workspace;
  const { people } = useReading();
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState("");
  const { text, cursor } = draft;
  const offered = focused && dismissed !== text;
  const found = offered ? completionFor(text, cursor, commands, [...people.values()]) : undefined;
  const count = found === undefined || found.kind === "usage" ? 0 : found.matches.length;
  useEffect(() => setActive(0), [text]);

  const choose = (at: number): void => {
    const done = found === undefined ? undefined : completed(found, at, text, cursor);
    if (done !== undefined) draft.put(done.text, done.cursor);
  };
  // Enter sends a command that stands there in full; else it completes it first.
  const whole = found?.kind === "command" && found.matches[active]?.command === text;
  const key = (name: string): boolean => {
    if (name === "Escape" && found !== undefined) setDismissed(text);
    else if (count === 0) return false;
    else if (name === "ArrowDown") setActive((active + 1) % count);
    else if (name === "ArrowUp") setActive((active - 1 + count) % count);
    else if (name === "Tab" || (name === "Enter" && !whole)) choose(active);
    else return false;
    return true;
  };
  return { found, active, count, choose, key };
}
