import { createHash } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createS3Archive, type S3ArchiveOptions } from "../../src/archive/s3-archive.ts";
import { systemClock } from "../../src/clock.ts";
import type { ArchiveStore } from "../../src/ports.ts";
import { type S3Server, s3Credentials, s3Region, startS3Server } from "../support/s3-server.ts";
import { allOf, chunksOf, textOf } from "./support.ts";

let server: S3Server;
let store: ArchiveStore;
const open: { close(): void }[] = [];
let count = 0;

beforeAll(async () => {
  server = await startS3Server();
  store = anArchive();
});
afterAll(async () => {
  for (const one of open) one.close();
  await server.close();
});

function anArchive(different: Partial<S3ArchiveOptions> = {}): ArchiveStore {
  const archive = createS3Archive(
    {
      region: s3Region,
      endpoint: server.url,
      places: { "log-archive": { bucket: "vault", prefix: "logs/" } },
      objectLock: true,
      encryption: { kind: "AES256" },
      credentials: s3Credentials,
      ...different,
    },
    systemClock,
  );
  open.push(archive);
  return archive;
}

const sha = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");
const day = (text: string) => Temporal.PlainDate.from(text);

function aPlace() {
  count += 1;
  return { location: "log-archive", key: `c1/abc/${count}%20ä.log`.replace("ä", "%C3%A4") };
}
const versions = (place: { key: string }) => server.objects.get(`logs/${place.key}`) ?? [];

function anUpload(key: string, initiated = systemClock.now()) {
  return { key, initiated: initiated.toString(), headers: {}, parts: new Map<number, never>() };
}

/** 20 MiB in which no two parts are alike. */
const large = Buffer.alloc(20 * 1024 ** 2, createHash("sha512").update("large").digest());
large.writeUInt32LE(7, large.length - 4);

describe("an object in S3", () => {
  test("is stored with a checksum, encrypted, under the location's prefix, and read back", async () => {
    const place = aPlace();
    const expected = { bytes: 11, sha256: sha("all is well") };
    const put = await store.put(place, chunksOf("all is well"), { mediaType: "text/plain" });
    expect(put).toEqual({ kind: "stored", ...expected });
    expect(await store.verify(place)).toEqual({ kind: "there", ...expected });
    expect(await textOf(await store.open(place))).toBe("all is well");
    expect(versions(place)).toMatchObject([
      {
        headers: {
          "content-type": "text/plain",
          "x-amz-server-side-encryption": "AES256",
          "x-amz-checksum-sha256": createHash("sha256").update("all is well").digest("base64"),
          "if-none-match": "*",
        },
      },
    ]);
  });

  test("that is empty is one too", async () => {
    const place = aPlace();
    await store.put(place, chunksOf(""));
    expect(await store.verify(place)).toMatchObject({ kind: "there", bytes: 0 });
  });

  test("is encrypted with the key that the operator names", async () => {
    const place = aPlace();
    const encryption = { kind: "aws:kms", keyId: "arn:aws:kms:eu-central-1:1:key/k" } as const;
    await anArchive({ encryption }).put(place, chunksOf("secret"));
    expect(versions(place)[0]?.headers).toMatchObject({
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": encryption.keyId,
    });
  });

  test("of many megabytes goes in parts, each with its checksum, and is whole at the end", async () => {
    const place = aPlace();
    const expected = { bytes: large.length, sha256: sha(large) };
    expect(await store.put(place, chunksOf(large, 300_000))).toEqual({ kind: "stored", ...expected });
    expect(await store.verify(place)).toEqual({ kind: "there", ...expected });
    expect(versions(place)[0]?.headers).toMatchObject({
      "x-amz-server-side-encryption": "AES256",
      "x-amz-checksum-algorithm": "SHA256",
    });
    const parts = server.requests.filter(
      (line) => line.includes(encodeURI(place.key)) && line.includes("partNumber="),
    );
    expect(parts).toHaveLength(3);
  });

  test("takes chunks whose memory is used again for the next", async () => {
    const place = aPlace();
    const buffer = Buffer.alloc(4);
    async function* reusing() {
      for (const text of ["all ", "is w", "ell!"]) {
        buffer.write(text);
        yield buffer;
      }
    }
    await store.put(place, reusing());
    expect(await textOf(await store.open(place))).toBe("all is well!");
  });

  test("stored again is there already, and not sent again; other bytes leave it as it is", async () => {
    const place = aPlace();
    await store.put(place, chunksOf("first"));
    expect(await store.put(place, chunksOf("first"))).toMatchObject({ kind: "already_there", bytes: 5 });
    await expect(store.put(place, chunksOf("other"))).rejects.toMatchObject({ code: "conflict" });
    expect(versions(place).map(({ bytes }) => bytes.toString())).toEqual(["first"]);
  });

  test.each([
    ["small", Buffer.from("same")],
    ["large", large],
  ])("stored by two at once is stored once: %s", async (_, bytes) => {
    const place = aPlace();
    const outcomes = await Promise.all([1, 2, 3].map(() => store.put(place, chunksOf(bytes, 1_000_000))));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["already_there", "already_there", "stored"]);
    expect(versions(place)).toHaveLength(1);
    expect(server.uploads.size).toBe(0);
  });

  test.each([
    ["at once", 0],
    ["after two parts", 18],
  ])("is not there, not even in part, when its source fails %s", async (_, megabytes) => {
    const place = aPlace();
    async function* failing() {
      for (let sent = 0; sent < megabytes; sent += 1) yield large.subarray(0, 1024 ** 2);
      throw new RangeError("the source broke");
    }
    await expect(store.put(place, failing())).rejects.toThrow(new RangeError("the source broke"));
    expect(await store.verify(place)).toEqual({ kind: "missing" });
    expect(server.uploads.size).toBe(0);
  });

  test("that is not what was expected is never stored", async () => {
    const place = aPlace();
    const putting = store.put(place, chunksOf("other"), { sha256: sha("expected") });
    await expect(putting).rejects.toMatchObject({ code: "altered" });
    expect(versions(place)).toEqual([]);
  });

  test("that somebody changed is found out", async () => {
    const place = aPlace();
    await store.put(place, chunksOf("kept"));
    server.objects.set(`logs/${place.key}`, [{ id: "v", bytes: Buffer.from("tampered"), headers: {} }]);
    expect(await store.verify(place)).toMatchObject({ sha256: sha("tampered") });
  });
});

describe("a lock", () => {
  test("is in compliance mode to the end of the last day, and keeps S3 from removing it", async () => {
    const place = aPlace();
    await store.put(place, chunksOf("kept"));
    const guard = { retainUntil: day("2099-02-12"), hold: false };
    expect(await store.protect(place, guard)).toEqual(guard);
    expect(versions(place)).toMatchObject([
      { retainUntil: expect.stringMatching(/^2099-02-13T00:00:00(\.000)?Z$/) },
    ]);
    await expect(store.remove(place)).rejects.toMatchObject({ code: "protected" });
    expect(await store.verify(place)).toMatchObject({ kind: "there" });
  });

  test("is made longer, never shorter", async () => {
    const place = aPlace();
    await store.put(place, chunksOf("kept"));
    const until = async (text: string) =>
      (await store.protect(place, { retainUntil: day(text), hold: false })).retainUntil.toString();
    expect([await until("2090-01-01"), await until("2080-01-01"), await until("2095-01-01")]).toEqual([
      "2090-01-01",
      "2090-01-01",
      "2095-01-01",
    ]);
    expect(versions(place)[0]?.retainUntil).toMatch(/^2095-01-02T00:00:00/);
  });

  test("is a legal hold for what is held or kept indefinitely, until it is neither", async () => {
    const place = aPlace();
    await store.put(place, chunksOf("kept"));
    await store.protect(place, { retainUntil: "indefinite", hold: false });
    expect(versions(place)[0]?.legalHold).toBe("ON");
    await store.protect(place, { retainUntil: day("2020-01-01"), hold: true });
    expect(versions(place)[0]?.legalHold).toBe("ON");
    await expect(store.remove(place)).rejects.toMatchObject({ code: "protected" });
    await store.protect(place, { retainUntil: day("2020-01-01"), hold: false });
    expect(versions(place)[0]?.legalHold).toBe("OFF");
    await store.remove(place);
    expect(versions(place)).toEqual([]);
    await store.remove(place);
  });

  test("is left out where buckets have none, and the place says so", async () => {
    const place = aPlace();
    const unlocked = anArchive({ objectLock: false });
    await unlocked.put(place, chunksOf("kept"));
    await unlocked.protect(place, { retainUntil: "indefinite", hold: true });
    expect(versions(place)[0]?.legalHold).toBeUndefined();
    expect([store.describe("log-archive"), unlocked.describe("log-archive")]).toEqual([
      "s3://vault/logs/ (locked by S3)",
      "s3://vault/logs/",
    ]);
  });

  test("needs an object", async () => {
    const protecting = store.protect(aPlace(), { retainUntil: "indefinite", hold: false });
    await expect(protecting).rejects.toMatchObject({ code: "missing" });
  });
});

describe("trouble", () => {
  test("with one part is tried again by the client, and nothing is lost", async () => {
    const place = aPlace();
    server.failNext(/partNumber=2/, 503, "SlowDown");
    await store.put(place, chunksOf(large, 1_000_000));
    expect(await store.verify(place)).toMatchObject({ sha256: sha(large) });
  });

  test.each([
    ["InternalError", 500, "unavailable", "try again in a few minutes"],
    ["AccessDenied", 403, "denied", "Ask whoever runs Closeout"],
    ["InvalidRequest", 400, "failed", "the log says more"],
  ])("that stays, %s, leaves no part behind and is told", async (code, status, kind, words) => {
    const place = aPlace();
    for (let attempt = 0; attempt < 3; attempt += 1) server.failNext(/POST .*uploadId=/, status, code);
    await expect(store.put(place, chunksOf(large, 1_000_000))).rejects.toMatchObject({
      code: kind,
      sentence: expect.stringContaining(words),
    });
    expect(server.uploads.size).toBe(0);
    expect(versions(place)).toEqual([]);
    // What was not used up must not meet the next test.
    await Promise.allSettled([1, 2].map(() => store.put(place, chunksOf(large, 1_000_000))));
  });

  test("with a wrong secret, an unknown bucket or location, or nobody there, is told", async () => {
    const place = aPlace();
    const stranger = anArchive({ credentials: { ...s3Credentials, secretAccessKey: "wrong" } });
    await expect(stranger.put(place, chunksOf("x"))).rejects.toMatchObject({ code: "denied" });
    const lost = anArchive({ places: { "*": { bucket: "nowhere", prefix: "" } } });
    await expect(lost.put(place, chunksOf("x"))).rejects.toMatchObject({ code: "not_configured" });
    await expect(
      (async () => store.put({ ...place, location: "elsewhere" }, chunksOf("x")))(),
    ).rejects.toMatchObject({
      code: "not_configured",
    });
    const alone = anArchive({ endpoint: "http://127.0.0.1:1" });
    await expect(alone.verify(place)).rejects.toMatchObject({ code: "unavailable", retryable: true });
  });

  test("of a died run is cleared away: its half-sent uploads, and no other's", async () => {
    server.uploads.set("mine", anUpload("logs/c9/abc/half.log"));
    server.uploads.set("another's", anUpload("logs/c8/abc/half.log"));
    expect(await store.cleanUp("log-archive", "c9/abc/")).toBe(0);
    expect([...server.uploads.keys()]).toEqual(["another's"]);
    server.uploads.clear();
  });

  test("that may still be written is left alone, on whichever page of the list it stands", async () => {
    const before = (hours: number) => systemClock.now().subtract({ hours });
    for (const [id, age] of [
      ["a", 25],
      ["b", 1],
      ["c", 30],
      ["d", 2],
      ["e", 26],
    ] as const) {
      server.uploads.set(id, anUpload(`logs/c9/abc/${id}.log`, before(age)));
    }
    server.pageSize = 2;
    expect(await store.cleanUp("log-archive", "c9/abc/", { idleMs: 24 * 60 * 60 * 1000 })).toBe(2);
    expect([...server.uploads.keys()]).toEqual(["b", "d"]);
    server.pageSize = 1000;
    server.uploads.clear();
  });

  test("whose upload somebody else has ended meanwhile is no fault", async () => {
    server.uploads.set("gone", anUpload("logs/c9/abc/half.log"));
    server.failNext(/^DELETE .*uploadId=gone/, 404, "NoSuchUpload");
    expect(await store.cleanUp("log-archive", "c9/abc/")).toBe(0);
    server.uploads.clear();
  });

  test("is named with all others below a key, without the location's prefix", async () => {
    const keys = ["c7/abc/1.log", "c7/abc/2.log", "c7/abc/deep/3.log"];
    for (const key of [...keys, "c7/other/4.log"])
      await store.put({ location: "log-archive", key }, chunksOf(key));
    server.pageSize = 2;
    expect(await allOf(store.keys("log-archive", "c7/abc/"))).toEqual(keys);
    server.pageSize = 1000;
    server.failNext(/list-type=2/, 403, "AccessDenied");
    const refused = allOf(store.keys("log-archive", "c7/abc/"));
    await expect(refused).rejects.toMatchObject({ code: "denied" });
  });

  test("is looked for by a ping", async () => {
    await store.ping("log-archive");
    server.failNext(/^HEAD \/vault/, 403, "Forbidden");
    await expect(store.ping("log-archive")).rejects.toMatchObject({ code: "denied" });
  });
});
