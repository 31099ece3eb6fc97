import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Workspace } from "./workspace.ts";

/** Sees by the workspace's own record which channels have been posted to. */
export type PostWatch = {
  /** From here on posts count. */
  begin(): Promise<{
    /**
     * Resolves when every channel has got its message, with the time of the last one by the sandbox's clock, in milliseconds since
     * the epoch. Rejects when a channel gets a second one, or none within two minutes.
     */
    all(): Promise<number>;
  }>;
};

const callsSchema = z.object({
  calls: z.array(
    z.object({ id: z.number(), at: z.string(), ok: z.boolean(), channel: z.string().optional() }),
  ),
});

const lookEveryMs = 100;
const withinMs = 120_000;

/** Watches these channels, lightly: the workspace is what is being measured. */
export function watchPosts({ control }: Pick<Workspace, "control">, channels: readonly string[]): PostWatch {
  let seen = 0;
  const newPosts = async () => {
    const { calls } = await control.get(
      "calls",
      { method: "chat.postMessage", since: String(seen) },
      callsSchema,
    );
    seen = calls.at(-1)?.id ?? seen;
    return calls.filter(({ ok }) => ok);
  };
  return {
    async begin() {
      await newPosts();
      const missing = new Set(channels);
      let last = 0;
      return {
        async all() {
          const begin = performance.now();
          while (missing.size > 0) {
            if (performance.now() - begin > withinMs)
              throw new Error(`${missing.size} channels got no message within ${withinMs / 1_000} s`);
            await sleep(lookEveryMs);
            for (const { at, channel = "" } of await newPosts()) {
              if (!missing.delete(channel)) throw new Error(`${channel} got a message too many`);
              last = Math.max(last, Date.parse(at));
            }
          }
          return last;
        },
      };
    },
  };
}
