import type { ModalView } from "@slack/types";
import type { Below } from "../../../blocks/slack/codec.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { closeoutClosed, notPermitted } from "../../../blocks/slack/refusals.ts";
import { noSuchSignoff, unknownSignoff } from "../../../blocks/slack/signoff/signoff-answers.ts";
import { signoffMessage } from "../../../blocks/slack/signoff/signoff-message.ts";
import {
  approveModal,
  askModal,
  delegateModal,
  overrideModal,
  rejectModal,
  replaceModal,
  type SignoffForm,
  withdrawModal,
} from "../../../blocks/slack/signoff/signoff-modals.ts";
import type { SignoffAct } from "../../../blocks/slack/signoff/signoff-refs.ts";
import {
  givenBefore,
  nothingToGive,
  overrideNotAllowed,
  signoffEnded,
} from "../../../blocks/slack/signoff/signoff-refusals.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { type Act, mayDo } from "../../../src/domain/permissions.ts";
import { goesOn } from "../../../src/domain/signoff/signoff-right.ts";
import type { ReadSignoffOutcome, SignoffRights } from "../../../src/usecases/signoff/read-signoff.ts";
import { signoffRefusal } from "../answers/signoff-answer.ts";
import { type Click, originOf } from "../click.ts";
import { publishHome } from "../publish-home.ts";
import type { Asked } from "../receive.ts";
import { type Opening, openModal } from "./open-modal.ts";

/** Forms about a request. */
export type SignoffFormKind = "approve" | "reject" | "ask" | Exclude<SignoffAct, "revoke">;

/** Where a form was asked for, and a place at the table that it is about. */
type From = { readonly below?: Below | undefined; readonly seat?: string; readonly onTop?: boolean };

/**
 * Opens a form because of a click. Whoever cannot do what it asks for is told so now, and the message that was clicked is brought up to
 * date: it may be an old copy.
 */
export async function openSignoffForm(
  click: Click,
  requestId: string,
  kind: SignoffFormKind,
  seat?: string,
): Promise<void> {
  const { place } = click;
  const from = {
    below: originOf(click).below,
    onTop: place.kind === "modal",
    ...(seat === undefined ? {} : { seat }),
  };
  const opened = await openSignoffFormFor(click, requestId, kind, from);
  if (!opened) await refreshCopy(click);
}

/** The same for a command; `false` when a sentence was said instead. */
export async function openSignoffFormFor(
  asked: Asked,
  requestId: string,
  kind: SignoffFormKind,
  from: From = {},
): Promise<boolean> {
  let opened = false;
  const prepare = async (): Promise<Opening> => {
    const opening = await prepareForm(asked, requestId, kind, from);
    opened = "view" in opening;
    return opening;
  };
  await openModal(asked, prepare, { onTop: from.onTop === true });
  return opened;
}

/** Brings up to date what somebody has clicked on in vain. */
export async function refreshCopy(click: Click): Promise<void> {
  const { place, useCases } = click;
  if (place.kind === "home") await publishHome(click, place.pages);
  if (place.kind === "message" && place.deliveryId !== undefined) {
    await useCases.refreshMessage({ deliveryId: place.deliveryId });
  }
}

async function prepareForm(
  asked: Asked,
  requestId: string,
  kind: SignoffFormKind,
  { below, seat }: From,
): Promise<Opening> {
  const { useCases, member } = asked;
  if (kind === "approve" || kind === "reject") {
    const outcome = await useCases.prepareDecision({ requestId, member });
    if (outcome.kind !== "ready") return { instead: signoffRefusal(asked, outcome) };
    const { closeout, request, seats } = outcome;
    const draw = kind === "approve" ? approveModal : rejectModal;
    return { view: draw({ closeout, request, below }, seats) };
  }
  const outcome = await useCases.readSignoff({ member, which: { requestId } });
  if (outcome.kind !== "signoff") return { instead: readRefusal(asked, outcome) };
  const { closeout, request, may } = outcome;
  const form = { closeout, request, below };
  if (!goesOn(closeout, request)) return { instead: closeoutClosed(closeout) };
  if (request.state !== "open") return { instead: signoffEnded(closeout, request) };
  const view = formFor(form, kind, may, seat);
  return view === undefined ? { instead: whyNot(asked, outcome, kind) } : { view };
}

function formFor(
  form: SignoffForm,
  kind: Exclude<SignoffFormKind, "approve" | "reject">,
  may: SignoffRights,
  seat: string | undefined,
): ModalView | undefined {
  switch (kind) {
    case "ask":
      return may.ask ? askModal(form) : undefined;
    case "delegate":
      return may.delegate.length > 0 ? delegateModal(form, may.delegate) : undefined;
    case "replace":
      return may.replace.length > 0 ? replaceModal(form, seat) : undefined;
    case "withdraw":
      return may.withdraw ? withdrawModal(form) : undefined;
    case "override":
      return may.override ? overrideModal(form) : undefined;
    default:
      return assertNever(kind);
  }
}

const actOf = {
  ask: "ask_about_signoff",
  replace: "replace_signatory",
  withdraw: "withdraw_signoff",
  override: "override_signoff",
} as const satisfies Record<string, Act>;

function whyNot(
  { member }: Asked,
  { closeout, request, may }: Extract<ReadSignoffOutcome, { kind: "signoff" }>,
  kind: Exclude<SignoffFormKind, "approve" | "reject">,
): Message {
  if (kind === "delegate") {
    const [given] = may.revoke;
    return given === undefined ? nothingToGive(closeout, request) : givenBefore(closeout, request, given);
  }
  const permission = mayDo(actOf[kind], closeout, member);
  if (!permission.allowed) return notPermitted(closeout, permission.who, actOf[kind]);
  return kind === "override" ? overrideNotAllowed(closeout, request) : signoffEnded(closeout, request);
}

/** Shows a request to one person as it is now, with what they may do. */
export async function showSignoff(asked: Asked, requestId: string): Promise<void> {
  const { useCases, member } = asked;
  const outcome = await useCases.readSignoff({ member, which: { requestId } });
  if (outcome.kind !== "signoff") return await asked.reply(readRefusal(asked, outcome));
  const { closeout, request, may, artifacts } = outcome;
  await asked.reply(
    signoffMessage({
      closeout,
      request,
      artifacts,
      reader: member.user,
      mayOverride: may.override,
      offers: offersTo(may),
    }),
  );
}

function offersTo(may: SignoffRights) {
  const acts: readonly (SignoffAct | false)[] = [
    may.delegate.length > 0 && may.revoke.length === 0 && "delegate",
    may.revoke.length > 0 && "revoke",
    may.replace.length > 0 && "replace",
    may.withdraw && "withdraw",
    may.override && "override",
  ];
  return { decide: may.decide.length > 0, ask: may.ask, acts: acts.filter((act) => act !== false) };
}

/** Finds a request by the number that was typed, and does something with it; or says that there is none. */
export async function withSignoff(
  asked: Asked,
  closeoutId: string,
  number: number,
  act: (requestId: string) => Promise<void>,
): Promise<void> {
  const outcome = await asked.useCases.readSignoff({ member: asked.member, which: { closeoutId, number } });
  if (outcome.kind === "signoff") return await act(outcome.request.id);
  if (outcome.kind === "not_permitted") return await asked.reply(readRefusal(asked, outcome));
  const closeout = await asked.useCases.readStatus({ closeoutId });
  await asked.reply(
    closeout === undefined
      ? unknownSignoff(asked.commands)
      : noSuchSignoff(closeout.closeout, number, asked.commands),
  );
}

function readRefusal(
  { commands }: Pick<Asked, "commands">,
  outcome: Exclude<ReadSignoffOutcome, { kind: "signoff" }>,
): Message {
  return outcome.kind === "unknown"
    ? unknownSignoff(commands)
    : notPermitted(outcome.closeout, outcome.who, "see_signoff");
}
