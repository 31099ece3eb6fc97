import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "./faults.ts";
import { sendJson, sendText } from "./http.ts";

/**
 * Runs `work` and then `answer`, unless a fault strikes: before the work (nothing happens), after it (it has happened,
 * but the caller does not learn of it), or only late.
 */
export async function withFault<T>(
  fault: Fault | undefined,
  response: ServerResponse,
  work: () => T | Promise<T>,
  answer: (result: T) => void,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      answer(await work());
      return;
    case "delay":
      await pause(fault.delay_ms);
      answer(await work());
      return;
    case "429":
      sendJson(
        response,
        429,
        { ok: false, error: "ratelimited" },
        { "retry-after": String(fault.retry_after) },
      );
      return;
    case "error":
      sendJson(response, 200, { ok: false, error: fault.error });
      return;
    case "500_before":
      sendText(response, 500, "Internal Server Error");
      return;
    case "500_after":
      await work();
      sendText(response, 500, "Internal Server Error");
      return;
    case "drop_before":
      response.socket?.destroy();
      return;
    case "drop_after":
      await work();
      response.socket?.destroy();
      return;
  }
}
