import { type ExportStream, isSenseiFault, type SenseiExports, type SenseiFault } from "../ports.ts";
import { SenseiError } from "./errors.ts";
import { openExport } from "./open-export.ts";
import type { Transport } from "./transport.ts";

/** How a client downloads exports. */
export type ExportOptions = {
  /** How long an export may be silent before its connection counts as lost. */
  readonly idleMs: number;
  /** How often in a row a connection may bring nothing before we give up. */
  readonly maxAttempts: number;
};

/** The export, over one connection or over as many as it takes. */
export function createExports(transport: Transport, options: ExportOptions): SenseiExports {
  const { idleMs, maxAttempts } = options;

  return {
    openExport: (id, asked = {}) => openExport(transport, idleMs, id, asked),

    async downloadExport(id, asked = {}) {
      const { onResume, signal } = asked;
      const first = await openExport(transport, idleMs, id, asked);
      let current = first;

      async function* continued(): AsyncGenerator<Uint8Array, void, undefined> {
        let at = first.offset;
        let barren = 0;
        for (;;) {
          try {
            for await (const chunk of current.bytes) {
              at += chunk.length;
              barren = 0;
              yield chunk;
            }
            return;
          } catch (error) {
            const fault = continuable(error, signal);
            if (!first.resumable || first.etag === undefined) throw restartAfter(fault, undefined);
            barren += 1;
            if (barren >= maxAttempts) throw fault;
          }
          // Called off in the pause, the next request says so in its own words.
          await transport.rest(barren, signal).catch(() => undefined);
          onResume?.(at);
          const { etag } = first;
          current = await openExport(transport, idleMs, id, { offset: at, etag, ...(signal && { signal }) });
          if (!continues(first, current, at)) {
            current.close();
            throw restartAfter(undefined, "it changed in the meantime", current.requestId);
          }
        }
      }

      return { ...first, bytes: continued(), close: () => current.close() };
    },
  };
}

/** The fault, if going on may help; else it is thrown on. */
function continuable(error: unknown, signal: AbortSignal | undefined): SenseiFault {
  if (isSenseiFault(error) && error.retryable && signal?.aborted !== true) return error;
  throw error;
}

/** Whether the second stream is the rest of the first. A 206 need not repeat the tag: `If-Range` has compared it. */
function continues(first: ExportStream, next: ExportStream, at: number): boolean {
  return (
    next.offset === at &&
    (next.etag === undefined || next.etag === first.etag) &&
    (first.totalBytes === undefined || next.totalBytes === first.totalBytes)
  );
}

function restartAfter(fault: SenseiFault | undefined, reason: string | undefined, requestId = "none") {
  return new SenseiError({
    code: "restart_needed",
    retryable: true,
    reason,
    requestId: fault?.requestId ?? requestId,
    attempts: 1,
    elapsedMs: 0,
    host: "",
    status: fault?.status,
  });
}
