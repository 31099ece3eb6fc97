import type { Message } from "./wire.ts";

/** Whether a message stands in the conversation itself, not in one of its threads. */
export function isTopLevel(message: Message): boolean {
  return (
    message.threadTs === undefined ||
    message.threadTs === message.ts ||
    message.subtype === "thread_broadcast"
  );
}

/**
 * Puts a message where its `ts` belongs, or in the place of the one with the same `ts`. The others keep their
 * identity, so that only this row is drawn again.
 */
export function withMessage(list: readonly Message[], message: Message): readonly Message[] {
  const at = list.findIndex((each) => each.ts === message.ts);
  if (at >= 0) return list.with(at, message);
  const after = list.findLastIndex((each) => Number(each.ts) < Number(message.ts));
  return list.toSpliced(after + 1, 0, message);
}

/** Leaves out the message with this `ts`. */
export function withoutMessage(list: readonly Message[], ts: string): readonly Message[] {
  return list.some((each) => each.ts === ts) ? list.filter((each) => each.ts !== ts) : list;
}

/** Keeps the object of every message that has not changed, so that its row is not drawn again. */
export function keepEqual(
  before: readonly Message[] | undefined,
  after: readonly Message[],
): readonly Message[] {
  const known = new Map(before?.map((message) => [message.ts, message]));
  return after.map((message) => {
    const old = known.get(message.ts);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(message) ? old : message;
  });
}
