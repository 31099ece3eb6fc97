import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

const NEAR_PX = 40;

/** A scrolling box that stays at its end when it was there. */
export type Following = {
  readonly box: { readonly current: HTMLDivElement | null };
  readonly content: { readonly current: HTMLDivElement | null };
  /** The last entry there was when the reader left the end; undefined while they are there. */
  readonly leftAt: string | undefined;
  readonly scrolled: () => void;
  readonly toEnd: () => void;
  /** Leaves the end for somewhere else, as a reader who scrolls up does. */
  readonly leave: () => void;
};

/**
 * Keeps the end of a list in sight for whoever is there, whatever arrives or grows, and everybody else where they are.
 * @param newest names the last entry.
 * @param turn brings the end into sight each time it changes.
 */
export function useFollowing(newest: string | undefined, turn: number): Following {
  const [leftAt, setLeftAt] = useState<string | undefined>(undefined);
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const lastTop = useRef(0);

  const keepUp = (): void => {
    if (following.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  };
  const follow = (on: boolean): void => {
    following.current = on;
    setLeftAt(on ? undefined : newest);
  };
  const toEnd = (): void => {
    follow(true);
    keepUp();
  };
  useLayoutEffect(keepUp);
  useLayoutEffect(toEnd, [turn]);
  useEffect(() => {
    // Pictures arrive late and composers grow.
    const watcher = new ResizeObserver(keepUp);
    for (const part of [box.current, content.current]) if (part !== null) watcher.observe(part);
    return () => watcher.disconnect();
  }, []);

  const scrolled = (): void => {
    const view = box.current;
    if (view === null) return;
    const atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR_PX;
    // What grows at the end also moves the end away; only who scrolls up leaves it.
    const upwards = view.scrollTop < lastTop.current;
    lastTop.current = view.scrollTop;
    if (atEnd !== following.current && (atEnd || upwards)) follow(atEnd);
  };
  return { box, content, leftAt, scrolled, toEnd, leave: () => follow(false) };
}
