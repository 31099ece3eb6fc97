import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../domain/closeout.ts";
import type { Person } from "../../domain/identity.ts";
import { roleNames } from "../../domain/role.ts";
import { type FollowedSeat, type MovedSeat, movedSeats } from "../../domain/signoff/signoff-follow.ts";
import { replaceSignatory } from "../../domain/signoff/signoff-replace.ts";
import { goesOn } from "../../domain/signoff/signoff-right.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { saveReplaced } from "./save-replaced.ts";
import { type Acting, expireIfDue, refreshSignoff } from "./signoff-change.ts";

type RolesMoved = {
  /** As it is with the new roles. */
  readonly closeout: Closeout;
  readonly template: Template;
  readonly by: Person;
  /** What the new holders are called. */
  readonly names: ReadonlyMap<string, string>;
  readonly now: Temporal.Instant;
};

/**
 * To be called in the change that gives roles to others: in open requests whose approval takes a role, the seat goes with the role. It is
 * recorded as a replacement by whoever moved the role, every copy shows it, and the new holder is asked.
 */
export async function followRoles(
  change: CloseoutChange,
  { closeout, template, by, names, now }: RolesMoved,
): Promise<readonly FollowedSeat[]> {
  const followed: FollowedSeat[] = [];
  for (const found of await change.signoffs.all()) {
    if (found.state !== "open" || !goesOn(closeout, found)) continue;
    const request = await expireIfDue({ change, request: found, template, now });
    let acting: Acting = { change, request, template, now };
    for (const moved of movedSeats(closeout, request)) {
      const one = await follow(acting, moved, by, names);
      followed.push(one);
      acting = { ...acting, request: one.request };
    }
  }
  return followed;
}

async function follow(
  acting: Acting,
  moved: MovedSeat,
  by: Person,
  names: ReadonlyMap<string, string>,
): Promise<FollowedSeat> {
  const { change, request, now } = acting;
  const { seat: old } = moved;
  if (moved.kind === "stranded") return await strand(acting, { old });
  const { user, role } = moved;
  const name = names.get(user) ?? user;
  const reason = `The role of ${roleNames[role]} was given to them.`;
  const wanted = { by, seat: old.id, newSeat: randomUUID(), user, name, reason };
  const outcome = replaceSignatory(request, wanted, now, change.closeout);
  if (outcome.kind === "unfit") return await strand(acting, { old, user, why: outcome.why });
  if (outcome.kind !== "replaced") throw new TypeError(`A seat could not follow its role: ${outcome.kind}`);
  await saveReplaced(acting, outcome, by, "roles_changed");
  return { kind: "asked", request: outcome.request, old: outcome.old, seat: outcome.seat };
}

/** Every copy says that nobody can decide there. */
async function strand(
  { change, request }: Acting,
  whose: Omit<Extract<FollowedSeat, { kind: "stranded" }>, "kind" | "request">,
): Promise<FollowedSeat> {
  await refreshSignoff(change, request);
  return { kind: "stranded", request, ...whose };
}
