import type { WebClient } from "@slack/web-api";
import { type Installation, installationKey } from "../domain/identity.ts";

/** Finds the direct-message channel with a person; the answers never change, so they are remembered. */
export type DirectChannels = (client: WebClient, installation: Installation, user: string) => Promise<string>;

/** People whose channel is remembered; beyond that the oldest is asked for again. */
const remembered = 10_000;

/** Starts with nothing remembered. Opening a conversation that is open already is harmless. */
export function directChannels(): DirectChannels {
  const known = new Map<string, string>();
  return async (client, installation, user) => {
    const key = `${installationKey(installation)}:${user}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const { channel } = await client.conversations.open({ users: user });
    if (channel?.id === undefined) throw new TypeError("conversations.open answered without a channel");
    const [oldest] = known.keys();
    if (known.size >= remembered && oldest !== undefined) known.delete(oldest);
    known.set(key, channel.id);
    return channel.id;
  };
}
