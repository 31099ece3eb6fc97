import type { ActionItem } from "./action-item.ts";
import { boardOf, type RetroSection, type Retrospective, votesFor } from "./retrospective.ts";

/** What a report says of a closed retrospective: the lessons learned, those with the most votes first, and what is still to be done. */
export type RetroSummary = {
  /** ISO instant at which it was closed. */
  readonly closedAt: string;
  readonly anonymous: boolean;
  readonly wentWell: readonly Lesson[];
  readonly couldImprove: readonly Lesson[];
  readonly openActions: readonly Pick<ActionItem, "number" | "title" | "owner" | "due">[];
  readonly doneActions: number;
};

/** `by` is the writer's name where names stand. */
export type Lesson = { readonly text: string; readonly votes: number; readonly by: string | undefined };

/** Summarises a retrospective for the final report; `undefined` where none was held, or while it is open. */
export function summarizeRetrospective(
  retro: Retrospective | undefined,
  actions: readonly ActionItem[],
): RetroSummary | undefined {
  if (retro?.closed === undefined) return undefined;
  const board = boardOf(retro);
  const lessons = (wanted: RetroSection): readonly Lesson[] =>
    board
      .filter(({ section }) => section === wanted)
      .map((one) => ({ text: one.text, votes: votesFor(one), by: one.by?.name }));
  const open = actions.filter(({ done }) => done === undefined);
  return {
    closedAt: retro.closed.at.toString(),
    anonymous: retro.anonymous,
    wentWell: lessons("well"),
    couldImprove: lessons("improve"),
    openActions: open
      .map(({ number, title, owner, due }) => ({ number, title, owner, due }))
      .toSorted((a, b) => a.due.epochMilliseconds - b.due.epochMilliseconds || a.number - b.number),
    doneActions: actions.length - open.length,
  };
}
