import type { Notice } from "../../src/domain/notice.ts";
import type { Message } from "./message.ts";

/** Any notice as a Slack message. */
export function renderNotice(_notice: Notice): Message {
  throw new Error("not drawn yet");
}
