import { baselineSendRef } from "../../../blocks/slack/baseline/actions-baseline.ts";
import { reading } from "../click.ts";
import { sendAnswer } from "../send-baseline.ts";

/** [Document for stakeholders], and [Send it once more] where it had been sent. The message in the channel shows that it was. */
export const sendBaseline = reading(
  baselineSendRef,
  async (click, { c: closeoutId, n: number, k: timesSent }) => {
    const outcome = await click.useCases.sendBaseline({
      closeoutId,
      number,
      timesSent,
      member: click.member,
    });
    await click.reply(sendAnswer(click, outcome));
  },
);
