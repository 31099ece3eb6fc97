import type { IncomingHttpHeaders } from "node:http";
import type { ExportStream, OpenExportOptions } from "../ports.ts";
import type { AttemptFault } from "./attempt-fault.ts";
import { durationWords } from "./duration-words.ts";
import { contentLength } from "./http-exchange.ts";
import { checkedId } from "./ids.ts";
import { networkFault } from "./network-fault.ts";
import type { Transport, TransportStream } from "./transport.ts";

/** Where the bytes of an answer belong; a fault when that is not where they were asked for. */
type Place = { readonly offset: number; readonly totalBytes: number | undefined };

/**
 * Opens one connection to a migration's export. `idleMs` is how long it may be silent; there is no deadline for the whole.
 * An `offset` without the `etag` of the bytes before it is a `RangeError`: parts of different exports must never be joined.
 */
export async function openExport(
  transport: Transport,
  idleMs: number,
  typed: string,
  { offset = 0, etag, signal }: OpenExportOptions,
): Promise<ExportStream> {
  const { id, inPath } = checkedId(transport, typed);
  if (!Number.isSafeInteger(offset) || offset < 0 || (offset > 0 && etag === undefined)) {
    throw new RangeError(
      "an export is continued at a byte of 0 or more, with the entity tag of what is there",
    );
  }
  const stream = await transport.open({
    method: "GET",
    path: `/migrations/${inPath}/export`,
    headers: {
      accept: "application/zip",
      "accept-encoding": "identity",
      ...(offset === 0 || etag === undefined ? {} : { range: `bytes=${offset}-`, "if-range": etag }),
    },
    migrationId: id,
    subject: "export",
    signal,
  });
  const place = placeOf(stream, offset);
  if ("code" in place) {
    stream.cut();
    throw stream.failed(place);
  }
  const tag = strongTag(stream.headers);
  return {
    ...place,
    bytes: readChecked(stream, place, idleMs, signal),
    etag: tag,
    resumable: tag !== undefined && (stream.status === 206 || acceptsRanges(stream.headers)),
    requestId: stream.requestId,
    close: () => stream.cut(),
  };
}

function placeOf({ status, headers }: TransportStream, asked: number): Place | AttemptFault {
  const odd = (reason: string): AttemptFault => ({
    code: "unexpected_answer",
    retryable: false,
    status,
    reason,
  });
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding.toLowerCase() !== "identity") return odd(`an export in the encoding ${encoding}`);
  if (/^\s*(?:application\/json|text\/)/i.test(headers["content-type"] ?? "")) {
    return odd("a message instead of an export");
  }
  if (status === 200) return { offset: 0, totalBytes: contentLength(headers) };
  const range = status === 206 ? contentRange(headers) : undefined;
  if (range === undefined || range.from !== asked) return odd(`an answer with status ${status}`);
  return { offset: asked, totalBytes: range.total };
}

function contentRange(headers: IncomingHttpHeaders) {
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(headers["content-range"] ?? "");
  if (found === null) return undefined;
  const [from = 0, to = 0, total = 0] = found.slice(1).map(Number);
  // Only the whole rest was asked for; anything less would leave a hole.
  return to === total - 1 ? { from, total } : undefined;
}

function strongTag(headers: IncomingHttpHeaders): string | undefined {
  return /^"[\x21\x23-\x7e]*"$/.test(headers.etag ?? "") ? headers.etag : undefined;
}

function acceptsRanges(headers: IncomingHttpHeaders): boolean {
  return /\bbytes\b/i.test(headers["accept-ranges"] ?? "");
}

/** The chunks as they come; ends normally only after the promised length. */
async function* readChecked(
  stream: TransportStream,
  { offset, totalBytes }: Place,
  idleMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = offset;
  const idle = watchIdle(idleMs, () => stream.cut());
  try {
    const chunks: AsyncIterator<unknown> = stream.body[Symbol.asyncIterator]();
    for (;;) {
      const step = await idle.during(chunks.next());
      if (step.done === true) break;
      if (!(step.value instanceof Uint8Array)) continue;
      at += step.value.length;
      yield step.value;
    }
  } catch (thrown) {
    throw stream.failed(brokenOff(thrown, { at, totalBytes, idleMs, expired: idle.expired(), signal }));
  } finally {
    idle.stop();
    stream.cut();
  }
  if (totalBytes !== undefined && at !== totalBytes) {
    const reason = `it ended after ${at} of ${totalBytes} bytes`;
    throw stream.failed({ code: "unreachable", retryable: true, reason });
  }
}

type BrokenOff = {
  readonly at: number;
  readonly totalBytes: number | undefined;
  readonly idleMs: number;
  readonly expired: boolean;
  readonly signal: AbortSignal | undefined;
};

function brokenOff(thrown: unknown, { at, totalBytes, idleMs, expired, signal }: BrokenOff): AttemptFault {
  if (signal?.aborted === true) return { code: "cancelled", retryable: true };
  const progress = `after ${at}${totalBytes === undefined ? "" : ` of ${totalBytes}`} bytes of the export`;
  if (expired) {
    return { code: "timeout", retryable: true, reason: `silent for ${durationWords(idleMs)} ${progress}` };
  }
  const fault = networkFault(thrown);
  return { ...fault, reason: `${fault.reason ?? "the connection was cut"} ${progress}` };
}

/** Calls `act` when one wait takes longer than `idleMs`; the time between two waits is the reader's own and does not count. */
function watchIdle(idleMs: number, act: () => void) {
  let waiting = false;
  let expired = false;
  const timer = setTimeout(() => {
    if (!waiting) return;
    expired = true;
    act();
  }, idleMs);
  return {
    async during<T>(step: Promise<T>): Promise<T> {
      timer.refresh();
      waiting = true;
      try {
        return await step;
      } finally {
        waiting = false;
      }
    },
    expired: () => expired,
    stop: () => clearTimeout(timer),
  };
}
