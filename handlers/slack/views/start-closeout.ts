import { startModalMetadata } from "../../../blocks/slack/actions.ts";
import { formErrors, readStartForm } from "../../../blocks/slack/forms.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { SubmissionListener } from "../submission.ts";

/**
 * The form that starts a closeout. What is wrong is said on its field; what was typed stays. That it has started is told by its
 * card, which everybody sees.
 */
export const startCloseout: SubmissionListener = async (submission) => {
  const { view, useCases, member, commands } = submission;
  const metadata = startModalMetadata.safeDecode(view.metadata);
  if (!metadata.success) return { kind: "show", message: unreadableControl(commands) };
  const { ch: channel } = metadata.data;
  const outcome = await useCases.startCloseout({ member, channel, input: readStartForm(view.values) });
  switch (outcome.kind) {
    case "started":
      return { kind: "close" };
    case "invalid":
      return { kind: "errors", errors: formErrors("start", view.values, outcome.problems) };
    case "unavailable": {
      const problem = { field: "migration", message: outcome.sentence };
      return { kind: "errors", errors: formErrors("start", view.values, [problem]) };
    }
    default:
      return assertNever(outcome);
  }
};
