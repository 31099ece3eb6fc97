import { setTimeout as passing } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { DownloadExportOptions, ExportStream } from "../../src/ports.ts";
import type { SenseiClientOptions } from "../../src/sensei/client.ts";
import { waitFor } from "../support/wait-for.ts";
import { benchForEach, faultOf } from "./support.ts";

const hr = "mig_hr_prod_2026";
const megabyte = 1024 * 1024;

const bench = benchForEach();

function arrange(choice: Readonly<Record<string, unknown>>): Promise<unknown> {
  return bench.control("POST", "/exports", { migration_id: hr, ...choice });
}

function download(asked: DownloadExportOptions = {}, options: Partial<SenseiClientOptions> = {}) {
  return bench.client(options).downloadExport(hr, asked);
}

/** Everything that comes, as length and checksum. */
async function drain({ bytes, offset }: ExportStream) {
  let length = offset;
  let crc = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    crc = crc32(chunk, crc);
  }
  return { length, crc };
}

/** What the export is when nothing happens to it. */
async function undisturbed() {
  const response = await fetch(`${bench.simulator.url}/migrations/${hr}/export`, {
    headers: { authorization: `Bearer ${bench.simulator.apiKey}` },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { length: bytes.length, crc: crc32(bytes) };
}

async function ranges(): Promise<readonly (string | undefined)[]> {
  return (await bench.calls()).map(({ range }) => range);
}

describe("an export", () => {
  it("comes whole, with its length and tag", async () => {
    await arrange({ log_bytes: 3 * megabyte });
    const whole = await undisturbed();
    const stream = await download();
    expect(stream).toMatchObject({ offset: 0, totalBytes: whole.length, resumable: true });
    expect(stream.etag).toMatch(/^"a-\d+"$/);
    expect(await drain(stream)).toEqual(whole);
  });

  it("comes without a length, a tag or ranges as well", async () => {
    await arrange({ log_bytes: megabyte, content_length: false, etag: false, ranges: false });
    const whole = await undisturbed();
    const stream = await download();
    expect(stream).toMatchObject({ totalBytes: undefined, etag: undefined, resumable: false });
    expect(await drain(stream)).toEqual(whole);
  });

  it("can be opened at a byte when its tag is known", async () => {
    await arrange({ log_bytes: megabyte });
    const whole = await undisturbed();
    const { etag = "" } = await bench.client().openExport(hr);
    const rest = await bench.client().openExport(hr, { offset: 1000, etag });
    expect(rest).toMatchObject({ offset: 1000, totalBytes: whole.length, resumable: true });
    expect((await drain(rest)).length).toBe(whole.length);
  });

  it("begins anew when another one is there by then", async () => {
    const rest = await bench.client().openExport(hr, { offset: 1000, etag: '"of-yesterday"' });
    expect(rest.offset).toBe(0);
    expect(await drain(rest)).toEqual(await undisturbed());
  });

  it("is never opened at a byte without a tag", async () => {
    await expect(bench.client().openExport(hr, { offset: 10 })).rejects.toThrow(RangeError);
    await expect(bench.client().openExport(hr, { offset: -1, etag: '"a"' })).rejects.toThrow(RangeError);
  });

  it("follows a redirect on the same host and no other", async () => {
    await bench.fault({ kind: "redirect", location: `/v1/migrations/mig_crm_2026/export` });
    expect((await drain(await download())).length).toBeGreaterThan(1000);
    await bench.fault({ kind: "redirect" });
    const fault = await faultOf(download());
    expect(fault).toMatchObject({ code: "redirected", retryable: false });
  });
});

describe("an export whose connection is lost", () => {
  it.each([[[1]], [[500_000]], [[0, 70_000, 70_001, 2_000_000]], [[65_536, 131_072, 1_048_576]]])(
    "at %j goes on where it was",
    async (drop_at) => {
      await arrange({ log_bytes: 8 * megabyte, deflated: false });
      const whole = await undisturbed();
      await arrange({ drop_at });
      const resumed: number[] = [];
      const stream = await download({ onResume: (at) => resumed.push(at) }, { maxAttempts: 5 });
      expect(await drain(stream)).toEqual(whole);
      expect(resumed.length).toBe(drop_at.length);
      expect(resumed).toEqual(resumed.toSorted((a, b) => a - b));
      expect((await ranges()).slice(2)).toEqual(resumed.map((at) => (at === 0 ? undefined : `bytes=${at}-`)));
    },
  );

  it("gets over trouble between two connections", async () => {
    await arrange({ log_bytes: 16 * megabyte });
    const whole = await undisturbed();
    await arrange({ drop_at: [1_000_000] });
    const stream = await download();
    await bench.fault({ kind: "500", times: 2 });
    expect(await drain(stream)).toEqual(whole);
  });

  it("gives up when several connections in a row bring nothing, and says how far it came", async () => {
    await arrange({ log_bytes: 8 * megabyte, deflated: false });
    await arrange({ drop_at: [1_000_000] });
    const stream = await download();
    await bench.fault({ kind: "drop", times: 50 });
    const fault = await faultOf(drain(stream));
    expect(fault).toMatchObject({ code: "unreachable", retryable: true });
  });

  it.each([
    ["ranges", { ranges: false }],
    ["a tag", { etag: false }],
  ])("has to begin anew when Sensei offers no continuing by %s", async (_, without) => {
    await arrange({ log_bytes: 16 * megabyte, drop_at: [1_000_000], ...without });
    const fault = await faultOf(drain(await download()));
    expect(fault).toMatchObject({ code: "restart_needed", retryable: true, effect: "none" });
    expect(fault.sentence).toBe(
      "The export from Sensei broke off and cannot be continued (the connection was cut). It has to be downloaded from the beginning.",
    );
    expect((await drain(await download())).length).toBeGreaterThan(megabyte / 10);
  });

  it("has to begin anew when it has changed in the meantime", async () => {
    await arrange({ log_bytes: 4 * megabyte, drop_at: [500_000] });
    const sleep = async () => void (await arrange({ revision: "b" }));
    const fault = await faultOf(drain(await download({}, { sleep })));
    expect(fault.code).toBe("restart_needed");
    expect(fault.sentence).toContain("it changed in the meantime");
  });

  it("over one connection alone is reported with what had come", async () => {
    await arrange({ log_bytes: 4 * megabyte, drop_at: [500_000] });
    const stream = await bench.client().openExport(hr);
    const fault = await faultOf(drain(stream));
    expect(fault).toMatchObject({ code: "unreachable", retryable: true, effect: "none" });
    expect(fault.message).toMatch(/after \d+ of \d+ bytes of the export/);
  });

  it("is never taken for complete when it ends before its length", async () => {
    const { url: baseUrl } = await bench.serve((_, response) => {
      response.writeHead(200, { "content-type": "application/zip", "content-length": "1000" });
      response.write("PK only so much");
      setImmediate(() => response.destroy());
    });
    expect((await faultOf(drain(await bench.client({ baseUrl }).openExport(hr)))).code).toBe("unreachable");
    expect((await faultOf(drain(await download({}, { baseUrl })))).code).toBe("restart_needed");
  });

  it("is not patched together from a part that is not the rest", async () => {
    let first = true;
    const { url: baseUrl } = await bench.serve((_, response) => {
      const head = { etag: '"a"', "accept-ranges": "bytes" };
      if (first) {
        response.writeHead(200, { ...head, "content-length": "1000" });
        response.write("x".repeat(10));
        setImmediate(() => response.destroy());
      } else {
        response.writeHead(206, { ...head, "content-range": "bytes 20-999/1000", "content-length": "980" });
        response.end("y".repeat(980));
      }
      first = false;
    });
    const fault = await faultOf(drain(await download({}, { baseUrl })));
    expect(fault.code).toBe("unexpected_answer");
  });

  it("is not patched together from a beginning that was sent again", async () => {
    const { url: baseUrl } = await bench.serve((_, response) => {
      response.writeHead(200, { etag: '"a"', "accept-ranges": "bytes", "content-length": "1000" });
      response.write("x".repeat(10));
      setImmediate(() => response.destroy());
    });
    const fault = await faultOf(drain(await download({}, { baseUrl })));
    expect(fault.code).toBe("restart_needed");
  });
});

describe("an export that falls silent", () => {
  it("is continued over another connection", async () => {
    await arrange({ log_bytes: 4 * megabyte });
    const whole = await undisturbed();
    await arrange({ stall_at: 400_000 });
    expect(await drain(await download({}, { exportIdleMs: 150 }))).toEqual(whole);
    expect((await ranges()).filter((range) => range !== undefined)).toHaveLength(1);
  });

  it("is reported as such over one connection", async () => {
    await arrange({ log_bytes: 4 * megabyte, stall_at: 400_000 });
    const fault = await faultOf(drain(await bench.client({ exportIdleMs: 150 }).openExport(hr)));
    expect(fault).toMatchObject({ code: "timeout", retryable: true });
    expect(fault.sentence).toContain("silent for less than a second after");
  });

  it("is not silent because its reader takes time", async () => {
    await arrange({ log_bytes: 4 * megabyte });
    const stream = await bench.client({ exportIdleMs: 60 }).openExport(hr);
    let pauses = 0;
    let length = 0;
    for await (const chunk of stream.bytes) {
      length += chunk.length;
      // Time itself is what is tested here.
      if (pauses++ < 3) await passing(120);
    }
    expect(length).toBe(stream.totalBytes);
  });

  it("is not silent as long as something comes, and is noticed when that ends later", async () => {
    const { url: baseUrl } = await bench.serve((_, response) => {
      response.writeHead(200, { "content-type": "application/zip", "content-length": "100" });
      let sent = 0;
      const timer = setInterval(() => {
        response.write("x");
        sent += 1;
        if (sent === 8) clearInterval(timer);
      }, 50);
    });
    const stream = await bench.client({ baseUrl, exportIdleMs: 200 }).openExport(hr);
    const fault = await faultOf(drain(stream));
    expect(fault.code).toBe("timeout");
    expect(fault.message).toContain("after 8 of 100 bytes");
  });

  it("may take longer than any other answer", async () => {
    await arrange({ log_bytes: 4 * megabyte });
    const stream = await bench.client({ timeoutMs: 80 }).openExport(hr);
    let first = true;
    for await (const _ of stream.bytes) {
      if (first) await passing(200);
      first = false;
    }
    expect(first).toBe(false);
  });
});

describe("an export that is none", () => {
  it.each([
    ["200_html", "unexpected_answer", "a web page instead of data"],
    ["malformed", "unexpected_answer", "a message instead of an export"],
  ])("but %s is refused", async (kind, code, words) => {
    await bench.fault({ kind });
    const fault = await faultOf(download());
    expect(fault).toMatchObject({ code, retryable: false });
    expect(fault.sentence).toContain(words);
  });

  it.each([
    ["mig_gone", "migration_not_found", "Sensei knows no migration “mig_gone”"],
    ["mig_ledger_2026", "invalid_state", "there is nothing to export"],
  ])("for %s is told with its sentence", async (id, code, words) => {
    const fault = await faultOf(bench.client().downloadExport(id));
    expect(fault.code).toBe(code);
    expect(fault.sentence).toContain(words);
  });

  it.each(["500", "503", "503_html", "429", "drop"])("yet because of %s is asked for again", async (kind) => {
    await bench.fault({ kind, times: 2 });
    expect((await drain(await download())).length).toBeGreaterThan(1000);
  });

  it.each([
    [{ "content-encoding": "gzip" }, "in the encoding gzip"],
    [{ "content-type": "text/plain" }, "a message instead of an export"],
  ])("because of %j is refused", async (headers, words) => {
    const { url: baseUrl } = await bench.serve((_, response) => response.writeHead(200, headers).end("PK"));
    expect((await faultOf(download({}, { baseUrl }))).sentence).toContain(words);
  });
});

describe("a reader who has had enough", () => {
  it("ends the export by a signal", async () => {
    await arrange({ log_bytes: 50 * megabyte, deflated: false });
    const controller = new AbortController();
    const stream = await download({ signal: controller.signal });
    const fault = await faultOf(
      (async () => {
        for await (const _ of stream.bytes) controller.abort();
      })(),
    );
    expect(fault.code).toBe("cancelled");
    expect(await ranges()).toHaveLength(1);
  });

  it("ends it by leaving the loop, or by closing a stream that was never read", async () => {
    await arrange({ log_bytes: 200 * megabyte, deflated: false });
    const client = bench.client();
    // More than there are connections: the last call gets one only because the others were given back.
    for (let round = 0; round < 10; round += 1) {
      for await (const _ of (await client.downloadExport(hr)).bytes) break;
      (await client.openExport(hr)).close();
    }
    await client.ping();
  });

  it("is cut off when the client closes", async () => {
    await arrange({ log_bytes: 200 * megabyte, deflated: false });
    const client = bench.client();
    const stream = await client.downloadExport(hr);
    const begun = Promise.withResolvers<void>();
    const reading = faultOf(
      (async () => {
        for await (const _ of stream.bytes) {
          begun.resolve();
          await passing(5);
        }
      })(),
    );
    await begun.promise;
    await client.close();
    expect(await reading).toMatchObject({ name: "SenseiError" });
  });
});

it("takes the memory of some chunks, however long the export", async () => {
  await arrange({ log_bytes: 600 * megabyte, deflated: false });
  const stream = await download();
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  let length = 0;
  for await (const chunk of stream.bytes) {
    length += chunk.length;
    most = Math.max(most, process.memoryUsage.rss());
  }
  expect(length).toBe(stream.totalBytes);
  // The simulator is in this process too, so this is the sum of both sides.
  expect((most - before) / megabyte).toBeLessThan(200);
});

it("shows the key in no line of the log", async () => {
  await arrange({ log_bytes: megabyte, drop_at: [100_000] });
  await drain(await download());
  await waitFor(() => bench.logged.length > 2);
  expect(JSON.stringify(bench.logged)).not.toContain(bench.simulator.apiKey);
});
