import type { Temporal } from "temporal-polyfill";
import { eventsOf } from "../../domain/decommission/decommission.ts";
import { system } from "../../domain/identity.ts";
import type { SignoffRequest } from "../../domain/signoff/signoff.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { settleDecommission } from "./settle-decommission.ts";

/** A sign-off request has ended: where the decommissioning asked for it, what follows there follows now. */
export async function followDecommissionSignoff(
  change: CloseoutChange,
  template: Template,
  request: SignoffRequest,
  now: Temporal.Instant,
): Promise<void> {
  if (request.purpose !== "decommission_source" && request.purpose !== "early_gate") return;
  const early = eventsOf(await change.decommission.events(), "early_asked").find(
    (event) => event.request === request.id,
  );
  if (early !== undefined && request.state === "approved") {
    const approvedBy = request.seats.flatMap(({ role, decision }) =>
      decision === undefined ? [] : [`${role ?? "by name"}: ${decision.by.user}`],
    );
    await change.record({
      actor: system,
      kind: "decommission.early_opened",
      data: { request: request.id, number: request.number, reason: early.reason, approvedBy },
    });
  }
  await settleDecommission(change, template, now);
}
