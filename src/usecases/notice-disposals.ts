import { randomUUID } from "node:crypto";
import { system } from "../domain/identity.ts";
import { dayOf } from "../domain/retention.ts";
import type { Deps } from "./deps.ts";
import { hurryDeliveries } from "./hurry-deliveries.ts";

/** What was kept on purpose is asked about again this much later. */
const askAgainAfterDays = 90;

/** Artifacts looked at per sweep; the rest come with the next one, in a further message. */
const perSweep = 500;

/**
 * Asks the compliance officer about every artifact whose retention is over: one message for what one sweep finds of a closeout.
 * Nothing is disposed of by this.
 */
export async function noticeDisposals(
  deps: Pick<Deps, "artifacts" | "clock" | "closeouts" | "queue" | "log">,
): Promise<void> {
  const now = deps.clock.now();
  const rejectedBefore = now.subtract({ hours: askAgainAfterDays * 24 });
  const expired = await deps.artifacts.expired(dayOf(now), rejectedBefore, perSweep);
  for (const [closeoutId, artifacts] of Map.groupBy(expired, (artifact) => artifact.closeoutId)) {
    const { lanes } = await deps.closeouts.change(closeoutId, async (change) => {
      const noticed = [];
      for (const { id, number } of artifacts) {
        const current = await change.artifacts.find(number);
        if (current?.hold !== undefined || current?.disposed !== undefined) continue;
        if (await change.artifacts.noticeDisposal(id, now)) noticed.push(number);
      }
      if (noticed.length === 0) return;
      await change.record({ actor: system, kind: "disposal.noticed", data: { numbers: noticed } });
      const user = change.closeout.roles.compliance_officer;
      await change.post([
        {
          id: randomUUID(),
          conversation: { kind: "direct", user },
          subject: { kind: "disposal", noticed: now.toString(), page: 0 },
        },
      ]);
    });
    await hurryDeliveries(deps, lanes);
  }
}
