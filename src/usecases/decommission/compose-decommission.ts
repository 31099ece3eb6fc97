import type { Closeout } from "../../domain/closeout.ts";
import type { DecommissionNotice } from "../../domain/decommission/decommission-view.ts";
import type { DecommissionSubject } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { drawDecommission } from "./read-decommission.ts";

/** What a message about the decommissioning says now. Composing asks the store only, never Sensei. */
export async function composeDecommission(
  deps: Pick<Deps, "clock" | "closeouts" | "decommissions" | "signoffs" | "operations" | "automation">,
  closeout: Closeout,
  subject: DecommissionSubject,
): Promise<DecommissionNotice | undefined> {
  const known = await deps.operations.facts(closeout.id);
  const view = await drawDecommission(deps, closeout, known?.facts, undefined);
  if (view === undefined) return undefined;
  if (subject.kind === "decommission") return { kind: "decommission", view };
  const event = (await deps.decommissions.events(closeout.id)).find(({ id }) => id === subject.event);
  return event && { kind: "decommission_news", view, event };
}
