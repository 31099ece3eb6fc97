import type { InputBlock, KnownBlock, ModalView } from "@slack/types";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { reasonLength } from "../../../src/domain/reason.ts";
import type { Seat, SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { undecidedSeats } from "../../../src/domain/signoff/signoff-quorum.ts";
import { type CallbackId, callbackIds } from "../actions.ts";
import type { Below } from "../codec.ts";
import { context, field, optionWords, plain, section } from "../elements.ts";
import type { Form } from "../forms.ts";
import { mention, quote } from "../mrkdwn.ts";
import { signoffFormMetadata } from "./signoff-refs.ts";
import { asRole, documentLines, seatRole, signoffName } from "./signoff-words.ts";

/** The forms about one request. Each says what it is about, and where what is typed will stand. */

/** A request, and what lies below the window with its form. */
export type SignoffForm = {
  readonly closeout: Closeout;
  readonly request: SignoffRequest;
  readonly below?: Below | undefined;
};

const wordsBox = { type: "plain_text_input", multiline: true, max_length: reasonLength.max } as const;

/** Asks once more before somebody signs: what they state, and which exact documents it is about. */
export function approveModal(form: SignoffForm, seats: readonly Seat[]): ModalView {
  const { request } = form;
  const documents =
    request.documents.length === 0
      ? []
      : [section(`*About these documents*\n${documentLines(request).join("\n")}`)];
  return draw(form, callbackIds.signoffApprove, {
    title: "Approve",
    submit: "Approve",
    before: [
      section(
        `*You state, ${capacities(seats)}:*\n${quote(request.meaning, 1_500, "the ledger holds it whole")}`,
      ),
      ...documents,
    ],
    fields: [
      ...seatField("signoff_approve", seats),
      field("signoff_approve", "words", wordsBox, {
        label: "Anything to add?",
        optional: true,
        hint: "It is shown beside your name and stays in the ledger. An approval cannot be taken back.",
      }),
    ],
  });
}

/** Asks why somebody rejects. */
export function rejectModal(form: SignoffForm, seats: readonly Seat[]): ModalView {
  return draw(form, callbackIds.signoffReject, {
    title: "Reject",
    submit: "Reject",
    before: [
      section(
        `You reject it ${capacities(seats)}. To ask something first, use _Ask a question_: the request stays open then.`,
      ),
    ],
    fields: [
      ...seatField("signoff_reject", seats),
      reason(
        "signoff_reject",
        "Why do you reject it?",
        "It is shown beside your name in the channel and stays in the ledger. A rejection cannot be taken back.",
      ),
    ],
  });
}

/** Asks for a question. */
export function askModal(form: SignoffForm): ModalView {
  return draw(form, callbackIds.signoffAsk, {
    title: "Ask a question",
    submit: "Ask",
    before: [],
    fields: [
      reason(
        "signoff_ask",
        "What would you like to know?",
        "It stands in the thread below the request in the channel, and whoever has requested it is told. The request stays open.",
      ),
    ],
  });
}

/** Asks who decides for somebody. */
export function delegateModal(form: SignoffForm, seats: readonly Seat[]): ModalView {
  return draw(form, callbackIds.signoffDelegate, {
    title: "Somebody decides for me",
    submit: "Ask them",
    before: [
      section(
        `They decide in your place, ${capacities(seats)}, once they accept. Until then you may still decide yourself.`,
      ),
    ],
    fields: [
      ...seatField("signoff_delegate", seats),
      field(
        "signoff_delegate",
        "user",
        { type: "users_select", placeholder: plain("Choose a person") },
        { label: "Who decides for you?", hint: "Nobody who is asked already, and not who has requested it." },
      ),
      reason(
        "signoff_delegate",
        "Why?",
        "They read it, it is shown in the channel, and it stays in the ledger.",
      ),
    ],
  });
}

/** Asks who takes whose place. */
export function replaceModal(form: SignoffForm, seatId?: string): ModalView {
  const seats = undecidedSeats(form.request);
  const options = seats.map((seat) => optionWords(`${seat.name}, ${seatRole(seat)}`, seat.id));
  const chosen = options.find(({ value }) => value === seatId);
  return draw(form, callbackIds.signoffReplace, {
    title: "Replace somebody",
    submit: "Replace them",
    before: [section("Whoever takes the place is asked at once. What others have decided stays.")],
    fields: [
      field(
        "signoff_replace",
        "seat",
        { type: "static_select", options, ...(chosen === undefined ? {} : { initial_option: chosen }) },
        { label: "In whose place?" },
      ),
      field(
        "signoff_replace",
        "user",
        { type: "users_select", placeholder: plain("Choose a person") },
        { label: "Who decides instead?" },
      ),
      reason("signoff_replace", "Why?", "It is shown in the channel and stays in the ledger."),
    ],
  });
}

/** Asks why a request is withdrawn. */
export function withdrawModal(form: SignoffForm): ModalView {
  return draw(form, callbackIds.signoffWithdraw, {
    title: "Withdraw the request",
    submit: "Withdraw it",
    before: [
      section(
        "Nobody can decide on it any more. What was decided so far stays to be read, and approves nothing.",
      ),
    ],
    fields: [
      reason("signoff_withdraw", "Why?", "Everybody who was asked reads it, and it stays in the ledger."),
    ],
  });
}

/** Asks why the owner goes on without the missing approvals. */
export function overrideModal(form: SignoffForm): ModalView {
  return draw(form, callbackIds.signoffOverride, {
    title: "Go on without approval",
    submit: "Go on without it",
    before: [
      section(
        "*This breaks the glass.* The request ends as overridden, not as approved. Everybody who was asked, the compliance officer and IT audit are told at once, with your name and your reason.",
      ),
    ],
    fields: [reason("signoff_override", "Why can it not wait?", "An auditor will read it.")],
  });
}

function capacities(seats: readonly Seat[]): string {
  return seats
    .map((seat) =>
      seat.delegation?.state === "accepted"
        ? `in the place of ${mention(seat.user)}, ${asRole(seat)}`
        : asRole(seat),
    )
    .join(" and ");
}

/** Whoever decides in several places says in which: each decision stands for itself. */
function seatField(
  form: "signoff_approve" | "signoff_reject" | "signoff_delegate",
  seats: readonly Seat[],
): InputBlock[] {
  if (seats.length < 2) return [];
  const options = seats.map((seat) => optionWords(`${seatRole(seat)}, ${seat.name}`, seat.id));
  const [first] = options;
  return [
    field(
      form,
      "seat",
      { type: "radio_buttons", options, ...(first === undefined ? {} : { initial_option: first }) },
      { label: "In which of your places?", hint: "You are asked for each of them separately." },
    ),
  ];
}

type ReasonForm = Extract<
  Form,
  | "signoff_reject"
  | "signoff_ask"
  | "signoff_delegate"
  | "signoff_replace"
  | "signoff_withdraw"
  | "signoff_override"
>;

function reason(form: ReasonForm, label: string, hint: string): InputBlock {
  const alone = form !== "signoff_delegate" && form !== "signoff_replace";
  return field(
    form,
    "reason",
    { ...wordsBox, min_length: reasonLength.min, focus_on_load: alone },
    { label, hint },
  );
}

type Look = {
  readonly title: string;
  readonly submit: string;
  readonly before: readonly KnownBlock[];
  readonly fields: readonly InputBlock[];
};

function draw({ closeout, request, below }: SignoffForm, callback: CallbackId, look: Look): ModalView {
  return {
    type: "modal",
    callback_id: callback,
    private_metadata: signoffFormMetadata.encode({ r: request.id, below }),
    title: plain(look.title),
    submit: plain(look.submit),
    close: plain("Cancel"),
    blocks: [context(signoffName(request, closeout)), ...look.before, ...look.fields],
  };
}
