import type { Message } from "../../../blocks/slack/message.ts";
import { closeoutClosed, noCloseoutHere, notPermitted } from "../../../blocks/slack/refusals.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Act, Capacity } from "../../../src/domain/permissions.ts";
import type { Handling } from "../handling.ts";

/** Somebody who could do it, or in what capacity one could. */
type Allowed = Capacity | { readonly as: Capacity; readonly user: string };

/** What every use case that acts within a closeout may answer. */
export type Refusal =
  | {
      readonly kind: "not_permitted";
      readonly closeout: Closeout;
      readonly who: readonly Allowed[];
      /** What was tried, where the use case serves several acts. */
      readonly act?: Act;
    }
  | { readonly kind: "closed"; readonly closeout?: Closeout }
  | { readonly kind: "no_closeout" };

const refusals: Readonly<Record<Refusal["kind"], true>> = {
  not_permitted: true,
  closed: true,
  no_closeout: true,
};

/** Whether an outcome is such a refusal; a `switch` below then has the use case's own outcomes alone. */
export function isRefusal<Outcome extends { readonly kind: string }>(
  outcome: Outcome,
): outcome is Extract<Outcome, { readonly kind: Refusal["kind"] }> {
  return Object.hasOwn(refusals, outcome.kind);
}

/** What a person hears who may not do this, or for whom there is no open closeout in which to do it. */
export function refusalAnswer({ commands }: Pick<Handling, "commands">, refusal: Refusal, act: Act): Message {
  switch (refusal.kind) {
    case "not_permitted":
      return notPermitted(refusal.closeout, holdersOf(refusal.closeout, refusal.who), refusal.act ?? act);
    case "closed":
      return closeoutClosed(refusal.closeout);
    case "no_closeout":
      return noCloseoutHere(commands);
    default:
      return assertNever(refusal);
  }
}

/** Who acts in these capacities at present. */
function holdersOf({ owner, roles }: Closeout, who: readonly Allowed[]) {
  return who.map((one) =>
    typeof one === "string" ? { as: one, user: one === "owner" ? owner : roles[one] } : one,
  );
}
