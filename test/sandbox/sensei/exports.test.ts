import { crc32, inflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SenseiSimulator, startSensei } from "../../../sandbox/sensei/start-sensei.ts";
import { logContent } from "../../../sandbox/sensei/zip-content.ts";
import { layOutZip } from "../../../sandbox/sensei/zip-layout.ts";

const hr = "mig_hr_prod_2026";

let simulator: SenseiSimulator;
beforeEach(async () => {
  simulator = await startSensei();
});
afterEach(() => simulator.close());

async function arrange(choice: Readonly<Record<string, unknown>>): Promise<number> {
  const body = JSON.stringify({ migration_id: hr, ...choice });
  return (await fetch(`${simulator.controlUrl}/exports`, { method: "POST", body })).status;
}

async function ask(headers: Record<string, string> = {}) {
  const response = await fetch(`${simulator.url}/migrations/${hr}/export`, {
    headers: { authorization: `Bearer ${simulator.apiKey}`, ...headers },
  });
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

type File = { readonly size: number; readonly crcHolds: boolean };

/** Reads an archive by its directory, by other means than those that wrote it. Not for ZIP64. */
function unzip(zip: Buffer): ReadonlyMap<string, File> {
  const files = new Map<string, File>();
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, crc, packed, size] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 16),
      zip.readUInt32LE(at + 20),
      zip.readUInt32LE(at + 24),
    ];
    const [nameLength, extra, local] = [
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt32LE(at + 42),
    ];
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + packed);
    const content = method === 8 ? inflateRawSync(bytes) : bytes;
    files.set(name, { size: content.length, crcHolds: content.length === size && crc32(content) === crc });
    at += 46 + nameLength + extra;
  }
  return files;
}

describe("an export", () => {
  it("holds artifacts of every kind and one that fits none", async () => {
    const files = unzip((await ask()).bytes);
    expect([...files.keys()]).toEqual([
      "certificate/certificate.pdf",
      "certificate/certificate.json",
      "plan/migration-plan.json",
      "plan/approval.json",
      "validation/results.json",
      "logs/execution.log",
      "mapping/mapping.md",
      "errors/resolutions.json",
      "misc/operator-scratchpad.dat",
    ]);
    expect([...files.values()].every(({ crcHolds }) => crcHolds)).toBe(true);
  });

  it.each([true, false])("is filled up with logs (deflated: %s) whose checksums hold", async (deflated) => {
    await arrange({ log_bytes: 5_000_000, log_file_bytes: 2_000_000, deflated });
    const { bytes, headers } = await ask();
    const logs = [...unzip(bytes)].filter(([name]) => name.startsWith("logs/execution-"));
    expect(logs.map(([, { crcHolds }]) => crcHolds)).toEqual([true, true, true]);
    expect(logs.reduce((sum, [, { size }]) => sum + size, 0)).toBeGreaterThanOrEqual(5_000_000);
    expect(headers.get("content-length")).toBe(String(bytes.length));
  });

  it("gives any part that is asked for", async () => {
    await arrange({ log_bytes: 3_000_000 });
    const { bytes, headers } = await ask();
    const etag = headers.get("etag") ?? "";
    for (const from of [0, 1, 29, 5000, 300_000, bytes.length - 1]) {
      const part = await ask({ range: `bytes=${from}-`, "if-range": etag });
      expect(part.status).toBe(206);
      expect(part.bytes.equals(bytes.subarray(from))).toBe(true);
    }
    expect((await ask({ range: `bytes=${bytes.length}-` })).status).toBe(416);
    expect((await ask({ range: "bytes=5-", "if-range": '"other"' })).status).toBe(200);
  });

  it("can hold files of any name, and be wrong about a checksum", async () => {
    await arrange({ entries: [{ name: "../../evil", text: "x" }], wrong_crc: "plan/approval.json" });
    const files = unzip((await ask()).bytes);
    expect(files.get("../../evil")).toEqual({ size: 1, crcHolds: true });
    expect(files.get("plan/approval.json")?.crcHolds).toBe(false);
  });

  it("can end too early and pretend that this is all", async () => {
    await arrange({ truncate_at: 100 });
    const { bytes, headers } = await ask();
    expect([bytes.length, headers.get("content-length")]).toEqual([100, "100"]);
    await arrange({ truncate_at: null });
    expect(unzip((await ask()).bytes).size).toBe(9);
  });

  it.each([{ log_bytes: -1 }, { colour: "red" }, { migration_id: 3 }])(
    "is not arranged by %j",
    async (choice) => {
      expect(await arrange(choice)).toBe(422);
    },
  );
});

it("writes ZIP64 where a field is too small", () => {
  const bytes = 4.5 * 1024 ** 3;
  const zip = layOutZip([{ name: "huge.log", content: logContent(bytes, "end", false) }]);
  const tail = Buffer.concat([...zip.from(zip.length - 200)]);
  expect(zip.length).toBeGreaterThan(bytes);
  const record = tail.indexOf(Buffer.from("PK\x06\x06", "latin1"));
  const directoryStart = Number(tail.readBigUInt64LE(record + 48));
  const directory = Buffer.concat([...zip.from(directoryStart)]);
  expect(directory.toString("latin1", 0, 4)).toBe("PK\x01\x02");
  expect(Number(directory.readBigUInt64LE(46 + "huge.log".length + 4))).toBeGreaterThan(bytes);
});
