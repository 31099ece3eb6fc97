import type { Temporal } from "temporal-polyfill";
import type { CleanupFacts } from "../../domain/cleanup/cleanup-facts.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { DecommissionFacts } from "../../domain/decommission/decommission.ts";
import { type DecommissionPlan, decommissionPlan } from "../../domain/decommission/decommission-plan.ts";
import { type Person, personOf } from "../../domain/identity.ts";
import { mayDo, type Permission } from "../../domain/permissions.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import { readFacts } from "../cleanup/read-cleanup.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { factsOfChange } from "./decommission-facts.ts";
import { settleDecommission } from "./settle-decommission.ts";

/** What every act on the decommissioning goes through: rights, the facts of this very moment, and what follows from it. */

export type DecommissionTarget = { readonly closeoutId: string; readonly member: Member };

/** Why an act does not even begin. */
export type DecommissionRefusal =
  | {
      readonly kind: "not_permitted";
      readonly closeout: Closeout;
      readonly act: "decommission" | "report_straggler";
      readonly who: Extract<Permission, { allowed: false }>["who"];
    }
  /** The closeout's procedure names no evidence: its prerequisites and steps are ticked off like any other item. */
  | { readonly kind: "unplanned"; readonly closeout: Closeout }
  | { readonly kind: "closed"; readonly closeout: Closeout }
  | { readonly kind: "no_closeout" };

/** Sensei could not be read, so that nobody knows whether a rollback is under way. */
export type Unread = { readonly kind: "unavailable"; readonly sentence: string };

export type DecommissionDeps = Pick<
  Deps,
  | "clock"
  | "closeouts"
  | "decommissions"
  | "operations"
  | "archival"
  | "automation"
  | "sensei"
  | "queue"
  | "log"
>;

/** The decommissioning in the hands of one act. */
export type Acting = {
  readonly change: CloseoutChange;
  readonly template: Template;
  readonly plan: DecommissionPlan;
  readonly facts: DecommissionFacts;
  /** What Sensei says of the migration; `undefined` where it was not asked. */
  readonly migration: CleanupFacts | undefined;
  readonly by: Person;
  readonly now: Temporal.Instant;
};

type Manner = {
  readonly act: "decommission" | "report_straggler";
  /** Whether it has to be known at this moment that no rollback is under way. */
  readonly reads: boolean;
  /** For the ledger, when it is refused. */
  readonly what: Readonly<Record<string, string>>;
};

/** Does one act on the decommissioning of a closeout's source. */
export async function actOnDecommission<Outcome>(
  deps: DecommissionDeps,
  { closeoutId, member }: DecommissionTarget,
  { act, reads, what }: Manner,
  work: (acting: Acting) => Promise<Outcome>,
): Promise<Outcome | DecommissionRefusal | Unread> {
  const known = await deps.closeouts.get(closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  if (known.status === "closed") return { kind: "closed", closeout: known };
  const template = await templateOf(deps, known);
  const plan = decommissionPlan(template);
  if (plan === undefined) return { kind: "unplanned", closeout: known };
  const reading =
    reads && mayDo(act, known, member).allowed ? await readFacts(deps, known, 2_000) : undefined;
  if (reading?.kind === "unavailable") return reading;
  const migration = reading?.known.facts;
  const { result, lanes } = await deps.closeouts.change<Outcome | DecommissionRefusal>(
    closeoutId,
    async (change) => {
      const { closeout } = change;
      if (closeout.status === "closed") return { kind: "closed", closeout };
      const by = personOf(member);
      const permission = mayDo(act, closeout, member);
      if (!permission.allowed) {
        await change.record({ actor: by, kind: "act.refused", data: { act, ...what, why: "not permitted" } });
        return { kind: "not_permitted", closeout, act, who: permission.who };
      }
      const now = deps.clock.now();
      const facts = await factsOfChange(change, plan, migration, now);
      const outcome = await work({ change, template, plan, facts, migration, by, now });
      await settleDecommission(change, template, now);
      return outcome;
    },
  );
  await hurryDeliveries(deps, lanes);
  return result;
}
