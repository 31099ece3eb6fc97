import type { ViewResponseAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { z } from "zod";
import type { Message } from "../../../blocks/slack/message.ts";
import { noticeModal } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { AnswerCodec } from "../../../src/ports.ts";

/**
 * How a submitted form is answered: it closes, it stays and shows what is wrong with which field (by `block_id`), or it gives
 * way to a message. With `again` it asks once more, in another shape and with what was filled in still there.
 */
export type ViewAnswer =
  | { readonly kind: "close" }
  | { readonly kind: "errors"; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: "again"; readonly view: ModalView }
  | { readonly kind: "show"; readonly message: Message };

/** The answer as Slack takes it with the acknowledgement; nothing means that the form closes. */
export function responseAction(answer: ViewAnswer): ViewResponseAction | undefined {
  switch (answer.kind) {
    case "close":
      return undefined;
    case "errors":
      return { response_action: "errors", errors: { ...answer.errors } };
    case "again":
      return { response_action: "update", view: answer.view };
    case "show":
      return { response_action: "update", view: noticeModal(answer.message) };
    default:
      return assertNever(answer);
  }
}

/** Answers that end a form, as the inbox keeps them. A message is kept as its words. */
const endingSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("close") }),
  z.object({ kind: z.literal("show"), text: z.string() }),
]);
export type Ending = Exclude<ViewAnswer, { readonly kind: "errors" | "again" }>;

/** Keeps an ending, so that a form that arrives again is answered as it was the first time. */
export const endingCodec: AnswerCodec<Ending> = {
  encode: (answer) => (answer.kind === "show" ? { kind: "show", text: answer.message.text } : answer),
  decode: (json) => {
    const ending = endingSchema.parse(json);
    if (ending.kind === "close") return ending;
    const { text } = ending;
    return { kind: "show", message: { text, blocks: [{ type: "section", text: { type: "mrkdwn", text } }] } };
  },
};
