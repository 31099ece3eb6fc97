import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import type { SimulatedMigration } from "./example-migrations.ts";
import { type ExportInput, exportEntries } from "./export-entries.ts";
import { textContent } from "./zip-content.ts";
import { layOutZip, type ZipLayout } from "./zip-layout.ts";

/** How a migration's export looks and misbehaves. What is left out stays as it was. */
export const exportChoice = z.strictObject({
  migration_id: z.string(),
  /** Bytes of generated logs, before compression. */
  log_bytes: z.number().int().min(0).optional(),
  log_file_bytes: z.number().int().min(1).optional(),
  deflated: z.boolean().optional(),
  /** Another word here is another export, with another entity tag. */
  revision: z.string().optional(),
  ranges: z.boolean().optional(),
  etag: z.boolean().optional(),
  /** Without a length the answer is chunked. */
  content_length: z.boolean().optional(),
  /** The connection is cut when a byte of these is reached; each works once. */
  drop_at: z.array(z.number().int().min(0)).optional(),
  /** Nothing more comes from this byte on, and the connection stays; works once. */
  stall_at: z.number().int().min(0).nullable().optional(),
  /** Only so many bytes come, and the answer pretends that this is all. */
  truncate_at: z.number().int().min(0).nullable().optional(),
  /** The name of the file whose checksum is wrong. */
  wrong_crc: z.string().nullable().optional(),
  /** More files, under any name. */
  entries: z
    .array(z.strictObject({ name: z.string(), text: z.string(), mode: z.int().optional() }))
    .optional(),
});

type Choice = Omit<z.infer<typeof exportChoice>, "migration_id">;
type Contents = Omit<ExportInput, "logBytes" | "logFileBytes" | "deflated">;
type Layout = ZipLayout & { readonly etag: string };

/** The exports of all migrations. */
export class Exports {
  readonly #choices = new Map<string, Choice>();
  readonly #layouts = new Map<string, Layout>();

  choose({ migration_id, ...choice }: z.infer<typeof exportChoice>): void {
    this.#choices.set(migration_id, { ...this.#choices.get(migration_id), ...choice });
    this.#layouts.delete(migration_id);
  }

  /** Sends the export or the part that was asked for, and resolves to the status; the connection may not survive it. */
  async send(
    migration: SimulatedMigration,
    contents: Contents,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<number> {
    const choice = this.#choices.get(migration.id) ?? {};
    const layout = this.#layoutOf(migration, contents, choice);
    const length = Math.min(layout.length, choice.truncate_at ?? layout.length);
    const from = choice.ranges === false ? undefined : rangeStart(request, layout.etag);
    if (from !== undefined && from >= length) {
      response.writeHead(416, { "content-range": `bytes */${length}` }).end();
      return 416;
    }
    const status = from === undefined ? 200 : 206;
    response.writeHead(status, {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${migration.id}-export.zip"`,
      ...(choice.ranges === false ? {} : { "accept-ranges": "bytes" }),
      ...(choice.etag === false ? {} : { etag: layout.etag }),
      ...(choice.content_length === false ? {} : { "content-length": String(length - (from ?? 0)) }),
      ...(from === undefined ? {} : { "content-range": `bytes ${from}-${length - 1}/${length}` }),
    });
    response.flushHeaders();
    const bytes = part(layout, from ?? 0, length, this.#mishapsOf(migration, response));
    // Cut by us or by the reader; either way there is nobody left to tell.
    await pipeline(Readable.from(bytes, { highWaterMark: 1 }), response).catch(() => undefined);
    return status;
  }

  #layoutOf(migration: SimulatedMigration, contents: Contents, choice: Choice): Layout {
    const known = this.#layouts.get(migration.id);
    if (known !== undefined) return known;
    const { log_bytes = 0, log_file_bytes = 64 * 1024 * 1024, deflated = true } = choice;
    const sizes = { logBytes: log_bytes, logFileBytes: log_file_bytes, deflated };
    const extra = (choice.entries ?? []).map(({ name, text, mode }) => ({
      name,
      content: textContent(text),
      mode,
    }));
    const entries = [...exportEntries(migration, { ...contents, ...sizes }), ...extra].map((entry) => ({
      ...entry,
      wrongCrc: entry.name === choice.wrong_crc,
    }));
    const zip = layOutZip(entries);
    const layout = { ...zip, etag: `"${choice.revision ?? "a"}-${zip.length}"` };
    this.#layouts.set(migration.id, layout);
    return layout;
  }

  /** What befalls the connection at a byte; whatever works once is used up by it. */
  #mishapsOf(migration: SimulatedMigration, response: ServerResponse): Mishaps {
    const choice = () => this.#choices.get(migration.id) ?? {};
    const change = (changed: Choice) => this.#choices.set(migration.id, { ...choice(), ...changed });
    return {
      next(from, to) {
        const { drop_at = [], stall_at } = choice();
        const within = [...drop_at, ...(typeof stall_at === "number" ? [stall_at] : [])];
        return within.filter((at) => at >= from && at < to).toSorted((a, b) => a - b)[0];
      },
      async happen(at) {
        if (choice().stall_at === at) {
          change({ stall_at: null });
          await new Promise((resolve) => response.once("close", resolve));
        } else {
          change({ drop_at: (choice().drop_at ?? []).filter((drop) => drop !== at) });
          await delivered(response);
        }
        response.destroy();
      },
    };
  }
}

/** Waits until everything written has left, so that a cut is where it was ordered. */
async function delivered(response: ServerResponse): Promise<void> {
  const isWaiting = () => response.writableLength > 0 || (response.socket?.writableLength ?? 0) > 0;
  while (isWaiting() && !response.destroyed) await new Promise((resolve) => setImmediate(resolve));
}

type Mishaps = {
  /** The first byte from `from` to below `to` at which something happens. */
  next(from: number, to: number): number | undefined;
  happen(at: number): Promise<void>;
};

async function* part(layout: ZipLayout, from: number, to: number, mishaps: Mishaps): AsyncGenerator<Buffer> {
  let at = from;
  for (const whole of layout.from(from)) {
    const chunk = whole.subarray(0, to - at);
    const mishap = mishaps.next(at, at + chunk.length);
    if (mishap !== undefined) {
      if (mishap > at) yield chunk.subarray(0, mishap - at);
      await mishaps.happen(mishap);
      return;
    }
    if (chunk.length > 0) yield chunk;
    at += chunk.length;
    if (at >= to) return;
  }
}

/** The first byte asked for; `undefined` when the whole is to be sent: no range, or one of another export. */
function rangeStart(request: IncomingMessage, etag: string): number | undefined {
  const start = /^bytes=(\d{1,15})-$/.exec(request.headers.range ?? "")?.[1];
  const condition = request.headers["if-range"];
  return start === undefined || (condition !== undefined && condition !== etag) ? undefined : Number(start);
}
