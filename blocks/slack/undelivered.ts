import type { UndeliveredNotice } from "../../src/domain/notice.ts";
import type { Message } from "./message.ts";

/** Tells the owner what could not be delivered, and why. */
export function undeliveredMessage(_notice: UndeliveredNotice): Message {
  throw new Error("not drawn yet");
}
