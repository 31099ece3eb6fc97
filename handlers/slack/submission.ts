import { setTimeout as delay } from "node:timers/promises";
import type { AckFn, ViewResponseAction } from "@slack/bolt";
import { z } from "zod";
import type { Message } from "../../blocks/slack/message.ts";
import {
  formAccepted,
  formNeedsCorrection,
  noticeModal,
  settledModal,
  unreadableControl,
  waitingModal,
} from "../../blocks/slack/misuse.ts";
import { notAdmitted, somethingFailed } from "../../blocks/slack/refusals.ts";
import { assertNever } from "../../src/domain/assert-never.ts";
import { failureFields } from "./failure.ts";
import type { Handling } from "./handling.ts";
import { submissionKey } from "./inbox-keys.ts";
import { type Asked, admit, reportFailure } from "./receive.ts";
import { type Sender, senderOfInteraction } from "./sender.ts";
import { tell } from "./tell.ts";
import { endingCodec, responseAction, type ViewAnswer } from "./view-answer.ts";

/** A form that an admitted person submitted. */
export type Submission = Asked & {
  readonly view: {
    readonly id: string;
    readonly metadata: string;
    /** `state.values` as Slack sends it; read it with the form's own reader. */
    readonly values: unknown;
    /** The window underneath, which is seen again when this one closes. */
    readonly previousViewId: string | undefined;
    /** The lowest window of the stack. */
    readonly rootViewId: string;
  };
};

/** Serves one kind of form. */
export type SubmissionListener = (submission: Submission) => Promise<ViewAnswer>;

const submissionSchema = z.looseObject({
  view: z.looseObject({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string().default(""),
    state: z.looseObject({ values: z.record(z.string(), z.unknown()) }),
    previous_view_id: z.string().nullish(),
    root_view_id: z.string().nullish(),
  }),
});
type SubmittedView = z.output<typeof submissionSchema>["view"];

/** Slack shows an error when a form is not answered within three seconds. */
const patienceMs = 2_500;

/**
 * Serves a submitted form: once however often it arrives, and answered within Slack's three seconds in any case. What takes
 * longer is announced in a window on top of the form, which says in the end how it went.
 */
export async function receiveSubmission(
  handling: Handling,
  body: unknown,
  ack: AckFn<ViewResponseAction>,
  listeners: Readonly<Record<string, SubmissionListener>>,
  patience = patienceMs,
): Promise<void> {
  const { view } = submissionSchema.parse(body);
  const sender = senderOfInteraction(body);
  const answering = answerOf(handling, sender, view, submissionKey(body), listeners);
  const early = await Promise.race([answering, delay(patience, undefined, { ref: false })]);
  if (early !== undefined) return await ack(responseAction(early));
  await answerLate(handling, sender, view, ack, answering);
}

/** The answer to a form; never rejects. */
async function answerOf(
  handling: Handling,
  sender: Sender,
  view: SubmittedView,
  key: string,
  listeners: Readonly<Record<string, SubmissionListener>>,
): Promise<ViewAnswer> {
  const { workspace, inbox } = handling;
  const listener = Object.hasOwn(listeners, view.callback_id) ? listeners[view.callback_id] : undefined;
  if (listener === undefined) return { kind: "show", message: unreadableControl(handling.commands) };
  try {
    return await inbox.once(
      workspace.installation,
      key,
      () => serve(handling, sender, view, listener),
      endingCodec,
    );
  } catch (error) {
    if (error instanceof NotAccepted) return { kind: "errors", errors: error.errors };
    const reference = reportFailure(handling, sender, `form:${view.callback_id}`, error);
    return failureAnswer(view, somethingFailed(reference));
  }
}

/** Serves a form that gets an ending; one that stays open is thrown, so that the inbox does not remember it. */
async function serve(handling: Handling, sender: Sender, view: SubmittedView, listener: SubmissionListener) {
  const admitted = await admit(handling, sender);
  if (admitted.kind === "refused") return { kind: "show", message: notAdmitted(admitted.why) } as const;
  const answer = await listener({
    ...handling,
    member: admitted.member,
    sender,
    reply: (message) => tell(handling, sender, message),
    view: {
      id: view.id,
      metadata: view.private_metadata,
      values: view.state.values,
      previousViewId: view.previous_view_id ?? undefined,
      rootViewId: view.root_view_id ?? view.id,
    },
  });
  if (answer.kind === "errors") throw new NotAccepted(answer.errors);
  return answer;
}

/** The form stays open with what is wrong: it can be corrected and submitted again. */
class NotAccepted extends Error {
  override readonly name = "NotAccepted";
  readonly errors: Readonly<Record<string, string>>;

  constructor(errors: Readonly<Record<string, string>>) {
    super("The form needs correcting");
    this.errors = errors;
  }
}

/** After a failure of ours the form stays, with everything that was typed into it. */
function failureAnswer(view: SubmittedView, message: Message): ViewAnswer {
  const first = Object.keys(view.state.values)[0];
  return first === undefined
    ? { kind: "show", message }
    : { kind: "errors", errors: { [first]: message.text } };
}

async function answerLate(
  handling: Handling,
  sender: Sender,
  view: SubmittedView,
  ack: AckFn<ViewResponseAction>,
  answering: Promise<ViewAnswer>,
): Promise<void> {
  // Slack stacks three windows at most; on the third there is no room on top, and the form itself gives way.
  const onTop = !view.previous_view_id;
  const waitingId = `waiting-${view.id}-${crypto.randomUUID()}`;
  const waiting = { ...waitingModal(), external_id: waitingId };
  await ack({ response_action: onTop ? "push" : "update", view: waiting });
  const answer = await answering;
  try {
    await handling.client.views.update({ external_id: waitingId, view: lateView(answer) });
  } catch (error) {
    handling.log.warn(
      { user: sender.user, ...failureFields(error) },
      "A slow form's window could not say how it went",
    );
    await tell(handling, sender, lateMessage(answer));
  }
}

function lateView(answer: ViewAnswer) {
  // What was typed is still there below a window that lists the problems.
  return answer.kind === "errors" ? noticeModal(lateMessage(answer)) : settledModal(lateMessage(answer));
}

function lateMessage(answer: ViewAnswer): Message {
  switch (answer.kind) {
    case "close":
      return formAccepted();
    case "show":
      return answer.message;
    case "errors":
      return formNeedsCorrection(Object.values(answer.errors));
    default:
      return assertNever(answer);
  }
}
