import { z } from "zod";
import { below, id, json, page } from "../codec.ts";

/** The part of `actions.ts` that belongs to the retrospective: ids and values of its buttons and forms. */

/** `action_id` of every control of the retrospective and of action items. */
export const retroActionIds = {
  /** Open the form that opens it, contribute, paste notes, see one's own, close it; value `{c}`. */
  retroOpen: "retro.open",
  retroAdd: "retro.add",
  retroImport: "retro.import",
  retroMine: "retro.mine",
  retroClose: "retro.close",
  /** Value {@link contributionRef}. */
  retroVote: "retro.vote",
  retroEdit: "retro.edit",
  retroRemove: "retro.remove",
  /** Pages of the board in the channel; value `digestPageRef`. */
  retroPrevious: "retro.page.previous",
  retroNext: "retro.page.next",
  /** Pages of private answers: the board, and one's own; value {@link retroPageRef}. */
  retroShowPrevious: "retro.show.previous",
  retroShowNext: "retro.show.next",
  retroMinePrevious: "retro.mine.previous",
  retroMineNext: "retro.mine.next",
  /** Value {@link actionItemRef}. */
  actionDone: "action.done",
  actionReopen: "action.reopen",
  actionAssign: "action.assign",
  actionDue: "action.due",
  /** Pages of the list of action items; value {@link actionsPageRef}. */
  actionsPrevious: "actions.page.previous",
  actionsNext: "actions.page.next",
} as const;
export type RetroActionId = (typeof retroActionIds)[keyof typeof retroActionIds];

/** `callback_id` of every form of the retrospective and of action items. */
export const retroCallbackIds = {
  open: "retro.open",
  add: "retro.add",
  edit: "retro.edit",
  import: "retro.import",
  actionAssign: "action.assign",
  actionDue: "action.due",
} as const;

/**
 * Forms in which people may write anonymously: what we remember of them, and what the log says of them, must not lead to whoever
 * filled them in.
 */
export const unlinkedForms: ReadonlySet<string> = new Set([
  retroCallbackIds.add,
  retroCallbackIds.edit,
  retroCallbackIds.import,
]);

/** Value of a button about one contribution: `n` its id, `s` the secret by which an anonymous one is one's own. */
export const contributionRef = json(z.object({ c: id, n: id, s: id.optional() }));
export type ContributionRef = z.output<typeof contributionRef>;

export const retroPageRef = json(z.object({ c: id, p: page }));

/** Value of a button about one action item: `a` its number. */
export const actionItemRef = json(z.object({ c: id, a: z.int().min(1).max(100_000) }));
export type ActionItemRef = z.output<typeof actionItemRef>;

/** `d`: whether those that are done are listed too. */
export const actionsPageRef = json(z.object({ c: id, p: page, d: z.boolean() }));

/**
 * `private_metadata` of the forms for contributions. `s` is a secret made when the form was opened and kept nowhere; `n` the contribution
 * that is changed; `h` says which notes were previewed; `ch` is the channel in which the answer is given.
 */
export const contributionMetadata = json(
  z.object({ c: id, s: id, n: id.optional(), h: id.optional(), ch: id.optional() }),
);
export type ContributionMetadata = z.output<typeof contributionMetadata>;

/** `private_metadata` of the forms that open a retrospective or concern an action item. */
export const retroOpenMetadata = json(z.object({ c: id, ch: id.optional() }));
export const actionItemMetadata = json(
  z.object({ c: id, a: z.int().min(1).max(100_000), ch: id.optional(), below: below.optional() }),
);
export type ActionItemMetadata = z.output<typeof actionItemMetadata>;
