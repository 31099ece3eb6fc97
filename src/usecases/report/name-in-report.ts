import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import type { ReportRefusal } from "./read-report.ts";

export type NameInReportInput = {
  readonly closeoutId: string;
  readonly member: Member;
  /** Whether this person's name may stand in the acknowledgments. */
  readonly named: boolean;
};

export type NameInReportOutcome =
  | { readonly kind: "changed" | "already"; readonly closeout: Closeout; readonly named: boolean }
  | ReportRefusal;

/** Somebody wants not to be named in the acknowledgments, or to be named after all. For oneself alone, by anybody with a role. */
export async function nameInReport(
  deps: Pick<Deps, "closeouts" | "queue" | "log">,
  { closeoutId, member, named }: NameInReportInput,
): Promise<NameInReportOutcome> {
  if ((await deps.closeouts.get(closeoutId)) === undefined) return { kind: "no_closeout" };
  const { result, lanes } = await deps.closeouts.change<NameInReportOutcome>(closeoutId, async (change) => {
    const { closeout } = change;
    if (closeout.status === "closed") return { kind: "closed", closeout };
    const permission = mayDo("read_report", closeout, member);
    if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
    const draft = await change.reports.draft();
    const out = draft.optedOut.includes(member.user);
    if (out !== named) return { kind: "already", closeout, named };
    const others = draft.optedOut.filter((user) => user !== member.user);
    const optedOut = named ? others : [...others, member.user].toSorted();
    await change.reports.saveDraft({ ...draft, revision: draft.revision + 1, optedOut });
    await change.record({ actor: personOf(member), kind: "report.naming_changed", data: { named } });
    return { kind: "changed", closeout, named };
  });
  await hurryDeliveries(deps, lanes);
  return result;
}
