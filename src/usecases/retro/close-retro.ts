import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf, system } from "../../domain/identity.ts";
import { type ActionItem, actionName, dueOn, reminderAfter } from "../../domain/retro/action-item.ts";
import {
  boardOf,
  closeRetrospective,
  countSections,
  type Retrospective,
  votesFor,
} from "../../domain/retro/retrospective.ts";
import type { CloseoutChange } from "../../ports.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";
import type { Refusal } from "../refusal.ts";
import { templateOf } from "../start/template-of.ts";
import {
  inOpenRetro,
  type NoOpenRetro,
  type RetroDeps,
  type RetroTarget,
  refreshBoard,
} from "./retro-act.ts";

export type CloseRetroOutcome =
  | {
      readonly kind: "retro_closed";
      readonly closeout: Closeout;
      readonly retro: Retrospective;
      readonly actions: readonly ActionItem[];
    }
  /** Only whoever opened it, and the owner. */
  | {
      readonly kind: "not_facilitator";
      readonly closeout: Closeout;
      readonly facilitators: readonly string[];
    }
  | Refusal
  | NoOpenRetro;

/** Who may close a retrospective: whoever opened it, and the owner of the closeout. */
export function facilitatorsOf(
  closeout: Pick<Closeout, "owner">,
  { openedBy }: Pick<Retrospective, "openedBy">,
): readonly string[] {
  return [...new Set(["user" in openedBy ? openedBy.user : closeout.owner, closeout.owner])];
}

/**
 * Closes the retrospective for good: the board is read-only, its action items become tracked items with reminders of their own, those
 * who have one are told, and the procedure's item is done.
 */
export async function closeRetro(deps: RetroDeps, target: RetroTarget): Promise<CloseRetroOutcome> {
  const known = await deps.closeouts.get(target.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  return await inOpenRetro<CloseRetroOutcome>(deps, target, "contribute", async (change, retro) => {
    const { closeout } = change;
    const facilitators = facilitatorsOf(closeout, retro);
    if (!facilitators.includes(target.member.user))
      return { kind: "not_facilitator", closeout, facilitators };
    const now = deps.clock.now();
    const counts = countSections(retro.contributions);
    if (retro.anonymous) {
      await change.record({ actor: system, kind: "retro.contributed", data: { ...counts } });
    }
    const actor = personOf(target.member);
    const over = closeRetrospective(retro, { by: actor, at: now });
    await change.retro.save(over);
    const votes = over.contributions.reduce((sum, one) => sum + votesFor(one), 0);
    await change.record({
      actor,
      kind: "retro.closed",
      data: { anonymous: retro.anonymous, ...counts, votes },
    });
    const actions = await addActions(change, over, now);
    await completeByEvidence(change, template, "retrospective", "the retrospective was held and closed", now);
    await refreshBoard(change);
    await change.refreshAbout({ kind: "retro_invitation" });
    return { kind: "retro_closed", closeout, retro: over, actions };
  });
}

async function addActions(
  change: CloseoutChange,
  retro: Retrospective,
  now: Temporal.Instant,
): Promise<readonly ActionItem[]> {
  const { closeout } = change;
  const actions = boardOf(retro)
    .filter((one) => one.section === "action")
    .map(({ text: title, owner, due: day }, index): ActionItem => {
      const due = dueOn(Temporal.PlainDate.from(day), closeout.timeZone);
      return {
        id: randomUUID(),
        closeoutId: closeout.id,
        number: index + 1,
        title,
        owner,
        due,
        done: undefined,
        addedAt: now,
        next: reminderAfter(due, now, closeout),
      };
    });
  for (const action of actions) {
    await change.actionItems.save(action);
    await change.record({
      actor: system,
      kind: "action.added",
      data: {
        action: actionName(action),
        owner: action.owner,
        due: action.due.toString(),
        ...(retro.anonymous ? {} : { title: action.title }),
      },
    });
  }
  await change.post(
    [...Map.groupBy(actions, ({ owner }) => owner)].map(([user, own]) => ({
      id: randomUUID(),
      conversation: { kind: "direct", user },
      subject: { kind: "action_items", about: "given", actions: own.map(({ id }) => id) },
    })),
  );
  return actions;
}
