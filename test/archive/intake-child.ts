import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pino } from "pino";
import { createFileArchive } from "../../src/archive/file-archive.ts";
import { takeIn } from "../../src/archive/intake.ts";
import { systemClock } from "../../src/clock.ts";
import { system } from "../../src/domain/identity.ts";
import type { ArchiveStore } from "../../src/ports.ts";
import { createDatabase } from "../../src/postgres/database.ts";
import { createStore } from "../../src/postgres/store.ts";
import { loadTemplate } from "../../src/template-file.ts";
import { testSigner } from "../support/signers.ts";

/**
 * One worker that takes in one export and registers it, in a process of its own. It kills itself at the step whose number it is
 * given; 0 is never. The number of steps is printed at the end.
 */
const [url = "", root = "", zipPath = "", closeoutId = "", runId = "", killAt = "0"] = process.argv.slice(2);
let steps = 0;

function step(): void {
  steps += 1;
  if (steps !== Number(killAt)) return;
  process.kill(process.pid, "SIGKILL");
  for (;;);
}

async function* stepping(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    step();
    yield chunk;
    step();
  }
}

async function between<T>(work: () => Promise<T>): Promise<T> {
  step();
  const result = await work();
  step();
  return result;
}

function killable(store: ArchiveStore): ArchiveStore {
  return {
    ...store,
    put: (place, source, options) => between(() => store.put(place, stepping(source), options)),
    verify: (place) => between(() => store.verify(place)),
    protect: (place, guard) => between(() => store.protect(place, guard)),
    remove: (place) => between(() => store.remove(place)),
    cleanUp: (location, prefix, options) => between(() => store.cleanUp(location, prefix, options)),
  };
}

const db = createDatabase({ url, poolSize: 2, log: pino({ level: "silent" }) });
const { artifacts, closeouts } = createStore(db, systemClock, { betweenPostsMs: 0 }, testSigner);
const claim = await artifacts.claimRun(runId);
if (claim === undefined) throw new Error("The run is not to be had");
const hash = createHash("sha256");
let bytes = 0;
for await (const chunk of createReadStream(zipPath)) {
  hash.update(chunk);
  bytes += chunk.length;
}
const exportSha256 = hash.digest("hex");
await between(() => artifacts.keepRun(claim, { export: { bytes, sha256: exportSha256 } }));
const known = new Set((await artifacts.of(closeoutId)).map(({ place }) => `${place.location}/${place.key}`));
const { template } = await loadTemplate();
const outcome = await takeIn(
  killable(createFileArchive({ root, clock: systemClock, wallClock: systemClock })),
  {
    zipPath,
    closeoutId,
    exportSha256,
    template,
    storedAt: systemClock.now(),
    isRegistered: ({ location, key }) => known.has(`${location}/${key}`),
    onProgress: () => step(),
  },
);
await between(() =>
  closeouts.change(closeoutId, async (change) => {
    const at = systemClock.now();
    const end =
      outcome.kind === "whole"
        ? { kind: "completed" as const }
        : { kind: "refused" as const, why: outcome.sentence };
    if (!(await change.artifacts.endRun(claim, at, end))) throw new Error("The claim was lost");
    step();
    if (outcome.kind === "whole") {
      const list = outcome.artifacts.map((one) => ({ ...one, storedAt: at, verifiedAt: at }));
      for (const one of await change.artifacts.register(runId, list)) {
        await change.record({ actor: system, kind: "artifact.registered", data: { path: one.path } });
      }
    }
    step();
    await change.record({
      actor: system,
      kind: outcome.kind === "whole" ? "archive.completed" : "archive.refused",
      data: {},
    });
    step();
  }),
);
await db.destroy();
process.stdout.write(`steps ${steps}\n`);
