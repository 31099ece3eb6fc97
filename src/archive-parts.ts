import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createExportSpool } from "./archive/export-spool.ts";
import { findLeftovers } from "./archive/find-leftovers.ts";
import { takeIn } from "./archive/intake.ts";
import { openArchive } from "./archive/open-archive.ts";
import { clearNamedFiles } from "./bundle/nameless-file.ts";
import { createBundleWriter } from "./bundle/write-bundle.ts";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { locationSlug } from "./domain/archive/artifact-kind.ts";
import type { Template } from "./domain/template/template.ts";
import { printPaper } from "./pdf/print-paper.ts";
import { type ArchiveStore, type Artifacts, type Clock, isArchiveFault } from "./ports.ts";
import type { Shutdown } from "./shutdown.ts";
import { archiveArtifacts } from "./usecases/archive/archive-artifacts.ts";
import { clearLeftovers } from "./usecases/archive/clear-leftovers.ts";
import { disposeArtifacts } from "./usecases/archive/dispose-artifacts.ts";
import { guardArtifact } from "./usecases/archive/hold-artifact.ts";
import { runVerification, verifyInTurn } from "./usecases/archive/run-verification.ts";
import { everySoOften, sweepArchive } from "./usecases/archive/sweep-archive.ts";
import { makeBundle } from "./usecases/bundle/make-bundle.ts";
import type { Deps } from "./usecases/deps.ts";

/** The sandbox's own place beside whatever else uses the state folder. */
function sandboxFolder({ stateDir }: Pick<Config, "stateDir">): string {
  return join(stateDir, "sandbox");
}

/** The sandbox archives into a folder of its own, unless one was named for it. */
export function sandboxArchive(config: Config): Config["archive"] {
  const { archive, stateDir } = config;
  if (archive.kind !== "file" || archive.root !== join(stateDir, "archive")) return archive;
  return { kind: "file", root: join(sandboxFolder(config), "archive") };
}

/** Opens what the use cases need of the archive; the sandbox's begins `afresh` with its database, which is open by now. */
export async function openArchiveParts(config: Config, clock: Clock, shutdown: Shutdown, afresh: boolean) {
  if (afresh && config.databaseUrl === undefined)
    await rm(sandboxFolder(config), { recursive: true, force: true });
  const folder = afresh ? sandboxFolder(config) : config.stateDir;
  const bundles = join(folder, "bundles");
  await clearNamedFiles(bundles);
  const opened = await openArchive(config.archive, { clock, wallClock: systemClock });
  const { store } = opened;
  shutdown.add("archive", async () => opened.close());
  return {
    archive: store,
    spool: createExportSpool(join(folder, "exports")),
    takeIn: (input: Parameters<typeof takeIn>[1]) => takeIn(store, input),
    findLeftovers: (input: Parameters<typeof findLeftovers>[1]) => findLeftovers(store, input),
    writeBundle: createBundleWriter(bundles),
    printPaper,
    verifyEvery: config.archiveVerifyEvery,
  };
}

/** What the jobs call for the archive, the sweep's part and the tidying's. */
export function archiveJobs(deps: Deps) {
  return {
    jobs: {
      archive: (payload: { runId: string }) => archiveArtifacts(deps, payload),
      verifyAsked: (payload: { verificationId: string }) => runVerification(deps, payload),
      verifyInTurn: (payload: { closeoutId: string; number: number }) => verifyInTurn(deps, payload),
      makeBundle: (payload: { bundleId: string }) => makeBundle(deps, payload),
      guard: (payload: { closeoutId: string; number: number }) => guardArtifact(deps, payload),
      dispose: (payload: { closeoutId: string }) => disposeArtifacts(deps, payload),
      clearLeftovers: (payload: { closeoutId: string }) => clearLeftovers(deps, payload),
    },
    sweep: everySoOften(() => sweepArchive(deps)),
    tidy: () => clearSpool(deps),
  };
}

/** Removes what runs that have ended left on disk. */
async function clearSpool({
  spool,
  artifacts,
}: Pick<Deps, "spool"> & { artifacts: Artifacts }): Promise<void> {
  await spool.clear(async (runId) => (await artifacts.run(runId))?.state.kind === "running");
}

/** Whether each of the procedure's places can be written to; the store's own sentence where not. */
export function archiveCheck(store: ArchiveStore, template: Pick<Template, "artifacts">) {
  const locations = [...new Set(template.artifacts.map(({ location }) => locationSlug(location)))];
  return async (): Promise<void> => {
    try {
      await Promise.all(locations.map((location) => store.ping(location)));
    } catch (error) {
      throw isArchiveFault(error) ? new Error(error.sentence) : error;
    }
  };
}
