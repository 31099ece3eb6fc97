import type { Closeout } from "../../domain/closeout.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { SignoffRequest } from "../../domain/signoff/signoff.ts";
import { asOf } from "../../domain/signoff/signoff-turns.ts";
import type { Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import type { NotPermitted } from "../refusal.ts";
import { isAtTable } from "./read-signoff.ts";

export type ListSignoffsOutcome =
  /** Oldest first; `mayRequest` whether the reader may make a new one. */
  | {
      readonly kind: "signoffs";
      readonly closeout: Closeout;
      readonly requests: readonly SignoffRequest[];
      readonly mayRequest: boolean;
    }
  | NotPermitted
  | { readonly kind: "no_closeout" };

/** All requests of a closeout for those who have a role in it; to others those in which they take part. */
export async function listSignoffs(
  deps: Pick<Deps, "clock" | "closeouts" | "signoffs">,
  { closeoutId, member }: { readonly closeoutId: string; readonly member: Member },
): Promise<ListSignoffsOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  const permission = mayDo("see_signoff", closeout, member);
  const all = (await deps.signoffs.all(closeoutId)).map((request) => asOf(request, deps.clock.now()));
  const requests = permission.allowed ? all : all.filter((request) => isAtTable(closeout, request, member));
  if (!permission.allowed && requests.length === 0) {
    return { kind: "not_permitted", closeout, who: permission.who };
  }
  const mayRequest = closeout.status === "open" && mayDo("request_signoff", closeout, member).allowed;
  return { kind: "signoffs", closeout, requests, mayRequest };
}
