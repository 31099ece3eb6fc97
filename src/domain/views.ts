import type { Temporal } from "temporal-polyfill";
import type { Completion } from "./checklist/completed-by.ts";
import type { ItemOffers } from "./checklist/governed-item.ts";
import type { Item, ItemNote } from "./checklist/item.ts";
import type { Closeout } from "./closeout.ts";
import type { DocumentChange } from "./handover/handover.ts";
import type { CardNotice } from "./notice.ts";
import type { ActionItem } from "./retro/action-item.ts";
import type { Seat, SignoffRequest } from "./signoff/signoff.ts";

/** Answers to questions that people ask, as data; each platform renders them natively. */

/** Every item of one closeout, list by list in the template's order. */
export type ItemsView = {
  readonly closeout: Closeout;
  readonly now: Temporal.Instant;
  readonly lists: readonly {
    readonly id: string;
    readonly title: string;
    /** The item whose part this list is, for lists below a checklist line. */
    readonly parent: string | undefined;
    readonly items: readonly Item[];
  }[];
};

/** One item with everything known about it. `hint` is the template's advice; `mayChange` whether the reader may act on it. */
export type ItemView = {
  readonly closeout: Closeout;
  readonly now: Temporal.Instant;
  readonly item: Item;
  readonly hint: string | undefined;
  readonly notes: readonly ItemNote[];
  readonly mayChange: boolean;
  readonly maySkip: boolean;
  readonly mayChangeDue: boolean;
  readonly offers: ItemOffers;
  /** It was marked as done by hand, although this evidence completes it. */
  readonly insteadOf?: Completion;
  /** For an item that is about a document: what has changed in it, and whether the reader may review that. */
  readonly document?: { readonly change: DocumentChange | undefined; readonly mayReview: boolean };
};

/** One thing that waits for somebody: a request on which they are to decide, or something that is theirs to do. */
export type TodoEntry = SignoffEntry | TaskEntry;
/** An item of an open closeout, or an action item of any. */
export type TaskEntry = ItemEntry | ActionEntry;
export type ItemEntry = { readonly closeout: Closeout; readonly item: Item; readonly offers: ItemOffers };
export type ActionEntry = { readonly closeout: Closeout; readonly action: ActionItem };
export type SignoffEntry = {
  readonly closeout: Closeout;
  readonly request: SignoffRequest;
  /** The place that they are asked to decide in, where they have not said yet whether they will. */
  readonly offer: Seat | undefined;
};

/** What waits for one person over all channels, most urgent first: approvals, then overdue items, then by due. */
export type TodoView = {
  readonly now: Temporal.Instant;
  readonly entries: readonly TodoEntry[];
};

/** A closeout in a list of several: an open one with its card's data, a closed one by its name and place alone. */
export type ListedCloseout =
  | { readonly kind: "open"; readonly card: CardNotice }
  | { readonly kind: "closed"; readonly closeout: Closeout };

/** App Home: what waits for me, then my closeouts, the closed ones last. */
export type HomeView = {
  readonly now: Temporal.Instant;
  readonly todo: readonly TodoEntry[];
  readonly closeouts: readonly ListedCloseout[];
};
