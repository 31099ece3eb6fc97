import type { Installation } from "../../domain/identity.ts";
import type { VendorEvent } from "../../domain/vendor-event.ts";
import type { Deps } from "../deps.ts";
import { hurryVendorEvents } from "./hurry-vendor-events.ts";

/** Notes an event of the vendor for good and has it worked on; `repeated` when one of this id was noted before. */
export async function noteVendorEvent(
  deps: Pick<Deps, "vendorEvents" | "queue" | "log">,
  { installation, event }: { readonly installation: Installation; readonly event: VendorEvent },
): Promise<{ readonly kind: "noted" | "repeated" }> {
  const noted = await deps.vendorEvents.note(installation, event);
  if (!noted) return { kind: "repeated" };
  await hurryVendorEvents(deps, [event.id]);
  return { kind: "noted" };
}
