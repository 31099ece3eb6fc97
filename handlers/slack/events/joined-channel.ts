import { z } from "zod";
import type { EventListener } from "../event.ts";

const joinedSchema = z.looseObject({ event: z.looseObject({ user: z.string(), channel: z.string() }) });

/** Somebody joined a channel. When it is us, a card that could not be posted there can be now. */
export const joinedChannel: EventListener = async ({ useCases, workspace }, body) => {
  const { event } = joinedSchema.parse(body);
  if (event.user !== workspace.botUserId) return;
  await useCases.reviveCard({ installation: workspace.installation, channel: event.channel });
};
