import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../ports.ts";
import { errorMessage } from "../error-code.ts";
import type { Postmaster } from "./postmaster.ts";

export type Supervision = {
  readonly first: Postmaster;
  /** Starts the server once more; rejects if it does not come up. */
  readonly again: () => Promise<Postmaster>;
  /** What to tell the operator about an end, from the log's last words. */
  readonly explain: (how: string) => Error;
  readonly log: Log;
};

export type Supervisor = { readonly pid: () => number | undefined; stop(): Promise<void> };

const LONGEST_PAUSE_MS = 5_000;

/**
 * Starts the server again whenever it ends without being asked to, and goes on trying: a disk that was full may have room
 * again. The operator is told once per trouble, not once per try.
 */
export function superviseServer({ first, again, explain, log }: Supervision): Supervisor {
  let current: Postmaster | undefined = first;
  const stopping = new AbortController();

  const revive = async (): Promise<Postmaster | undefined> => {
    let told = "";
    for (let pauseMs = 100; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await again();
      } catch (error) {
        const message = errorMessage(error);
        if (message !== told) log.error({ err: error }, message);
        told = message;
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
    return undefined;
  };

  const watch = async (): Promise<void> => {
    while (current !== undefined) {
      const how = await current.ended;
      current = undefined;
      if (stopping.signal.aborted) return;
      log.warn({ err: explain(how) }, "the built-in database ended by itself; starting it again");
      current = await revive();
      // A start that was under way when we were asked to stop ends here.
      if (stopping.signal.aborted) await current?.stop();
      else log.info({}, "the built-in database is back");
    }
  };
  const watching = watch();

  return {
    pid: () => current?.pid,
    async stop() {
      stopping.abort();
      await current?.stop();
      await watching;
    },
  };
}
