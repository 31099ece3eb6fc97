import type { CardNotice } from "../../src/domain/notice.ts";
import type { Message } from "./message.ts";

/** The private answer to `status`. */
export function statusMessage(_notice: CardNotice): Message {
  throw new Error("not drawn yet");
}
