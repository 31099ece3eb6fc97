import { stat } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Sensei } from "../../../src/ports.ts";
import { archiveArtifacts } from "../../../src/usecases/archive/archive-artifacts.ts";
import { askVerification } from "../../../src/usecases/archive/ask-verification.ts";
import { classifyArtifact } from "../../../src/usecases/archive/classify-artifact.ts";
import { holdArtifact } from "../../../src/usecases/archive/hold-artifact.ts";
import { startArchive } from "../../../src/usecases/archive/start-archive.ts";
import { filesBelow } from "../../archive/support.ts";
import {
  archive,
  archiveTemplate,
  closeoutWithExport,
  moveOn,
  pathOf,
  removeObject,
  spooled,
  sweepAndWork,
  tamper,
  wholeExport,
  wordsOf,
  workOff,
} from "../../support/archive-world.ts";
import { senseiFault } from "../../support/fake-sensei.ts";
import { member, openWorld, type World } from "../../support/world.ts";
import { buildZip } from "../../support/zip-builder.ts";

const open = () => openWorld({ template: archiveTemplate });
const ofKind = async (world: World, closeout: Closeout, prefix: string) =>
  (await world.ledger(closeout)).filter(({ kind }) => kind.startsWith(prefix)).map(({ kind }) => kind);

async function artifact(world: World, closeout: Closeout, number: number) {
  const found = await world.deps.artifacts.find(closeout.id, number);
  if (found === undefined) throw new Error(`There is no #${number}`);
  return found;
}

describe("a run", () => {
  it("places every file of the export, registers all of them and completes the item", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    expect(await world.deps.archival.verified(closeout.id)).toEqual({
      complete: false,
      missing: ["Certificate", "Execution logs", "Mapping"],
    });
    await archive(world, closeout);

    const artifacts = await world.deps.artifacts.of(closeout.id);
    expect(
      artifacts.map(({ number, kind, place, retainUntil }) => [
        number,
        kind,
        place.location,
        String(retainUntil),
      ]),
    ).toEqual([
      [1, "certificate", "compliance-archive", "2033-03-02"],
      [2, "logs", "log-archive", "2028-03-02"],
      [3, "mapping", "knowledge-base", "indefinite"],
      [4, undefined, "knowledge-base", "indefinite"],
    ]);
    for (const one of artifacts) expect((await stat(pathOf(world, one))).mode & 0o777).toBe(0o440);
    expect(await spooled(world)).toEqual([]);
    expect(await world.deps.archival.verified(closeout.id)).toEqual({ complete: true, missing: [] });
    expect((await world.deps.closeouts.items([closeout.id], ["W1"]))[0]?.state.kind).toBe("done");
    expect(await ofKind(world, closeout, "ar")).toEqual([
      "archive.started",
      ...artifacts.map(() => "artifact.registered"),
      "archive.completed",
    ]);
    expect((await wordsOf(world, "archive_run"))[0]).toMatch(
      /are archived: 4 files \(\d+ bytes\) registered, each read back whole\. Every kind .* 1 file without a kind.*#4 misc\/notes\.dat\./,
    );
  });

  it("is begun once, and a second person is told that one is under way", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    const ask = (as: string) => startArchive(world.deps, { closeoutId: closeout.id, member: member(as) });
    const outcomes = await Promise.all([ask("ana"), ask("tom")]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["running", "started"]);
    await workOff(world);
    expect(await ofKind(world, closeout, "archive.")).toEqual(["archive.started", "archive.completed"]);
  });

  it("that is repeated registers nothing twice, and stores again what has gone missing", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await archive(world, closeout);
    const lost = await artifact(world, closeout, 2);
    await removeObject(pathOf(world, lost));
    await askVerification(world.deps, { closeoutId: closeout.id, number: 2, member: member("jonas") });
    await workOff(world);
    expect((await world.deps.archival.verified(closeout.id)).missing).toEqual(["Execution logs"]);
    moveOn(world, "PT1H");
    await archive(world, closeout);
    expect(await world.deps.artifacts.of(closeout.id)).toHaveLength(4);
    expect((await world.deps.archival.verified(closeout.id)).complete).toBe(true);
    expect((await wordsOf(world, "archive_run")).at(-1)).toMatch(/^Nothing new in the export/);
    expect((await wordsOf(world, "archive_findings"))[0]).toMatch(/is whole again/);
  });

  it.each([
    [
      "a hostile path",
      buildZip([...wholeExport, { name: "../../evil", data: "x" }]),
      /was refused: The file “\.\.\/\.\.\/evil” .*not a plain path.*Nothing was archived from it\.$/,
    ],
    [
      "a wrong checksum",
      buildZip([
        ...wholeExport,
        { name: "logs/bad.log", data: "x", listed: { crc32: 1 }, header: { crc32: 1 } },
      ]),
      /was refused: .*does not match its checksum.*Nothing was archived/,
    ],
    [
      "what is no ZIP",
      Buffer.from("<html>busy</html>"),
      /was refused: The export is not a ZIP archive\. Nothing was archived/,
    ],
    ["half of it", buildZip(wholeExport).subarray(0, 200), /was refused: .*Nothing was archived/],
  ])("that meets %s is refused with its sentence, and nothing stays", async (_, bytes, sentence) => {
    const world = await open();
    const closeout = await world.start();
    world.sensei.exports.set(closeout.migration.id, bytes);
    await archive(world, closeout);
    expect((await wordsOf(world, "archive_run"))[0]).toMatch(sentence);
    expect(await world.deps.artifacts.of(closeout.id)).toEqual([]);
    expect(await filesBelow(`${world.folder}/archive`)).toEqual([]);
    expect(await spooled(world)).toEqual([]);
    expect(await ofKind(world, closeout, "archive.")).toEqual(["archive.started", "archive.refused"]);
  });

  it("that Sensei fails says so and can be tried again", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    world.sensei.fault = senseiFault("unavailable");
    await archive(world, closeout);
    expect((await wordsOf(world, "archive_run"))[0]).toMatch(
      /failed: Sensei says unavailable\. Try again\. Nothing was registered\.$/,
    );
    world.sensei.fault = undefined;
    await archive(world, closeout);
    expect(await world.deps.artifacts.of(closeout.id)).toHaveLength(4);
  });

  it("downloads again from the beginning where it has to", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    const download: Sensei["downloadExport"] = world.sensei.downloadExport.bind(world.sensei);
    let downloads = 0;
    world.sensei.downloadExport = async (...args) => {
      downloads += 1;
      const stream = await download(...args);
      if (downloads > 1) return stream;
      const breaking = async function* () {
        yield Buffer.from("half");
        throw senseiFault("restart_needed");
      };
      return { ...stream, bytes: breaking() };
    };
    await archive(world, closeout);
    expect(downloads).toBe(2);
    expect(await world.deps.artifacts.of(closeout.id)).toHaveLength(4);
  });

  it("is refused before anything is written where the disk is too small", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    const download: Sensei["downloadExport"] = world.sensei.downloadExport.bind(world.sensei);
    world.sensei.downloadExport = async (...args) => ({
      ...(await download(...args)),
      totalBytes: 1e17,
    });
    await archive(world, closeout);
    expect((await wordsOf(world, "archive_run"))[0]).toMatch(
      /failed: There is no space left in the folder .*: the export has 100,000,000,000 MB and [\d,]+ MB are free/,
    );
    expect(await spooled(world)).toEqual([]);
  });

  it("whose worker stops is left to another at once, which does not download again what is there", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await startArchive(world.deps, { closeoutId: closeout.id, member: member("ana") });
    const run = await world.deps.artifacts.latestRun(closeout.id);
    const stop = new AbortController();
    const stopped = {
      ...world.deps,
      stopping: stop.signal,
      takeIn: async () => {
        stop.abort();
        throw new Error("called off");
      },
    };
    await archiveArtifacts(stopped, { runId: run?.id ?? "" });
    expect(await spooled(world)).toHaveLength(1);
    expect(await world.deps.artifacts.waitingRuns(1)).toEqual([run?.id]);
    world.sensei.fault = senseiFault("unavailable");
    await sweepAndWork(world);
    expect(await world.deps.artifacts.of(closeout.id)).toHaveLength(4);
    expect(await spooled(world)).toEqual([]);
  });
});

describe("permissions", () => {
  it.each([
    ["run", ["ana", "tom"]],
    ["verify", ["ana", "tom", "jonas", "li"]],
    ["hold", ["jonas"]],
    ["classify", ["ana", "tom"]],
  ] as const)("%s", async (act, allowed) => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    const { deps } = world;
    const common = { closeoutId: closeout.id };
    const acts = {
      run: (as: string) => startArchive(deps, { ...common, member: member(as) }),
      verify: (as: string) => askVerification(deps, { ...common, number: undefined, member: member(as) }),
      hold: (as: string) =>
        holdArtifact(deps, { ...common, number: 1, act: "hold", reason: "a lawsuit", member: member(as) }),
      classify: (as: string) =>
        classifyArtifact(deps, { ...common, number: 1, kind: "logs", member: member(as) }),
    };
    const people = ["ana", "tom", "jonas", "eva", "li", "ola", "maria"];
    const may = [];
    for (const one of people) if ((await acts[act](one)).kind !== "not_permitted") may.push(one);
    expect(may).toEqual(allowed);
    expect(await ofKind(world, closeout, "act.refused")).toHaveLength(people.length - allowed.length);
  });
});

describe("verification", () => {
  it("finds what was altered, tells channel, owner and compliance officer once a day, and again the next day", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await archive(world, closeout);
    await tamper(pathOf(world, await artifact(world, closeout, 1)));
    const verify = async () => {
      await askVerification(world.deps, {
        closeoutId: closeout.id,
        number: undefined,
        member: member("ana"),
      });
      await workOff(world);
    };
    await verify();
    const told = await wordsOf(world, "archive_findings");
    expect(told).toHaveLength(3);
    expect(told[0]).toMatch(
      /is not as it was registered: 1 file\. #1 certificate\/certificate\.pdf \(altered/,
    );
    expect((await wordsOf(world, "archive_verification"))[0]).toMatch(/1 of 4 files not as registered/);
    expect(
      new Set(
        world.chat.posts
          .filter(({ notice }) => notice.kind === "archive_findings")
          .map(({ conversation }) => conversation),
      ),
    ).toEqual(new Set([`channel:${closeout.channel}`, "direct:U_ANA", "direct:U_JONAS"]));
    await verify();
    expect(await wordsOf(world, "archive_findings")).toHaveLength(3);
    moveOn(world, "P1D");
    await verify();
    expect(await wordsOf(world, "archive_findings")).toHaveLength(6);
    expect((await world.deps.archival.verified(closeout.id)).missing).toEqual(["Certificate"]);
  });

  it("comes by itself to what was not read for thirty days", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await archive(world, closeout);
    const before = (await artifact(world, closeout, 1)).verified?.at;
    moveOn(world, "P29D");
    await sweepAndWork(world);
    expect((await artifact(world, closeout, 1)).verified?.at).toEqual(before);
    moveOn(world, "P2D");
    await sweepAndWork(world);
    const all = await world.deps.artifacts.of(closeout.id);
    expect(all.map(({ verified }) => String(verified?.at))).toEqual(all.map(() => String(world.clock.now())));
  });
});

describe("holds", () => {
  it("are placed and released with a reason, in the register and in the store", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await archive(world, closeout);
    const change = (act: "hold" | "release", reason: string) =>
      holdArtifact(world.deps, { closeoutId: closeout.id, number: 2, act, reason, member: member("jonas") });
    expect(await change("hold", " ")).toMatchObject({
      kind: "invalid",
      message: expect.stringContaining("Say why"),
    });
    expect(await change("hold", "a lawsuit")).toMatchObject({ kind: "done", stored: true, voided: false });
    expect(await change("hold", "another")).toMatchObject({ kind: "already" });
    expect(await artifact(world, closeout, 2)).toMatchObject({
      storeHolds: true,
      hold: { reason: "a lawsuit" },
    });
    moveOn(world, "P10Y");
    const held = await artifact(world, closeout, 2);
    await expect(world.deps.archive.remove(held.place)).rejects.toMatchObject({ code: "protected" });
    expect(await change("release", "it is over")).toMatchObject({ kind: "done", stored: true });
    expect((await artifact(world, closeout, 2)).storeHolds).toBe(false);
    expect(await ofKind(world, closeout, "hold.")).toEqual(["hold.placed", "hold.released"]);
  });

  it("reach the store later when it does not answer", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await archive(world, closeout);
    const away = Object.assign(new Error("away"), {
      name: "ArchiveError",
      code: "unavailable",
      retryable: true,
      sentence: "away",
    });
    const deps = {
      ...world.deps,
      archive: { ...world.deps.archive, protect: async () => Promise.reject(away) },
    };
    const input = {
      closeoutId: closeout.id,
      number: 1,
      act: "hold",
      reason: "a lawsuit",
      member: member("jonas"),
    } as const;
    expect(await holdArtifact(deps, input)).toMatchObject({ kind: "done", stored: false });
    await sweepAndWork(world);
    expect((await artifact(world, closeout, 1)).storeHolds).toBe(true);
  });
});

describe("what no rule knows", () => {
  it("is classified by hand: it moves, keeps its bytes, and the copy that was kept longest goes", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await archive(world, closeout);
    const before = await artifact(world, closeout, 4);
    const outcome = await classifyArtifact(world.deps, {
      closeoutId: closeout.id,
      number: 4,
      kind: "logs",
      member: member("tom"),
    });
    expect(outcome).toMatchObject({
      kind: "classified",
      name: "Execution logs",
      copyStays: false,
      longer: false,
    });
    const after = await artifact(world, closeout, 4);
    expect(after).toMatchObject({
      kind: "logs",
      location: "Log archive",
      place: { location: "log-archive" },
      sha256: before.sha256,
    });
    expect(String(after.retainUntil)).toBe("2028-03-02");
    await expect(stat(pathOf(world, before))).rejects.toThrow(/ENOENT/);
    expect(await world.deps.archive.verify(after.place)).toMatchObject({
      kind: "there",
      sha256: before.sha256,
    });
    // A later run knows what people said.
    await archive(world, closeout);
    expect(await world.deps.artifacts.of(closeout.id)).toHaveLength(4);
    await expect(stat(pathOf(world, before))).rejects.toThrow(/ENOENT/);
  });

  it("stays where it is as a second copy while it is on hold", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await archive(world, closeout);
    await holdArtifact(world.deps, {
      closeoutId: closeout.id,
      number: 4,
      act: "hold",
      reason: "a lawsuit",
      member: member("jonas"),
    });
    const before = await artifact(world, closeout, 4);
    expect(
      await classifyArtifact(world.deps, {
        closeoutId: closeout.id,
        number: 4,
        kind: "logs",
        member: member("tom"),
      }),
    ).toMatchObject({ kind: "classified", copyStays: true });
    expect((await stat(pathOf(world, before))).isFile()).toBe(true);
    expect(await artifact(world, closeout, 4)).toMatchObject({ storeHolds: true });
  });
});
