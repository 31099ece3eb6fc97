import { setTimeout as delay } from "node:timers/promises";
import { askingSensei } from "../../blocks/slack/certificate/certificate-answers.ts";
import type { Message } from "../../blocks/slack/message.ts";
import type { Asked } from "./receive.ts";

/** After this long somebody who waits wants to know that they are waiting. */
const patienceMs = 2_500;

/** Answers with what Sensei has to be asked for, and when that takes long says so first. */
export async function replyFromSensei(
  asked: Pick<Asked, "reply">,
  asking: Promise<Message>,
  patience = patienceMs,
): Promise<void> {
  const early = await Promise.race([asking, delay(patience, undefined, { ref: false })]);
  if (early === undefined) await asked.reply(askingSensei());
  await asked.reply(early ?? (await asking));
}
