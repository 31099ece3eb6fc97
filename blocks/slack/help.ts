import type { HelpTopic } from "./actions.ts";
import type { Commands, Message } from "./message.ts";

/** Help: an overview, or one topic. */
export function helpMessage(_commands: Commands, _topic?: HelpTopic): Message {
  throw new Error("not drawn yet");
}
