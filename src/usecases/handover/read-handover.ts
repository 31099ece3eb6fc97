import type { Closeout } from "../../domain/closeout.ts";
import { changeOf, emptyHandover, teamOf } from "../../domain/handover/handover.ts";
import type { HandoverView } from "../../domain/handover/handover-view.ts";
import type { HandoverNotice } from "../../domain/notice.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { Template } from "../../domain/template/template.ts";
import type { Member, Subject } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../refusal.ts";
import { templateOf } from "../start/template-of.ts";

export type ReadHandoverOutcome =
  | { readonly kind: "found"; readonly view: HandoverView }
  | Exclude<Refusal, { kind: "closed" }>;

/** Documents, sessions and who has to confirm: for anybody with a role, and for those who attend a session. */
export async function readHandover(
  deps: Pick<Deps, "clock" | "closeouts" | "handovers">,
  { closeoutId, member }: { readonly closeoutId: string; readonly member: Member },
): Promise<ReadHandoverOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  const handover = (await deps.handovers.get(closeoutId)) ?? emptyHandover;
  const attends = handover.sessions.some(({ attendees }) =>
    attendees.some(({ user }) => user === member.user),
  );
  const permission = mayDo("see_handover", closeout, member);
  if (!permission.allowed && !(attends && isAtHome(closeout, member))) {
    return { kind: "not_permitted", closeout, who: permission.who };
  }
  const template = await templateOf(deps, closeout);
  const items = await deps.closeouts.items([closeoutId], documentItems(template));
  return {
    kind: "found",
    view: {
      closeout,
      now: deps.clock.now(),
      documents: items.map((item) => ({ item, change: changeOf(handover, item.id) })),
      sessions: handover.sessions,
      team: teamOf(handover, closeout, template),
      mayRun: closeout.status === "open" && mayDo("run_handover", closeout, member).allowed,
    },
  };
}

/** A message about a session, from the session as it is now; none when it is about somebody who attends it no more. */
export async function composeHandover(
  { handovers }: Pick<Deps, "handovers">,
  closeout: Closeout,
  { about, session: number, user }: Extract<Subject, { kind: "handover_session" }>,
): Promise<HandoverNotice | undefined> {
  const handover = await handovers.get(closeout.id);
  const session = handover?.sessions.find((one) => one.number === number);
  return session && { kind: "handover_session", about, user, closeout, session };
}

/** The items that are done when what has changed in their document was reviewed. */
export function documentItems({ lists }: Pick<Template, "lists">): readonly string[] {
  return lists.flatMap(({ items }) =>
    items.filter(({ completed_by }) => completed_by === "review").map(({ id }) => id),
  );
}

/** Whether somebody belongs to the closeout's own workspace. */
export function isAtHome({ installation }: Closeout, { platform, tenant }: Member): boolean {
  return platform === installation.platform && tenant === installation.tenant;
}
