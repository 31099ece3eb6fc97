import { type Person, personOf } from "../../domain/identity.ts";
import type { SignoffRequest } from "../../domain/signoff/signoff.ts";
import {
  type Acting,
  actOnSignoff,
  type NoSuchSignoff,
  type SignoffDeps,
  type SignoffNotPermitted,
  type SignoffSeen,
  type SignoffTarget,
  saveEnd,
} from "./signoff-change.ts";

/** Which request somebody ends, and why. */
export type EndByHandInput = SignoffTarget & { readonly reason: string };

type Kind = "withdrawn" | "overridden";

/** What came of it. `Why` are the reasons besides the words by which it may not happen. */
export type EndByHandOutcome<How extends Kind, Why extends string> =
  | (SignoffSeen & { readonly kind: How })
  | (SignoffSeen & { readonly kind: Why })
  | (SignoffSeen & { readonly kind: "invalid"; readonly message: string })
  | SignoffNotPermitted
  | NoSuchSignoff;

type Ended<How extends Kind> =
  | { readonly kind: How; readonly request: SignoffRequest }
  | { readonly kind: "invalid"; readonly message: string };

/** Ends a request by a word that is no decision of its signatories, if whoever says it may, in one change. */
export async function endByHand<How extends Kind, Why extends "ended" | "not_allowed">(
  deps: SignoffDeps,
  { requestId, member, reason }: EndByHandInput,
  how: How,
  rules: {
    readonly refuse: (acting: Acting) => Promise<SignoffNotPermitted | undefined>;
    readonly end: (
      acting: Acting,
      word: { readonly by: Person; readonly reason: string },
    ) => Ended<How> | { readonly kind: Why };
  },
): Promise<EndByHandOutcome<How, Why>> {
  return await actOnSignoff<EndByHandOutcome<How, Why>>(deps, requestId, async (acting) => {
    const { closeout } = acting.change;
    const refusal = await rules.refuse(acting);
    if (refusal !== undefined) return refusal;
    const by = personOf(member);
    const outcome = rules.end(acting, { by, reason });
    if (!("request" in outcome)) return { ...outcome, closeout, request: acting.request };
    await saveEnd({ ...acting, request: outcome.request }, `signoff.${how}`, by);
    return { kind: how, closeout, request: outcome.request };
  });
}
