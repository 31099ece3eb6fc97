import type { CardNotice } from "../../../src/domain/notice.ts";
import type { Message } from "../message.ts";
import { cardMessage } from "./card.ts";

/** The private answer to `status`: the card as it is now, buttons included. */
export function statusMessage(notice: CardNotice): Message {
  return cardMessage(notice);
}
