import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../closeout.ts";
import type { ActionItem } from "./action-item.ts";
import type { Contribution, Retrospective } from "./retrospective.ts";

/** What the retrospective says on its own initiative. */
export type RetroNotice =
  /** The board in the channel; `page` counts from 0. */
  | {
      readonly kind: "retro";
      readonly closeout: Closeout;
      readonly retro: Retrospective;
      readonly deliveryId: string;
      readonly page: number;
    }
  | { readonly kind: "retro_invitation"; readonly closeout: Closeout; readonly retro: Retrospective }
  | ActionItemsNotice;

/** Action items of one person, as they are now: they were given these, or are reminded of them. */
export type ActionItemsNotice = {
  readonly kind: "action_items";
  readonly about: "given" | "reminder";
  readonly closeout: Closeout;
  readonly actions: readonly ActionItem[];
  readonly now: Temporal.Instant;
};

/** The retrospective as one person sees it; `retro` is `undefined` as long as nobody has opened it. */
export type RetroView = {
  readonly closeout: Closeout;
  readonly retro: Retrospective | undefined;
  /** The reader's own, where names stand; an anonymous retrospective does not know. */
  readonly own: readonly Contribution[];
};

/** The action items of a closeout; it may be closed. */
export type ActionsView = {
  readonly closeout: Closeout;
  readonly actions: readonly ActionItem[];
  readonly now: Temporal.Instant;
};
