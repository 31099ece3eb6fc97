import type { Temporal } from "temporal-polyfill";
import type { Installation } from "../domain/identity.ts";
import type { ActionItem } from "../domain/retro/action-item.ts";
import type { Retrospective } from "../domain/retro/retrospective.ts";

/** What the retrospective says: its board, the invitation to it, and the action items of one person. */
export type RetroSubject =
  | { readonly kind: "retro"; readonly page: number }
  | { readonly kind: "retro_invitation" }
  | ActionItemsSubject;

/** Told to one person: they were given these, or these are due. Ids only. */
export type ActionItemsSubject = {
  readonly kind: "action_items";
  readonly about: "given" | "reminder";
  readonly actions: readonly string[];
};

/** Reading retrospectives. */
export interface Retros {
  get(closeoutId: string): Promise<Retrospective | undefined>;
}

/** The retrospective within a change of its closeout. */
export interface RetroChanges {
  get(): Promise<Retrospective | undefined>;
  /** Writes it whole, new or changed. */
  save(retro: Retrospective): Promise<void>;
}

/** Reading action items, also those of closed closeouts. */
export interface ActionItems {
  /** Those of a closeout, in the order of their numbers. */
  ofCloseout(closeoutId: string): Promise<readonly ActionItem[]>;
  many(actionIds: readonly string[]): Promise<readonly ActionItem[]>;
  /** What somebody has still to do, in all closeouts of the installation. */
  openOf(installation: Installation, user: string): Promise<readonly ActionItem[]>;
  /** The newest closeout of a channel that has action items, open or closed. */
  closeoutOfChannel(installation: Installation, channel: string): Promise<string | undefined>;
  /** Closeouts, open or closed, with action items of which somebody is to be reminded at this moment. */
  wanting(now: Temporal.Instant, limit: number): Promise<readonly string[]>;
}

/** Action items within a change of their closeout. */
export interface ActionItemChanges {
  byNumber(number: number): Promise<ActionItem | undefined>;
  /** In the order of their numbers. */
  all(): Promise<readonly ActionItem[]>;
  /** Writes one whole, new or changed. */
  save(action: ActionItem): Promise<void>;
}
