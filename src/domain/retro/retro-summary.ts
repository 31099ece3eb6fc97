import type { Temporal } from "temporal-polyfill";
import type { ActionItem } from "./action-item.ts";
import { boardOf, type RetroSection, type Retrospective, votesFor } from "./retrospective.ts";

/** What a report says of a retrospective: the lessons learned, those with the most votes first, and what is still to be done. */
export type RetroSummary = {
  /** When it was closed; while it is open its lessons may still change. */
  readonly closedAt: Temporal.Instant | undefined;
  readonly anonymous: boolean;
  readonly wentWell: readonly Lesson[];
  readonly couldImprove: readonly Lesson[];
  readonly openActions: readonly Pick<ActionItem, "number" | "title" | "owner" | "due">[];
  readonly doneActions: number;
};

/** `by` is the writer's name where names stand. */
export type Lesson = { readonly text: string; readonly votes: number; readonly by: string | undefined };

/** Summarises a retrospective for the final report. */
export function summarizeRetrospective(retro: Retrospective, actions: readonly ActionItem[]): RetroSummary {
  const board = boardOf(retro);
  const lessons = (wanted: RetroSection): readonly Lesson[] =>
    board
      .filter(({ section }) => section === wanted)
      .map((one) => ({ text: one.text, votes: votesFor(one), by: one.by?.name }));
  const open = actions.filter(({ done }) => done === undefined);
  return {
    closedAt: retro.closed?.at,
    anonymous: retro.anonymous,
    wentWell: lessons("well"),
    couldImprove: lessons("improve"),
    openActions: open
      .map(({ number, title, owner, due }) => ({ number, title, owner, due }))
      .toSorted((a, b) => a.due.epochMilliseconds - b.due.epochMilliseconds || a.number - b.number),
    doneActions: actions.length - open.length,
  };
}
