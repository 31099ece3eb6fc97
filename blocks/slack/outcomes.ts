import type { Closeout } from "../../src/domain/closeout.ts";
import type { Item } from "../../src/domain/item.ts";
import type { Message } from "./message.ts";

/** The act that a person asked for, as far as the answer needs it. */
export type ItemAct = "complete" | "reopen" | "skip" | "assign" | "snooze" | "due" | "note" | "evidence";

/** Private confirmation of a change of an item. */
export function itemChanged(_closeout: Closeout, _item: Item, _act: ItemAct): Message {
  throw new Error("not drawn yet");
}

/** It was like that already. */
export function itemAlready(_closeout: Closeout, _item: Item, _act: ItemAct): Message {
  throw new Error("not drawn yet");
}

/** The closeout has started. */
export function closeoutStarted(_closeout: Closeout): Message {
  throw new Error("not drawn yet");
}

/** Why the start modal does not open. */
export function cannotStart(
  _why:
    | { readonly kind: "channel_taken" | "migration_taken"; readonly by: Closeout }
    | {
        readonly kind: "migration_not_ready";
        readonly migration: { readonly name: string; readonly status: string };
      }
    | { readonly kind: "migration_not_found"; readonly id: string },
): Message {
  throw new Error("not drawn yet");
}

/** The settings were changed. */
export function settingsChanged(_closeout: Closeout): Message {
  throw new Error("not drawn yet");
}

/** The settings were as submitted already. */
export function settingsUnchanged(_closeout: Closeout): Message {
  throw new Error("not drawn yet");
}
