import type { DigestNotice } from "../../src/domain/notice.ts";
import type { Message } from "./message.ts";

/** One digest, one page of it. */
export function digestMessage(_notice: DigestNotice): Message {
  throw new Error("not drawn yet");
}
