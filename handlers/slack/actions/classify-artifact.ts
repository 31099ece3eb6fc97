import { classifyOption } from "../../../blocks/slack/archive/actions-archive.ts";
import { archiveUnclassifiedMessage } from "../../../blocks/slack/archive/archive-register.ts";
import { classifyAnswer } from "../answers/archive-answer.ts";
import { reading } from "../click.ts";
import { failureFields } from "../failure.ts";
import { replaceOriginal } from "../tell.ts";

/** A choice in a file's menu: says what it is, and takes its line out of the list. */
export const classifyArtifact = reading(
  classifyOption,
  async (click, { c: closeoutId, n: number, k: kind }) => {
    const { member, useCases, sender } = click;
    const outcome = await useCases.classifyArtifact({ closeoutId, number, kind, member });
    await click.reply(classifyAnswer(click, outcome));
    if (outcome.kind !== "classified") return;
    try {
      const view = await useCases.readArchive({ closeoutId, member });
      if (view !== undefined && click.place.kind === "ephemeral") {
        await replaceOriginal(sender, archiveUnclassifiedMessage(view));
      }
    } catch (error) {
      click.log.warn({ user: member.user, ...failureFields(error) }, "A list of files was not refreshed");
    }
  },
);
