import type { FileNotice } from "../../src/domain/notice.ts";
import { context } from "./elements.ts";
import type { Message } from "./message.ts";
import { line } from "./mrkdwn.ts";

/** What is said with a file: one small line, for the message above it says the rest. */
export function fileMessage({ caption }: FileNotice): Message {
  const text = line(caption, 500);
  return { text, blocks: [context(text)] };
}
