import type { InputBlock, KnownBlock, ModalView, MrkdwnOption } from "@slack/types";
import { regressionWords } from "../../../src/domain/baseline/baseline-words.ts";
import type { Finding } from "../../../src/domain/baseline/finding.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { roleNames, roles } from "../../../src/domain/role.ts";
import { type Purpose, type SignoffDocument, signoffOrders } from "../../../src/domain/signoff/signoff.ts";
import { mostSeats, signoffTextLength } from "../../../src/domain/signoff/signoff-rules.ts";
import { callbackIds } from "../actions.ts";
import { shortHash } from "../certificate/certificate-summary.ts";
import { context, field, mrkdwn, option, optionWords, plain, plainWords } from "../elements.ts";
import type { FieldOf } from "../forms.ts";
import { limits } from "../limits.ts";
import type { Commands } from "../message.ts";
import { enumerate, line, mention, plainLine } from "../mrkdwn.ts";
import { findingChoice, type SignoffFilling } from "./signoff-filling.ts";
import { purposeField } from "./signoff-purpose-field.ts";
import { newSignoffMetadata } from "./signoff-refs.ts";

/** The form for a new request. */
export type SignoffRequestForm = {
  readonly closeout: Closeout;
  readonly requester: string;
  readonly purpose: Purpose;
  /** Every document that there is to be approved. */
  readonly documents: readonly (SignoffDocument & { readonly title: string })[];
  /** Regressions that a waiver can be about. */
  readonly findings: readonly { readonly number: number; readonly finding: Finding }[];
  readonly filling: SignoffFilling;
  /** Counts how often it was filled in, so that Slack shows the new words rather than those that stood there. */
  readonly revision: number;
  readonly commands: Commands;
};

/** Asks for everything that a request needs; choosing a purpose fills in what is usual for it. */
export function signoffRequestModal(form: SignoffRequestForm): ModalView {
  const { closeout, purpose, revision } = form;
  return {
    type: "modal",
    callback_id: callbackIds.signoffRequest,
    private_metadata: newSignoffMetadata.encode({
      c: closeout.id,
      p: purpose,
      n: revision,
    }),
    title: plain("Request a sign-off"),
    submit: plain("Request"),
    close: plain("Cancel"),
    blocks: [
      context(
        `${line(closeout.name, 80)} · The request stands in the channel, and each person who is asked gets it directly.`,
      ),
      purposeField(purpose),
      ...reportHint(form),
      ...findingField(form),
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

/** Closing asks for the acceptance of a frozen report, so that asking before there is one leads nowhere. */
function reportHint({ purpose, documents, commands }: SignoffRequestForm): KnownBlock[] {
  if (purpose !== "project_acceptance" || documents.some(({ origin }) => origin.kind === "report")) return [];
  return [
    context(
      `No final report is frozen yet: closing asks for the acceptance of exactly that report. Freeze it first with \`${commands.closeout} report freeze\`.`,
    ),
  ];
}

/** A waiver says which regression it waives: once everybody has approved, it is waived by itself. */
function findingField({ purpose, findings }: SignoffRequestForm): KnownBlock[] {
  if (purpose !== "waiver") return [];
  const options = findings
    .slice(0, limits.selectOptions)
    .map(({ number, finding }) =>
      optionWords(regressionWords(finding), findingChoice.encode({ n: number, m: finding.metric })),
    );
  const [first] = options;
  if (first === undefined) {
    return [
      context(
        "No regression waits to be waived at present, so there is nothing to request. Choose what else it is about.",
      ),
    ];
  }
  return [
    field(
      "signoff_request",
      "finding",
      { type: "static_select", options, initial_option: first },
      {
        label: "Which regression is waived?",
        hint: "It counts as waived as soon as the approvals are together.",
      },
    ),
  ];
}

function titleField(form: SignoffRequestForm): InputBlock {
  const { title } = form.filling;
  return field(
    "signoff_request",
    "title",
    {
      type: "plain_text_input",
      max_length: signoffTextLength.title.max,
      ...(title === "" ? {} : { initial_value: title.slice(0, signoffTextLength.title.max) }),
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
      max_length: signoffTextLength.meaning.max,
      ...(meaning === "" ? {} : { initial_value: meaning.slice(0, signoffTextLength.meaning.max) }),
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
  const options = documents.map(({ title, name, sha256 }) => ({
    text: plainWords(title, limits.optionText),
    value: sha256,
    description: plainWords(
      `${plainLine(name, 45)} · SHA-256 ${shortHash(sha256)}`,
      limits.optionDescription,
    ),
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
      { type: "number_input", is_decimal_allowed: false, min_value: "1", max_value: String(mostSeats) },
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
