import { randomUUID } from "node:crypto";
import { personOf } from "../../domain/identity.ts";
import { reasonLength } from "../../domain/reason.ts";
import type { SignoffQuestion } from "../../domain/signoff/signoff.ts";
import { storableText } from "../../domain/typed-text.ts";
import { isAtTable } from "./read-signoff.ts";
import {
  actOnSignoff,
  type NoSuchSignoff,
  refreshSignoff,
  refuseUnlessPermitted,
  type SignoffDeps,
  type SignoffNotPermitted,
  type SignoffSeen,
  type SignoffTarget,
} from "./signoff-change.ts";
import { recordSignoff } from "./signoff-ledger.ts";
import { postQuestion } from "./signoff-messages.ts";

export type AskAboutSignoffInput = SignoffTarget & { readonly words: string };

export type AskAboutSignoffOutcome =
  | (SignoffSeen & { readonly kind: "asked"; readonly question: SignoffQuestion })
  | (SignoffSeen & { readonly kind: "ended" })
  | (SignoffSeen & { readonly kind: "invalid"; readonly message: string })
  | SignoffNotPermitted
  | NoSuchSignoff;

/** Questions of one request at most, so that its messages stay readable; by then people should talk. */
const mostQuestions = 50;

/** Asks before deciding. Whoever takes part in the request or the closeout may; the request stays open. */
export async function askAboutSignoff(
  deps: SignoffDeps,
  { requestId, member, words }: AskAboutSignoffInput,
): Promise<AskAboutSignoffOutcome> {
  return await actOnSignoff<AskAboutSignoffOutcome>(deps, requestId, async (acting) => {
    const { change, request, now } = acting;
    const { closeout } = change;
    const refusal = isAtTable(closeout, request, member)
      ? undefined
      : await refuseUnlessPermitted(acting, "ask_about_signoff", member);
    if (refusal !== undefined) return refusal;
    if (request.state !== "open") return { kind: "ended", closeout, request };
    const asked = storableText(words).trim();
    const problem = problemOf(asked, request.questions.length);
    if (problem !== undefined) return { kind: "invalid", closeout, request, message: problem };
    const question = { id: randomUUID(), by: personOf(member), at: now, words: asked };
    const questioned = { ...request, questions: [...request.questions, question] };
    await change.signoffs.save(questioned);
    await recordSignoff(change, questioned, "signoff.questioned", question.by, {
      question: question.id,
      words: asked,
    });
    await refreshSignoff(change, questioned);
    await postQuestion(change, questioned, question);
    return { kind: "asked", closeout, request: questioned, question };
  });
}

function problemOf(words: string, before: number): string | undefined {
  if (words.length < reasonLength.min) return "Write what you want to know.";
  if (words.length > reasonLength.max) return `Shorten it to ${reasonLength.max} characters.`;
  return before >= mostQuestions
    ? `${mostQuestions} questions were asked already. Talk to the requester, or reject with a reason.`
    : undefined;
}
