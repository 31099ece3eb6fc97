import type { CardNotice } from "../../src/domain/notice.ts";
import type { Message } from "./message.ts";

/** The project card: pinned, one per closeout, kept current. */
export function cardMessage(_notice: CardNotice): Message {
  throw new Error("not drawn yet");
}
