import type { z } from "zod";
import { itemModalMetadata } from "../../blocks/slack/actions.ts";
import { type Form, formErrors } from "../../blocks/slack/forms.ts";
import { unreadableControl } from "../../blocks/slack/start/misuse.ts";
import type { ItemAct } from "../../src/usecases/checklist/change-item.ts";
import { changeAnswer } from "./answers/change-answer.ts";
import type { ViewAnswer } from "./answers/view-answer.ts";
import { failureFields } from "./failure.ts";
import { refreshBelow, refreshDetails } from "./refresh-place.ts";
import type { Submission, SubmissionListener } from "./submission.ts";
import { tell } from "./tell.ts";

type Metadata = z.output<typeof itemModalMetadata>;

/** What a form about an item asks for: an act, and the item where the form itself asked which. */
export type Asking = { readonly act: ItemAct; readonly itemId?: string | undefined };

/** A listener for a form about an item. `field` is the one to which a refusal of what was typed belongs. */
export function itemForm(
  form: Form,
  field: string,
  read: (values: unknown) => Asking | { readonly problem: string },
): SubmissionListener {
  return async (submission) => {
    const metadata = itemModalMetadata.safeDecode(submission.view.metadata);
    if (!metadata.success) return { kind: "show", message: unreadableControl(submission.commands) };
    const asking = read(submission.view.values);
    const wrong = (message: string): ViewAnswer => ({
      kind: "errors",
      errors: formErrors(form, submission.view.values, [{ field, message }]),
    });
    if ("problem" in asking) return wrong(asking.problem);
    const itemId = asking.itemId ?? metadata.data.i;
    if (itemId === undefined) return wrong("Choose an item.");
    return await change(submission, metadata.data, itemId, asking.act, wrong);
  };
}

async function change(
  submission: Submission,
  metadata: Metadata,
  itemId: string,
  act: ItemAct,
  wrong: (message: string) => ViewAnswer,
): Promise<ViewAnswer> {
  const { useCases, member } = submission;
  const outcome = await useCases.changeItem({ closeoutId: metadata.c, itemId, member, act });
  if (outcome.kind === "invalid") return wrong(outcome.message);
  const message = changeAnswer(submission, itemId, act.kind, outcome);
  if (outcome.kind !== "changed" && outcome.kind !== "already") return { kind: "show", message };
  await confirm(submission, metadata, itemId, message);
  return { kind: "close" };
}

/** Shows the result where the form was opened from. The act is done by now, so a failure here is only logged. */
async function confirm(
  submission: Submission,
  { c: closeoutId, ch: channel, from, below }: Metadata,
  itemId: string,
  message: Parameters<typeof tell>[2],
): Promise<void> {
  const { sender, view, log, member } = submission;
  try {
    if (below !== undefined) await refreshBelow(submission, below, view.rootViewId, closeoutId);
    if (from === "details" && view.previousViewId !== undefined) {
      return await refreshDetails(submission, view.previousViewId, below, { closeoutId, itemId });
    }
    if (below !== undefined) return;
  } catch (error) {
    log.warn({ user: member.user, from, ...failureFields(error) }, "A view was not refreshed");
  }
  await tell(submission, { ...sender, channel }, message);
}
