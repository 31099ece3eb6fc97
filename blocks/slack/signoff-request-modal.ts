import type { InputBlock, KnownBlock, ModalView, MrkdwnOption } from "@slack/types";
import type { Closeout } from "../../src/domain/closeout.ts";
import { roleNames, roles } from "../../src/domain/role.ts";
import { type Purpose, purposes, type SignoffDocument, signoffOrders } from "../../src/domain/signoff.ts";
import { callbackIds } from "./actions.ts";
import { shortHash } from "./certificate-summary.ts";
import { context, field, mrkdwn, option, plain, plainWords } from "./elements.ts";
import type { FieldOf } from "./forms.ts";
import { limits } from "./limits.ts";
import { enumerate, line, mention } from "./mrkdwn.ts";
import type { SignoffFilling } from "./signoff-filling.ts";
import { newSignoffMetadata } from "./signoff-refs.ts";

/** What each purpose is called where one chooses. */
export const purposeNames: Readonly<Record<Purpose, string>> = {
  project_acceptance: "Project acceptance",
  decommission_source: "Decommission the source",
  early_gate: "Open a gate early",
  waiver: "Waiver of a regression",
  checkpoints_release: "Release of the checkpoints",
  disposal: "Disposal of artifacts",
  other: "Something else",
};

/** The form for a new request. */
export type SignoffRequestForm = {
  readonly closeout: Closeout;
  readonly requester: string;
  readonly purpose: Purpose;
  /** Every document that there is to be approved. */
  readonly documents: readonly SignoffDocument[];
  readonly filling: SignoffFilling;
  readonly channel: string | undefined;
  /** Counts how often it was filled in, so that Slack shows the new words rather than those that stood there. */
  readonly revision: number;
};

/** Longest title and meaning that the form takes; the rule itself is the use case's. */
const longest = { title: 100, meaning: 1_000 } as const;

/** Asks for everything that a request needs; choosing a purpose fills in what is usual for it. */
export function signoffRequestModal(form: SignoffRequestForm): ModalView {
  const { closeout, purpose, channel, revision } = form;
  return {
    type: "modal",
    callback_id: callbackIds.signoffRequest,
    private_metadata: newSignoffMetadata.encode({
      c: closeout.id,
      p: purpose,
      n: revision,
      ...(channel === undefined ? {} : { ch: channel }),
    }),
    title: plain("Request a sign-off"),
    submit: plain("Request"),
    close: plain("Cancel"),
    blocks: [
      context(
        `${line(closeout.name, 80)} · The request stands in the channel, and each person who is asked gets it directly.`,
      ),
      purposeField(purpose),
      titleField(form),
      meaningField(form),
      ...documentsField(form),
      ...rolesField(form),
      peopleField(),
      ...quorumFields(),
      orderField(),
      decideByField(form),
    ],
  };
}

function purposeField(purpose: Purpose): InputBlock {
  const options = purposes.map((one) => option(purposeNames[one], one));
  const chosen = option(purposeNames[purpose], purpose);
  return field(
    "signoff_request",
    "purpose",
    { type: "static_select", options, initial_option: chosen },
    {
      label: "What is it about?",
      hint: "It fills in what is usual; everything can be changed.",
      dispatch: true,
    },
  );
}

function titleField(form: SignoffRequestForm): InputBlock {
  const { title } = form.filling;
  return field(
    "signoff_request",
    "title",
    {
      type: "plain_text_input",
      max_length: longest.title,
      ...(title === "" ? {} : { initial_value: title.slice(0, longest.title) }),
    },
    { label: "Title", revision: revisionOf(form) },
  );
}

function meaningField(form: SignoffRequestForm): InputBlock {
  const { meaning } = form.filling;
  return field(
    "signoff_request",
    "meaning",
    {
      type: "plain_text_input",
      multiline: true,
      max_length: longest.meaning,
      ...(meaning === "" ? {} : { initial_value: meaning.slice(0, longest.meaning) }),
    },
    {
      label: "What does an approval state?",
      hint: "Begin with “I …”: each signatory says it.",
      revision: revisionOf(form),
    },
  );
}

function documentsField(form: SignoffRequestForm): KnownBlock[] {
  const documents = form.documents.slice(0, limits.checkboxes);
  if (documents.length === 0) {
    return [
      context(
        "There is no document yet that could be approved: no certificate, baseline or report. The words above are approved alone.",
      ),
    ];
  }
  const options = documents.map(({ name, sha256 }) => ({
    text: plainWords(name, limits.optionText),
    value: sha256,
    description: plain(`SHA-256 ${shortHash(sha256)}`),
  }));
  return [
    checkboxes(form, "documents", options, form.filling.documents, {
      label: "Which documents are approved?",
      hint: "These exact bytes. When one of them changes, the request and its signatures become void.",
      optional: true,
    }),
  ];
}

function rolesField(form: SignoffRequestForm): KnownBlock[] {
  const { closeout, requester } = form;
  const others = roles.filter((role) => closeout.roles[role] !== requester);
  const own = roles.filter((role) => closeout.roles[role] === requester);
  const options = others.map(
    (role): MrkdwnOption => ({
      text: mrkdwn(`*${capital(roleNames[role])}* ${mention(closeout.roles[role])}`),
      value: role,
    }),
  );
  const note = `You hold ${enumerate(
    own.map((role) => `the role ${roleNames[role]}`),
    5,
  )}: nobody decides on their own request, so name somebody else below if it needs to be heard.`;
  return [
    ...(options.length === 0
      ? []
      : [checkboxes(form, "roles", options, form.filling.roles, { label: "Who decides?", optional: true })]),
    ...(own.length === 0 ? [] : [context(note)]),
  ];
}

function peopleField(): InputBlock {
  return field(
    "signoff_request",
    "people",
    { type: "multi_users_select", placeholder: plain("Choose people"), max_selected_items: 10 },
    { label: "Who else, by name?", optional: true },
  );
}

function quorumFields(): InputBlock[] {
  const all = option("All of them", "all");
  return [
    field(
      "signoff_request",
      "quorum",
      {
        type: "radio_buttons",
        options: [all, option("At least as many people as below", "some")],
        initial_option: all,
      },
      { label: "How many have to approve?" },
    ),
    field(
      "signoff_request",
      "people_needed",
      { type: "number_input", is_decimal_allowed: false, min_value: "1", max_value: "20" },
      { label: "At least so many", hint: "Counts only with the second choice above.", optional: true },
    ),
  ];
}

const orderNames = {
  parallel: "All at once",
  sequence: "One after another, in the order of the lists above",
} as const;

function orderField(): InputBlock {
  const options = signoffOrders.map((order) => option(orderNames[order], order));
  return field(
    "signoff_request",
    "order",
    { type: "radio_buttons", options, initial_option: option(orderNames.parallel, "parallel") },
    { label: "In which order are they asked?" },
  );
}

function decideByField(form: SignoffRequestForm): InputBlock {
  const { decideBy } = form.filling;
  return field(
    "signoff_request",
    "decide_by",
    {
      type: "datetimepicker",
      ...(decideBy === undefined ? {} : { initial_date_time: Math.floor(decideBy.epochMilliseconds / 1000) }),
    },
    {
      label: "Decide by",
      hint: "In your own time zone. After that the request expires.",
      revision: revisionOf(form),
    },
  );
}

type Look = { readonly label: string; readonly hint?: string; readonly optional?: boolean };
type Options = readonly (MrkdwnOption | { text: ReturnType<typeof plainWords>; value: string })[];

/** Tickboxes; Slack wants those ticked at first as the very options that they are. */
function checkboxes(
  form: SignoffRequestForm,
  name: Extract<FieldOf<"signoff_request">, "documents" | "roles">,
  options: Options,
  ticked: readonly string[],
  look: Look,
): InputBlock {
  const initial = options.filter(({ value }) => value !== undefined && ticked.includes(value));
  return field(
    "signoff_request",
    name,
    {
      type: "checkboxes",
      options: [...options],
      ...(initial.length === 0 ? {} : { initial_options: initial }),
    },
    { ...look, revision: revisionOf(form) },
  );
}

function revisionOf({ revision }: SignoffRequestForm): string | undefined {
  return revision === 0 ? undefined : String(revision);
}

function capital(words: string): string {
  return words.replace(/^[a-z]/, (first) => first.toUpperCase());
}
