import { createHash } from "node:crypto";
import { mkdir, readFile, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { createFileArchive } from "../../src/archive/file-archive.ts";
import { onDisk } from "../../src/archive/file-faults.ts";
import { systemClock } from "../../src/clock.ts";
import type { ArchiveStore } from "../../src/ports.ts";
import { at } from "../domain/examples.ts";
import { type ManualClock, manualClock } from "../support/manual-clock.ts";
import { allOf, chunksOf, filesBelow, testFolder, textOf } from "./support.ts";

const folder = testFolder();
const sha = (text: string) => createHash("sha256").update(text).digest("hex");
const place = { location: "log-archive", key: "c1/abcd/run.log" };

function anArchive(): { store: ArchiveStore; root: string; clock: ManualClock } {
  const root = folder.fresh();
  const clock = manualClock(at("2026-02-12T09:00"));
  return { store: createFileArchive({ root, clock, wallClock: systemClock }), root, clock };
}

const day = (text: string) => Temporal.PlainDate.from(text);

describe("an object", () => {
  test("is stored whole, read-only, and read back from the disk", async () => {
    const { store, root } = anArchive();
    const expected = { bytes: 11, sha256: sha("all is well") };
    expect(await store.put(place, chunksOf("all is well"))).toEqual({ kind: "stored", ...expected });
    expect(await store.verify(place)).toEqual({ kind: "there", ...expected });
    expect(await textOf(await store.open(place))).toBe("all is well");
    const { mode, nlink } = await stat(join(root, "log-archive/c1/abcd/run.log"));
    expect([mode & 0o777, nlink]).toEqual([0o440, 1]);
    expect(await filesBelow(root)).toEqual(["log-archive/c1/abcd/run.log"]);
  });

  test("that is empty is one too", async () => {
    const { store } = anArchive();
    await store.put(place, chunksOf(""));
    expect(await store.verify(place)).toMatchObject({ kind: "there", bytes: 0, sha256: sha("") });
  });

  test("of many chunks comes back as it was, while it is read in turns", async () => {
    const { store } = anArchive();
    const bytes = Buffer.from(Array.from({ length: 5 * 1024 ** 2 }, (_, index) => (index * 7919) % 251));
    await store.put(place, chunksOf(bytes, 100_000));
    expect(await store.verify(place)).toMatchObject({ bytes: bytes.length });
    expect((await textOf(await store.open(place))) === bytes.toString()).toBe(true);
  });

  test("stored again with the same bytes is there already; with others it is left as it is", async () => {
    const { store, root } = anArchive();
    await store.put(place, chunksOf("first"));
    expect(await store.put(place, chunksOf("first"))).toMatchObject({ kind: "already_there" });
    await expect(store.put(place, chunksOf("other"))).rejects.toMatchObject({
      code: "conflict",
      sentence: expect.stringContaining("Something else is already stored"),
    });
    expect(await textOf(await store.open(place))).toBe("first");
    expect(await filesBelow(root)).toHaveLength(1);
  });

  test("stored by two at once is stored once", async () => {
    const { store, root } = anArchive();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => store.put(place, chunksOf("same"))));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([
      ...Array(7).fill("already_there"),
      "stored",
    ]);
    expect(await filesBelow(root)).toHaveLength(1);
  });

  test("is invisible until it is whole, and leaves nothing when its source fails", async () => {
    const { store, root } = anArchive();
    let seen: unknown;
    async function* failing() {
      yield Buffer.from("half");
      seen = await store.verify(place);
      throw new RangeError("the source broke");
    }
    await expect(store.put(place, failing())).rejects.toThrow(new RangeError("the source broke"));
    expect(seen).toEqual({ kind: "missing" });
    expect(await filesBelow(root)).toEqual([]);
  });

  test("that is not what was expected never becomes visible", async () => {
    const { store, root } = anArchive();
    const putting = store.put(place, chunksOf("other"), { sha256: sha("expected") });
    await expect(putting).rejects.toMatchObject({ code: "altered" });
    expect(await filesBelow(root)).toEqual([]);
  });

  test("that was changed on the disk is found out, and one that is gone is missing", async () => {
    const { store, root } = anArchive();
    expect(await store.verify(place)).toEqual({ kind: "missing" });
    expect(await store.open(place)).toBeUndefined();
    await mkdir(join(root, "log-archive/c1/abcd"), { recursive: true });
    await writeFile(join(root, "log-archive", place.key), "tampered");
    expect(await store.verify(place)).toMatchObject({ sha256: sha("tampered") });
  });

  test("is not read through a link", async () => {
    const { store, root } = anArchive();
    await mkdir(join(root, "log-archive/c1/abcd"), { recursive: true });
    await symlink("/etc/hostname", join(root, "log-archive", place.key));
    await expect(store.verify(place)).rejects.toMatchObject({ code: "failed" });
    await expect(store.put(place, chunksOf("x"))).rejects.toMatchObject({ code: "failed" });
  });
});

describe("a guard", () => {
  test("keeps an object through its last day, and not longer", async () => {
    const { store, clock, root } = anArchive();
    await store.put(place, chunksOf("kept"));
    await store.protect(place, { retainUntil: day("2028-02-12"), hold: false });
    clock.set(Temporal.Instant.from("2028-02-12T23:59:59Z"));
    await expect(store.remove(place)).rejects.toMatchObject({
      code: "protected",
      sentence: expect.stringContaining("It was not removed"),
    });
    clock.set(Temporal.Instant.from("2028-02-13T00:00:00Z"));
    await store.remove(place);
    expect(await filesBelow(root)).toEqual([]);
  });

  test("with a hold keeps it for ever, until the hold is released", async () => {
    const { store, clock } = anArchive();
    await store.put(place, chunksOf("kept"));
    await store.protect(place, { retainUntil: day("2028-02-12"), hold: true });
    clock.set(Temporal.Instant.from("2099-01-01T00:00:00Z"));
    await expect(store.remove(place)).rejects.toMatchObject({ code: "protected" });
    await store.protect(place, { retainUntil: day("2028-02-12"), hold: false });
    await store.remove(place);
    expect(await store.verify(place)).toEqual({ kind: "missing" });
  });

  test("never takes back a day, not even by way of indefinite", async () => {
    const { store } = anArchive();
    await store.put(place, chunksOf("kept"));
    const until = async (text: string) => {
      const guard = { retainUntil: text === "indefinite" ? text : day(text), hold: false } as const;
      return (await store.protect(place, guard)).retainUntil.toString();
    };
    expect(await until("2028-02-12")).toBe("2028-02-12");
    expect(await until("2027-01-01")).toBe("2028-02-12");
    expect(await until("2033-02-12")).toBe("2033-02-12");
    expect(await until("indefinite")).toBe("indefinite");
    expect(await until("2028-02-12")).toBe("2033-02-12");
  });

  test("that was indefinite may become a day once somebody has said what the object is", async () => {
    const { store } = anArchive();
    await store.put(place, chunksOf("kept"));
    await store.protect(place, { retainUntil: "indefinite", hold: false });
    await expect(store.remove(place)).rejects.toMatchObject({ code: "protected" });
    const guard = { retainUntil: day("2028-02-12"), hold: false };
    expect(await store.protect(place, guard)).toEqual(guard);
  });

  test("that cannot be read protects", async () => {
    const { store, root } = anArchive();
    await store.put(place, chunksOf("kept"));
    await writeFile(join(root, "log-archive/c1/abcd/.guard-run.log"), "{");
    await expect(store.remove(place)).rejects.toMatchObject({ code: "failed" });
    expect(await textOf(await store.open(place))).toBe("kept");
  });

  test("needs an object", async () => {
    const { store } = anArchive();
    const protecting = store.protect(place, { retainUntil: "indefinite", hold: false });
    await expect(protecting).rejects.toMatchObject({ code: "missing" });
  });
});

describe("the store", () => {
  test("clears away what a died run left, and nothing else", async () => {
    const { store, root } = anArchive();
    await store.put(place, chunksOf("kept"));
    await store.put({ ...place, key: "c2/ffff/other.log" }, chunksOf("another's"));
    for (const one of ["c1/abcd/.incoming-1", "c1/.incoming-2", "c2/ffff/.incoming-3"]) {
      await writeFile(join(root, "log-archive", one), "half");
    }
    await store.cleanUp("log-archive", "c1/");
    await store.cleanUp("log-archive", "never-there/");
    expect(await filesBelow(join(root, "log-archive"))).toEqual([
      "c1/abcd/run.log",
      "c2/ffff/.incoming-3",
      "c2/ffff/other.log",
    ]);
  });

  test("leaves alone what somebody may still be writing, and says how much that is", async () => {
    const { store, root } = anArchive();
    await store.put(place, chunksOf("kept"));
    const half = (name: string) => join(root, "log-archive/c1/abcd", name);
    await writeFile(half(".incoming-old"), "half");
    await writeFile(half(".incoming-new"), "half");
    const yesterday = systemClock.now().subtract({ hours: 25 }).epochMilliseconds / 1000;
    await utimes(half(".incoming-old"), yesterday, yesterday);
    const aDay = { idleMs: 24 * 60 * 60 * 1000 };
    expect(await store.cleanUp("log-archive", "c1/", aDay)).toBe(1);
    expect(await store.cleanUp("log-archive", "c2/", aDay)).toBe(0);
    expect(await filesBelow(join(root, "log-archive"))).toEqual(["c1/abcd/.incoming-new", "c1/abcd/run.log"]);
  });

  test("names its whole objects below a key, and nothing that is none", async () => {
    const { store, root } = anArchive();
    for (const key of ["c1/abcd/run.log", "c1/abcd/deep/%E2%82%AC.log", "c1/other/x.log"]) {
      await store.put({ ...place, key }, chunksOf(key));
    }
    await store.protect(place, { retainUntil: "indefinite", hold: false });
    await writeFile(join(root, "log-archive/c1/abcd/.incoming-1"), "half");
    await writeFile(join(root, "log-archive/c1/abcd/read me.txt"), "somebody's");
    await symlink("/etc/hostname", join(root, "log-archive/c1/abcd/link.log"));
    const keys = await allOf(store.keys("log-archive", "c1/abcd/"));
    expect(keys.toSorted()).toEqual(["c1/abcd/deep/%E2%82%AC.log", "c1/abcd/run.log"]);
    expect(await allOf(store.keys("log-archive", "c9/"))).toEqual([]);
  });

  test("removes nothing twice, and only the folders that became empty", async () => {
    const { store, root } = anArchive();
    await store.put(place, chunksOf("one"));
    await store.put({ ...place, key: "c1/other.log" }, chunksOf("two"));
    await store.remove(place);
    await store.remove(place);
    expect(await readFile(join(root, "log-archive/c1/other.log"), "utf8")).toBe("two");
    await expect(stat(join(root, "log-archive/c1/abcd"))).rejects.toThrow();
  });

  test("says where things lie, and whether they can", async () => {
    const { store, root } = anArchive();
    expect(store.describe("log-archive")).toBe(`folder ${root}/log-archive`);
    await store.ping("log-archive");
    await writeFile(join(root, "project-archive"), "in the way");
    await expect(store.ping("project-archive")).rejects.toMatchObject({ code: "failed" });
  });

  test.each(["../x", "a/../b", "/a", "a//b", ".hidden", "a/.incoming-1", "a\\b", ""])(
    "takes no key that could lead elsewhere: %j",
    async (key) => {
      const { store, root } = anArchive();
      await expect((async () => store.put({ ...place, key }, chunksOf("x")))()).rejects.toThrow(TypeError);
      await expect((async () => store.put({ ...place, location: key }, chunksOf("x")))()).rejects.toThrow(
        TypeError,
      );
      expect(await filesBelow(root)).toEqual([]);
    },
  );

  test.each([
    ["ENOSPC", "full", "There is no space left in /archive"],
    ["EDQUOT", "full", "make room and try again"],
    ["EACCES", "denied", "Ask whoever runs Closeout"],
    ["EROFS", "denied", "may not write to"],
    ["EIO", "failed", "the log says more"],
  ])("tells what %s means for the person who waits", async (code, kind, words) => {
    const failing = onDisk("/archive", async () => {
      throw Object.assign(new Error(code), { code });
    });
    await expect(failing).rejects.toMatchObject({ code: kind, sentence: expect.stringContaining(words) });
  });
});
