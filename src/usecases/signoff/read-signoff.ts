import type { Artifact } from "../../domain/archive/artifact.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { isOf } from "../../domain/identity.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { Seat, SignoffRequest } from "../../domain/signoff/signoff.ts";
import { decidableSeats, offersTo } from "../../domain/signoff/signoff-decide.ts";
import { takesPart, undecidedSeats } from "../../domain/signoff/signoff-quorum.ts";
import { isRequester } from "../../domain/signoff/signoff-requester.ts";
import { goesOn, mayBeOverridden } from "../../domain/signoff/signoff-right.ts";
import { asOf } from "../../domain/signoff/signoff-turns.ts";
import type { Template } from "../../domain/template/template.ts";
import type { Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import type { NotPermitted } from "../refusal.ts";
import { templateOf } from "../start/template-of.ts";
import { artifactsOf } from "./signoff-artifacts.ts";
import type { SignoffSeen } from "./signoff-change.ts";

export type ReadSignoffInput = {
  readonly member: Member;
  readonly which:
    | { readonly requestId: string }
    /** As people name it: "sign-off 2". */
    | { readonly closeoutId: string; readonly number: number };
};

/** What somebody may do about a request at this moment. */
export type SignoffRights = {
  /** Seats in which they decide now. */
  readonly decide: readonly Seat[];
  /** Own seats that they can give to somebody else. */
  readonly delegate: readonly Seat[];
  /** Own seats that they have offered or given away and can take back. */
  readonly revoke: readonly Seat[];
  /** Seats that were offered to them. */
  readonly answer: readonly Seat[];
  readonly ask: boolean;
  readonly withdraw: boolean;
  /** Seats in which they can put somebody else. */
  readonly replace: readonly Seat[];
  readonly override: boolean;
};

export type ReadSignoffOutcome =
  | (SignoffSeen & {
      readonly kind: "signoff";
      readonly may: SignoffRights;
      /** What an approval disposes of. */
      readonly artifacts: readonly Artifact[];
    })
  | NotPermitted
  | { readonly kind: "unknown" };

/** One request as it is now, for somebody who has a role in the closeout or a part in the request. */
export async function readSignoff(
  deps: Pick<Deps, "artifacts" | "clock" | "closeouts" | "signoffs">,
  { member, which }: ReadSignoffInput,
): Promise<ReadSignoffOutcome> {
  const found =
    "requestId" in which
      ? await deps.signoffs.get(which.requestId)
      : await deps.signoffs.byNumber(which.closeoutId, which.number);
  const closeout = found && (await deps.closeouts.get(found.closeoutId));
  if (found === undefined || closeout === undefined) return { kind: "unknown" };
  const permission = mayDo("see_signoff", closeout, member);
  if (!permission.allowed && !isAtTable(closeout, found, member)) {
    return { kind: "not_permitted", closeout, who: permission.who };
  }
  const request = asOf(found, deps.clock.now());
  const may = rightsOf(closeout, request, await templateOf(deps, closeout), member);
  return { kind: "signoff", closeout, request, may, artifacts: await artifactsOf(deps, request) };
}

/** Whether somebody of the closeout's own installation takes part in a request. */
export function isAtTable({ installation }: Closeout, request: SignoffRequest, member: Member): boolean {
  return isOf(installation, member) && takesPart(request, member.user);
}

const none: SignoffRights = {
  decide: [],
  delegate: [],
  revoke: [],
  answer: [],
  ask: false,
  withdraw: false,
  replace: [],
  override: false,
};

function rightsOf(
  closeout: Closeout,
  request: SignoffRequest,
  template: Template,
  member: Member,
): SignoffRights {
  if (request.state !== "open" || !goesOn(closeout, request) || !isOf(closeout.installation, member))
    return none;
  const { user } = member;
  const own = undecidedSeats(request).filter((seat) => seat.user === user);
  const given = own.filter(({ delegation }) => delegation !== undefined && delegation.state !== "declined");
  const allowed = (act: Parameters<typeof mayDo>[0]) => mayDo(act, closeout, member).allowed;
  return {
    decide: decidableSeats(request, user),
    delegate: own.filter(({ delegation }) => delegation?.state !== "accepted"),
    revoke: given,
    answer: offersTo(request, user),
    ask: allowed("ask_about_signoff") || isAtTable(closeout, request, member),
    withdraw: isRequester(request, user) || allowed("withdraw_signoff"),
    replace: allowed("replace_signatory") ? undecidedSeats(request) : [],
    override: allowed("override_signoff") && mayBeOverridden(request, template.signoffs.breakGlass),
  };
}
