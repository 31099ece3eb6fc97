import type { TodoView } from "../../src/domain/views.ts";
import type { Commands, Message } from "./message.ts";

/** What waits for me, over all channels. */
export function todoMessage(_view: TodoView, _commands: Commands, _page?: number): Message {
  throw new Error("not drawn yet");
}
