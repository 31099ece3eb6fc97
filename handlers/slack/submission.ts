import { setTimeout as delay } from "node:timers/promises";
import type { AckFn, ViewResponseAction } from "@slack/bolt";
import { z } from "zod";
import type { Message } from "../../blocks/slack/message.ts";
import { notAdmitted, somethingFailed } from "../../blocks/slack/refusals.ts";
import { unlinkedForms } from "../../blocks/slack/retro/actions-retro.ts";
import {
  formAccepted,
  formNeedsCorrection,
  noticeModal,
  settledModal,
  unreadableControl,
  waitingModal,
} from "../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../src/domain/assert-never.ts";
import type { Log } from "../../src/ports.ts";
import { type Ending, endingCodec, responseAction, type ViewAnswer } from "./answers/view-answer.ts";
import { failureFields } from "./failure.ts";
import type { Handling } from "./handling.ts";
import { submissionKey, unlinkedKey } from "./inbox-keys.ts";
import { type Asked, admit, reportFailure } from "./receive.ts";
import { type Sender, senderOfInteraction } from "./sender.ts";
import { tell } from "./tell.ts";

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
  receiving: Handling,
  body: unknown,
  ack: AckFn<ViewResponseAction>,
  listeners: Readonly<Record<string, SubmissionListener>>,
  patience = patienceMs,
): Promise<void> {
  const { view } = submissionSchema.parse(body);
  const sender = senderOfInteraction(body);
  const unlinked = unlinkedForms.has(view.callback_id);
  const handling = unlinked ? { ...receiving, log: withoutPeople(receiving.log) } : receiving;
  const key = unlinked ? unlinkedKey(body) : submissionKey(body);
  const answering = answerOf(handling, sender, view, key, listeners);
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
    if (error instanceof NotEnded) return error.answer;
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
  if (answer.kind === "errors" || answer.kind === "again") throw new NotEnded(answer);
  return answer;
}

/** The form stays open, with what is wrong or in another shape: it can be submitted again. */
class NotEnded extends Error {
  override readonly name = "NotEnded";
  readonly answer: Exclude<ViewAnswer, Ending>;

  constructor(answer: Exclude<ViewAnswer, Ending>) {
    super("The form stays open");
    this.answer = answer;
  }
}

/** Forms in which people may write anonymously leave no line in the log that says who was writing. */
function withoutPeople(log: Log): Log {
  const without = ({ user: _user, channel: _channel, ...fields }: Record<string, unknown>) => fields;
  return {
    info: (fields, message) => log.info(without(fields), message),
    warn: (fields, message) => log.warn(without(fields), message),
    error: (fields, message) => log.error(without(fields), message),
  };
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
  if (answer.kind === "again") return answer.view;
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
    case "again":
      return formNeedsCorrection(["Submit it once more to see what would be done."]);
    default:
      return assertNever(answer);
  }
}
