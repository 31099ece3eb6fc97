import { Temporal } from "temporal-polyfill";
import type { Deps } from "../deps.ts";

/** Whether everything that has fallen due until now is announced, sent and up to date. */
export async function isQuiet({
  clock,
  closeouts,
  deliveries,
  certificates,
  signoffs,
  vendorEvents,
}: Pick<
  Deps,
  "clock" | "closeouts" | "deliveries" | "certificates" | "signoffs" | "vendorEvents"
>): Promise<boolean> {
  const next = await closeouts.nextMoment();
  if (next !== undefined && Temporal.Instant.compare(next, clock.now()) <= 0) return false;
  if ((await deliveries.outstanding()) > 0 || (await vendorEvents.outstanding()) > 0) return false;
  if ((await signoffs.wanting(clock.now(), 1)).length > 0) return false;
  return (await certificates.wanting(clock.now(), 1)).length === 0;
}
