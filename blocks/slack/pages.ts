import type { Button, KnownBlock } from "@slack/types";
import { actions, button, context } from "./elements.ts";
import { count } from "./mrkdwn.ts";

/** What one page shows of a list. */
export type Page<T> = {
  readonly shown: readonly T[];
  /** Counted from 0; a page past the end is the last one. */
  readonly number: number;
  readonly pages: number;
  readonly total: number;
};

/** Cuts a list into pages and takes one. */
export function onPage<T>(list: readonly T[], wanted: number, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(list.length / size));
  const number = Math.min(Math.max(0, wanted), pages - 1);
  return { shown: list.slice(number * size, (number + 1) * size), number, pages, total: list.length };
}

type Turn = "previous" | "next";

/**
 * "Page 2 of 4 · 34 items" with a button for the page before and after; nothing where one page holds all. Without a noun nothing is
 * counted but the pages.
 */
export function pageButtons<T>(
  { number, pages, total }: Page<T>,
  noun: string | undefined,
  to: (turn: Turn, page: number) => { readonly actionId: string; readonly value: string },
): KnownBlock[] {
  if (pages === 1) return [];
  const turn = (label: string, which: Turn, page: number): Button => {
    const { actionId, value } = to(which, page);
    return button(label, actionId, value);
  };
  return [
    context(`Page ${number + 1} of ${pages}${noun === undefined ? "" : ` · ${count(total, noun)}`}`),
    actions(
      ...(number > 0 ? [turn("← Previous page", "previous", number - 1)] : []),
      ...(number < pages - 1 ? [turn("Next page →", "next", number + 1)] : []),
    ),
  ];
}
