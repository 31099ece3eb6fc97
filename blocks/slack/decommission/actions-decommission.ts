import { z } from "zod";
import { id, json } from "../codec.ts";

/** The part of `actions.ts` that belongs to the decommissioning: ids and values of its buttons and forms. */

/** `action_id` of every control of the decommissioning. */
export const decommissionActionIds = {
  /** Opens the form for the evidence of a prerequisite; value {@link partRef}. */
  decommissionEvidence: "decommission.evidence",
  /** Asks for approval of the plan; value `{c}`. */
  decommissionApproval: "decommission.approval",
  /** Opens the form that says who still uses the source; value `{c}`. */
  decommissionStraggler: "decommission.straggler",
  /** Opens the form that asks for an opening before the time; value `{c}`. */
  decommissionEarly: "decommission.early",
  /** Opens the form of a step; value {@link partRef}. */
  decommissionStep: "decommission.step",
  /** The second of two people; value {@link askedRef}. */
  decommissionConfirm: "decommission.confirm",
  decommissionWithdraw: "decommission.withdraw",
  /** Lets the automation try a step again at which it failed; value {@link partRef}. */
  decommissionRetry: "decommission.retry",
  /** Opens the form that takes a step back; value {@link partRef}. */
  decommissionUndo: "decommission.undo",
  /** Puts the view into the channel, or reads Sensei again, or shows the view to whoever clicks; value `{c}`. */
  decommissionPost: "decommission.post",
  decommissionLook: "decommission.look",
  decommissionShow: "decommission.show",
} as const;

/** `callback_id` of every form of the decommissioning. */
export const decommissionCallbackIds = {
  connections: "decommission.connections",
  backup: "decommission.backup",
  straggler: "decommission.straggler",
  early: "decommission.early",
  step: "decommission.step",
  undoStep: "decommission.undo",
} as const;

/** Value of a button about one prerequisite or step: `p` its id. Also the `private_metadata` of their forms. */
export const partRef = json(z.object({ c: id, p: id }));
export type PartRef = z.output<typeof partRef>;

/** Value of the buttons that confirm or withdraw: `a` the id of the event in which somebody asked for the step. */
export const askedRef = json(z.object({ c: id, p: id, a: id }));
export type AskedRef = z.output<typeof askedRef>;
