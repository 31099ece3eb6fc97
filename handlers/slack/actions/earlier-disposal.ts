import { decidedInSignoff } from "../../../blocks/slack/archive/earlier-disposal.ts";
import type { ClickListener } from "../click.ts";
import { refreshCopy } from "../forms/open-signoff.ts";
import type { SubmissionListener } from "../submission.ts";

/** The buttons of messages from before disposals were sign-offs: says where that is decided, and takes the buttons away. */
export const clickEarlierDisposal: ClickListener = async (click) => {
  await click.reply(decidedInSignoff(click.commands));
  await refreshCopy(click);
};

/** The form behind their [Keep], where it was open at that time. */
export const submitEarlierDisposal: SubmissionListener = async ({ commands }) => ({
  kind: "show",
  message: decidedInSignoff(commands),
});
