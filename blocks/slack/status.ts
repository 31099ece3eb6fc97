import type { CardNotice } from "../../src/domain/notice.ts";
import { cardMessage } from "./card.ts";
import type { Message } from "./message.ts";

/** The private answer to `status`: the card as it is now, buttons included. */
export function statusMessage(notice: CardNotice): Message {
  return cardMessage(notice);
}
