import { readdir, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { ArchiveError } from "../../../src/archive/archive-error.ts";
import { takeIn } from "../../../src/archive/intake.ts";
import { objectKey } from "../../../src/archive/object-key.ts";
import { systemClock } from "../../../src/clock.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { ArchivePlace, ArchiveStore, TakeInExport } from "../../../src/ports.ts";
import { archiveArtifacts } from "../../../src/usecases/archive/archive-artifacts.ts";
import { clearLeftovers } from "../../../src/usecases/archive/clear-leftovers.ts";
import { holdArtifact } from "../../../src/usecases/archive/hold-artifact.ts";
import { startArchive } from "../../../src/usecases/archive/start-archive.ts";
import { chunksOf, filesBelow } from "../../archive/support.ts";
import {
  archive,
  archiveTemplate,
  closeoutWithExport,
  moveOn,
  sweepAndWork,
  wholeExport,
} from "../../support/archive-world.ts";
import { member, openWorld, type World } from "../../support/world.ts";
import { buildZip } from "../../support/zip-builder.ts";

const open = () => openWorld({ template: archiveTemplate });
const files = (world: World) => filesBelow(join(world.folder, "archive"));
const otherExport = "b".repeat(64);

/** What the archive holds of the whole export and nothing else: four objects with their guards. */
async function onlyRegistered(world: World, { id }: Closeout): Promise<readonly string[]> {
  const artifacts = await world.deps.artifacts.of(id);
  return artifacts
    .map(({ place }) => join(place.location, place.key))
    .flatMap((path) => [path, join(dirname(path), `.guard-${path.split("/").at(-1)}`)])
    .toSorted();
}

/** Begins a run whose store takes two files and is full then. */
async function failingRun(world: World, closeout: Closeout): Promise<void> {
  await startArchive(world.deps, { closeoutId: closeout.id, member: member("ana") });
  const runId = (await world.deps.artifacts.latestRun(closeout.id))?.id ?? "";
  await archiveArtifacts({ ...world.deps, takeIn: fullAfter(2, world.deps.archive) }, { runId });
  expect((await world.deps.artifacts.run(runId))?.state.kind).toBe("failed");
}

function fullAfter(count: number, store: ArchiveStore): TakeInExport {
  let left = count;
  const full: ArchiveStore = {
    ...store,
    put: async (...input) => {
      left -= 1;
      if (left < 0) throw new ArchiveError("full", "here");
      return await store.put(...input);
    },
  };
  return (input) => takeIn(full, input);
}

/** An object that a run of another export has stored and nobody has registered. */
async function leave(world: World, closeout: Closeout, sha256 = otherExport): Promise<ArchivePlace> {
  await world.sql(
    "insert into archive_export (closeout_id, sha256) values ($1, $2) on conflict do nothing",
    closeout.id,
    sha256,
  );
  const place = { location: "log-archive", key: objectKey(closeout.id, sha256, "logs/left.log") };
  await world.deps.archive.put(place, chunksOf("left behind"));
  return place;
}

const isThere = async (world: World, place: ArchivePlace) =>
  (await world.deps.archive.verify(place)).kind === "there";

async function nextDay(world: World): Promise<void> {
  moveOn(world, "P1DT1M");
  await sweepAndWork(world);
}

describe("a day after a run that failed", () => {
  it("what it had stored whole is cleared away; until then a further run may take it over", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await failingRun(world, closeout);
    expect(await files(world)).toHaveLength(2);
    moveOn(world, "PT23H");
    await sweepAndWork(world);
    expect(await files(world)).toHaveLength(2);
    await nextDay(world);
    expect(await files(world)).toEqual([]);
  });

  it("nothing is lost that a later run has registered, of the same export or of another", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await failingRun(world, closeout);
    world.sensei.exports.set(
      closeout.migration.id,
      buildZip([...wholeExport, { name: "misc/more.dat", data: "more" }]),
    );
    await archive(world, closeout);
    expect(await files(world)).toHaveLength(2 + 2 * 5);
    await nextDay(world);
    expect(await files(world)).toEqual(await onlyRegistered(world, closeout));
    for (const artifact of await world.deps.artifacts.of(closeout.id)) {
      expect(await isThere(world, artifact.place)).toBe(true);
    }
  });

  it("it is looked for once", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await archive(world, closeout);
    await nextDay(world);
    const jobs = () => world.queue.jobs.filter(({ name }) => name === "clear-leftovers");
    expect(jobs()).toEqual([expect.objectContaining({ payload: { closeoutId: closeout.id } })]);
    await nextDay(world);
    expect(jobs()).toHaveLength(1);
  });
});

describe("an object that no run has registered", () => {
  it("stays while another run is under way, and goes a day later", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    const place = await leave(world, closeout);
    await startArchive(world.deps, { closeoutId: closeout.id, member: member("ana") });
    await clearLeftovers(world.deps, { closeoutId: closeout.id });
    expect(await isThere(world, place)).toBe(true);
    await nextDay(world);
    await nextDay(world);
    expect(await isThere(world, place)).toBe(false);
    expect(await files(world)).toEqual(await onlyRegistered(world, closeout));
  });

  it("stays when a run begins between the look and the removal", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    const place = await leave(world, closeout);
    await clearLeftovers(
      {
        ...world.deps,
        findLeftovers: async (input) => {
          const found = await world.deps.findLeftovers(input);
          await startArchive(world.another(), { closeoutId: closeout.id, member: member("ana") });
          return found;
        },
      },
      { closeoutId: closeout.id },
    );
    expect(await isThere(world, place)).toBe(true);
  });

  it("stays when it was registered between the look and the removal", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await archive(world, closeout);
    const [registered] = await world.deps.artifacts.of(closeout.id);
    if (registered === undefined) throw new Error("Nothing is registered");
    await world.deps.archive.put({ location: "log-archive", key: registered.place.key }, chunksOf("copy"));
    await clearLeftovers(
      {
        ...world.deps,
        findLeftovers: async () => ({
          unregistered: [registered.place, { location: "log-archive", key: registered.place.key }],
          unfinished: 0,
        }),
      },
      { closeoutId: closeout.id },
    );
    expect(await isThere(world, registered.place)).toBe(true);
    expect(await isThere(world, { location: "log-archive", key: registered.place.key })).toBe(true);
  });

  it("stays where the store has promised to keep it, and the log says so", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    const place = await leave(world, closeout);
    await world.deps.archive.protect(place, {
      retainUntil: Temporal.PlainDate.from("2033-03-02"),
      hold: false,
    });
    await clearLeftovers(world.deps, { closeoutId: closeout.id });
    expect(await isThere(world, place)).toBe(true);
    expect(world.logged).toContainEqual(
      expect.objectContaining({ level: "warn", fields: { closeout: closeout.id, kept: 1 } }),
    );
  });

  it("is no business of ours where it lies elsewhere than an export of this closeout: a bundle, another's", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await archive(world, closeout);
    const elsewhere = [
      { location: "compliance-archive", key: `${closeout.id}/evidence/1/bundle.zip` },
      { location: "log-archive", key: objectKey(closeout.id, "c".repeat(64), "logs/unknown.log") },
      { location: "log-archive", key: objectKey("another", otherExport, "logs/left.log") },
    ];
    for (const place of elsewhere) await world.deps.archive.put(place, chunksOf("not ours"));
    await leave(world, closeout);
    await nextDay(world);
    expect(await Promise.all(elsewhere.map((place) => isThere(world, place)))).toEqual([true, true, true]);
  });
});

describe("half-written files", () => {
  it("go once nobody has written to them for a day; younger ones are looked at again the next day", async () => {
    const world = await open();
    const closeout = await closeoutWithExport(world);
    await archive(world, closeout);
    const [artifact] = await world.deps.artifacts.of(closeout.id);
    if (artifact === undefined) throw new Error("Nothing is registered");
    const folder = dirname(join(world.folder, "archive", artifact.place.location, artifact.place.key));
    const halfWritten = async () => (await readdir(folder)).filter((name) => name.startsWith(".incoming-"));
    const touch = async (name: string, hoursAgo: number) => {
      await writeFile(join(folder, name), "half");
      const at = systemClock.now().subtract({ hours: hoursAgo }).epochMilliseconds / 1000;
      await utimes(join(folder, name), at, at);
    };
    await touch(".incoming-old", 25);
    await touch(".incoming-new", 1);
    await nextDay(world);
    expect(await halfWritten()).toEqual([".incoming-new"]);
    await touch(".incoming-new", 26);
    await nextDay(world);
    expect(await halfWritten()).toEqual([]);
    expect(await files(world)).toEqual(await onlyRegistered(world, closeout));
  });
});

it("a store that does not answer is asked again the next day", async () => {
  const world = await open();
  const closeout = await closeoutWithExport(world);
  const place = await leave(world, closeout);
  await clearLeftovers(
    {
      ...world.deps,
      findLeftovers: async () => {
        throw new ArchiveError("unavailable", "the archive");
      },
    },
    { closeoutId: closeout.id },
  );
  expect(await isThere(world, place)).toBe(true);
  await nextDay(world);
  expect(await isThere(world, place)).toBe(false);
});

it("what is on hold is kept with every copy of it", async () => {
  const world = await open();
  const closeout = await closeoutWithExport(world);
  await archive(world, closeout);
  const [artifact] = await world.deps.artifacts.of(closeout.id);
  if (artifact === undefined) throw new Error("Nothing is registered");
  const hold = { closeoutId: closeout.id, number: 1, act: "hold", reason: "a lawsuit" } as const;
  await holdArtifact(world.deps, { ...hold, member: member("jonas") });
  const copy = { location: "knowledge-base", key: artifact.place.key };
  await world.deps.archive.put(copy, chunksOf("a copy"));
  await nextDay(world);
  expect(await isThere(world, copy)).toBe(true);
  expect(await isThere(world, artifact.place)).toBe(true);
});
