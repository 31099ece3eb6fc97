import type { Closeout } from "../../../src/domain/closeout.ts";
import { section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { line } from "../mrkdwn.ts";

/** Questions from before disposals were sign-offs. Messages keep their buttons for years. */

/** What such a question says now. */
export function earlierDisposal({ name }: Closeout): Message {
  return sentence(
    `${line(name, 150)}: what becomes of artifacts whose retention is over is decided in a sign-off. The compliance officer gets the request directly, and it stands in the channel. Nothing is deleted without it.`,
  );
}

/** What a click on its buttons, or its form, is answered with. */
export function decidedInSignoff({ closeout }: Commands): Message {
  return sentence(
    `This is decided in a sign-off by now, so nothing was changed. The compliance officer gets the request directly; \`${closeout} signoff\` in its channel lists it.`,
  );
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
