import { conversationKey } from "../domain/conversation.ts";
import { installationKey } from "../domain/identity.ts";
import type { Lane } from "../ports.ts";
import { announceReminders } from "./announce-reminders.ts";
import type { Deps } from "./deps.ts";
import { hurryDeliveries } from "./hurry-deliveries.ts";

/** Lanes handed to the queue per sweep; the rest come with the next one. */
const lanesPerSweep = 2_000;

/** Finds what is due or undelivered and hands it to the queue. Whatever the queue forgot is found here again. */
export async function sweep(
  deps: Pick<Deps, "clock" | "reminders" | "deliveries" | "queue" | "log">,
): Promise<void> {
  const handed = new Set((await announceReminders(deps)).map(nameOf));
  const wanting = await deps.deliveries.wanting(lanesPerSweep);
  await hurryDeliveries(
    deps,
    wanting.filter((lane) => !handed.has(nameOf(lane))),
  );
}

function nameOf({ installation, conversation }: Lane): string {
  return `${installationKey(installation)} ${conversationKey(conversation)}`;
}
