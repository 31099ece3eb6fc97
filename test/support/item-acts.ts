import type { Closeout } from "../../src/domain/closeout.ts";
import type { ChangeItemOutcome, ItemAct } from "../../src/usecases/checklist/change-item.ts";
import type { World } from "./world.ts";

/** What people do to an item, in the words of the use case. */
export const complete = { kind: "complete" } as const;
export const reopen = { kind: "reopen" } as const;
export const skip = (reason: string): ItemAct => ({ kind: "skip", reason });
export const snooze = (words: string): ItemAct => ({ kind: "snooze", until: { kind: "words", words } });
export const due = (to: string): ItemAct => ({ kind: "due", to });
export const assign = (user: string | undefined): ItemAct => ({ kind: "assign", user });
export const note = (text: string): ItemAct => ({ kind: "note", text });

/** An item as the store has it. */
export async function itemOf(world: World, { id }: Closeout, itemId: string) {
  return (await world.store.closeouts.items([id])).find((item) => item.id === itemId);
}

/** Why it was not done, in a sentence; otherwise what came of it. */
export function messageOf(outcome: ChangeItemOutcome): string {
  return outcome.kind === "invalid" ? outcome.message : outcome.kind;
}
