import { chmod, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../ports.ts";
import { type Binaries, findNativeFolder, prepareBinaries } from "./binaries.ts";
import { type Cluster, ensureCluster, lastLines, removeDrafts } from "./cluster.ts";
import { diskFull, EmbeddedPostgresError, fileFault, speaksOfFullDisk } from "./errors.ts";
import { freePort } from "./free-port.ts";
import { chooseLauncher, type Launcher } from "./launcher.ts";
import { clearLeftover } from "./leftover.ts";
import { lockDirectory } from "./lock.ts";
import { type Postmaster, startPostmaster } from "./postmaster.ts";
import { becomesReady, urlOf } from "./readiness.ts";
import { openServerLog, type ServerLog } from "./server-log.ts";
import { superviseServer } from "./supervise.ts";

export type EmbeddedPostgresInput = {
  /** Everything lives here; made if absent. Nothing else may be kept in it. */
  readonly directory: string;
  readonly log: Log;
  /** False trades safety against a power cut for speed: for tests and benchmarks only. */
  readonly durable?: boolean;
};

export type EmbeddedPostgres = {
  /** Of Closeout's own database; stays the same while this server lives, also over a crash of the database. */
  readonly url: string;
  /** The server's own log. */
  readonly logFile: string;
  /** The server's process at this moment; undefined between a crash and the new start. */
  pid(): number | undefined;
  /** Shuts the server down, waits for its end and frees the directory; a second call waits for the first. Close all pools first. */
  stop(): Promise<void>;
};

/**
 * Starts the PostgreSQL that comes with Closeout, on a free port of loopback, and returns when it answers queries. A
 * server that ends by itself is started again. Throws {@link EmbeddedPostgresError} with a text for the operator.
 */
export async function startEmbeddedPostgres(input: EmbeddedPostgresInput): Promise<EmbeddedPostgres> {
  const { log, durable = true } = input;
  const directory = resolve(input.directory);
  await prepareDirectory(directory);
  const lock = await lockDirectory(directory);
  try {
    await removeDrafts(directory);
    const native = await findNativeFolder();
    const binaries = await prepareBinaries(native, join(directory, "lib"));
    const launcher = await chooseLauncher(binaries, directory);
    const cluster = await ensureCluster({ directory, binaries, launcher, durable });
    if (await clearLeftover(cluster.data))
      log.info({}, "stopped the database server that an earlier run left behind");
    const serverLog = openServerLog(join(directory, "postgres.log"));
    const site: Site = { directory, binaries, launcher, cluster, durable, serverLog };
    const { postmaster, port } = await startOnFreePort(site);
    const supervisor = superviseServer({
      first: postmaster,
      again: () => startOn(site, port),
      explain: (how) => explainEnd(site, how),
      log,
    });
    let stopped: Promise<void> | undefined;
    return {
      url: urlOf({ port, password: cluster.password }),
      logFile: serverLog.file,
      pid: supervisor.pid,
      stop: () => (stopped ??= supervisor.stop().then(() => lock.release())),
    };
  } catch (error) {
    await lock.release();
    throw fileFault(error, directory);
  }
}

type Site = {
  readonly directory: string;
  readonly binaries: Binaries;
  readonly launcher: Launcher;
  readonly cluster: Cluster;
  readonly durable: boolean;
  readonly serverLog: ServerLog;
};

/** Others may pass through (the database may run as another user), but not look around. */
async function prepareDirectory(directory: string): Promise<void> {
  try {
    const made = await mkdir(directory, { recursive: true });
    if (made !== undefined) await chmod(directory, 0o711);
  } catch (error) {
    throw fileFault(error, directory);
  }
}

const PORT_TRIES = 5;

async function startOnFreePort(site: Site): Promise<{ postmaster: Postmaster; port: number }> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    try {
      return { postmaster: await startOn(site, port), port };
    } catch (error) {
      // Somebody else may have taken the port in between.
      if (
        tries === PORT_TRIES ||
        !/Address already in use|could not create any TCP/.test(site.serverLog.recent())
      )
        throw error;
    }
  }
}

/** The backends of a killed server need a moment to notice; only then its shared memory is free. */
const MEMORY_WAIT_MS = 10_000;

async function startOn(site: Site, port: number): Promise<Postmaster> {
  const begin = performance.now();
  for (;;) {
    const postmaster = startPostmaster({ ...site, data: site.cluster.data, port });
    if (await becomesReady(postmaster, { port, password: site.cluster.password })) return postmaster;
    const waits = /shared memory block .* still in use/.test(site.serverLog.recent());
    const how = postmaster.hasEnded() ? await postmaster.ended : "it did not answer in time";
    await postmaster.stop();
    if (!waits || performance.now() - begin > MEMORY_WAIT_MS) throw explainEnd(site, how);
    await sleep(200);
  }
}

function explainEnd({ directory, serverLog }: Site, how: string): EmbeddedPostgresError {
  const words = serverLog.recent();
  if (speaksOfFullDisk(words)) return diskFull(directory, new Error(words));
  return new EmbeddedPostgresError(
    "no_start",
    `The built-in PostgreSQL in ${directory} is not running (${how}). Its last words: ${lastLines(words) || "none"}. ` +
      `The whole log is in ${serverLog.file}.`,
  );
}
