import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { askedRef, partRef } from "../../../blocks/slack/decommission/actions-decommission.ts";
import { decommissionMessage } from "../../../blocks/slack/decommission/decommission.ts";
import { decommissionDone } from "../../../blocks/slack/decommission/decommission-answers.ts";
import { confirmAnswer, decommissionRefusal, retryAnswer } from "../answers/decommission-outcomes.ts";
import { reading } from "../click.ts";
import { askForApproval, openDecommissionForm } from "../forms/open-decommission.ts";
import type { Asked } from "../receive.ts";
import { replaceOriginal } from "../tell.ts";

/** [Add evidence…]. */
export const addEvidence = reading(partRef, (click, { c, p: part }) =>
  openDecommissionForm(click, c, { kind: "evidence", part }),
);

/** [Do D1…] and [Prepare D5…]. */
export const openStep = reading(partRef, (click, { c, p: part }) =>
  openDecommissionForm(click, c, { kind: "step", part }),
);

/** [Take D1 back…]. */
export const openUndo = reading(partRef, (click, { c, p: part }) =>
  openDecommissionForm(click, c, { kind: "undo", part }),
);

/** [Somebody still uses the source…]. */
export const openStraggler = reading(closeoutRef, (click, { c }) =>
  openDecommissionForm(click, c, { kind: "straggler", words: "" }),
);

/** [Open early…]. */
export const openEarly = reading(closeoutRef, (click, { c }) =>
  openDecommissionForm(click, c, { kind: "early", words: "" }),
);

/** [Ask for approval]. */
export const askApproval = reading(closeoutRef, (click, { c }) => askForApproval(click, c));

/** [Confirm D5] and [Withdraw]. */
export const confirmStep = (decision: "confirm" | "withdraw") =>
  reading(askedRef, async (click, { c: closeoutId, p: step, a: asked }) => {
    const outcome = await click.useCases.confirmStep({
      closeoutId,
      member: click.member,
      step,
      asked,
      decision,
    });
    await click.reply(confirmAnswer(click, outcome));
  });

/** [Try again] below a run of the automation that failed. */
export const retryStep = reading(partRef, async (click, { c: closeoutId, p: step }) => {
  const outcome = await click.useCases.retryStep({ closeoutId, member: click.member, step });
  await click.reply(retryAnswer(click, outcome));
});

/** [Post it in the channel]. */
export const postDecommission = reading(closeoutRef, (click, { c }) => postView(click, c));

/** Puts the view into the channel and says so. */
export async function postView(asked: Asked, closeoutId: string): Promise<void> {
  const outcome = await asked.useCases.postDecommission({ closeoutId, member: asked.member });
  await asked.reply(
    outcome.kind === "posted"
      ? decommissionDone("The decommissioning is on its way into the channel, and stays current there.")
      : decommissionRefusal(asked, outcome),
  );
}

/** [Show the decommissioning] below news: the view, for whoever clicks. */
export const showDecommission = reading(closeoutRef, (click, { c }) => answerView(click, c));

/** The view as a private answer. */
export async function answerView(asked: Asked, closeoutId: string): Promise<void> {
  const read = await asked.useCases.readDecommission({ closeoutId });
  await asked.reply(
    read.kind === "view" ? decommissionMessage(read.view, true) : decommissionRefusal(asked, read),
  );
}

/** [Look again]: reads Sensei anew, in the private answer or for everybody who sees the view. */
export const lookAgain = reading(closeoutRef, async (click, { c: closeoutId }) => {
  const read = await click.useCases.readDecommission({ closeoutId });
  if (read.kind !== "view") return await click.reply(decommissionRefusal(click, read));
  const { place, sender } = click;
  if (place.kind === "ephemeral") return await replaceOriginal(sender, decommissionMessage(read.view, true));
  if (place.kind === "message" && place.deliveryId !== undefined) {
    await click.useCases.refreshMessage({ deliveryId: place.deliveryId });
  }
});
