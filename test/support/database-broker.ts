import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { escapeIdentifier, Pool } from "pg";
import { pino } from "pino";
import { startEmbeddedPostgres } from "../../src/postgres/embedded/start.ts";
import { migrateDatabase } from "../../src/postgres/migrate.ts";

/** Hands out databases to the test files of one run. */
export type DatabaseBroker = { readonly url: string; close(): Promise<void> };

const log = pino({ level: "silent" });

/**
 * Opens a small HTTP door to one PostgreSQL server: `POST /?migrated=true` answers with the URL of a fresh database,
 * `DELETE /<name>` drops it. The server (a built-in one, or the one at `serverUrl`) is started by the first request, so
 * that a run without database tests does not pay for it.
 */
export async function openDatabaseBroker(serverUrl: string | undefined): Promise<DatabaseBroker> {
  let shop: Promise<Shop> | undefined;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://broker");
    shop ??= openShop(serverUrl);
    const work =
      request.method === "DELETE"
        ? shop.then((open) => open.drop(pathname.slice(1)))
        : shop.then((open) => open.create(searchParams.get("migrated") === "true"));
    work.then(
      (answer) => response.end(answer),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
      },
    );
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      const open = await shop?.catch(() => undefined);
      await open?.close();
    },
  };
}

type Shop = {
  create(migrated: boolean): Promise<string>;
  drop(name: string): Promise<string>;
  close(): Promise<void>;
};

async function openShop(serverUrl: string | undefined): Promise<Shop> {
  const host =
    serverUrl === undefined ? await startServer() : { url: serverUrl, stop: async () => undefined };
  const run = randomUUID().slice(0, 8);
  const made = new Set<string>();
  const admin = new Pool({ connectionString: host.url, max: 4 });
  admin.on("error", () => undefined);

  const create = async (template?: string): Promise<string> => {
    const name = `closeout_test_${run}_${made.size}`;
    made.add(name);
    await admin.query(`create database ${escapeIdentifier(name)} template ${template ?? "template0"}`);
    return name;
  };
  const drop = async (name: string): Promise<string> => {
    if (made.has(name)) await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
    return name;
  };
  const urlOf = (name: string): string => {
    const url = new URL(host.url);
    url.pathname = `/${name}`;
    return url.href;
  };

  let template: Promise<string> | undefined;
  const migratedTemplate = async (): Promise<string> => {
    const name = await create();
    await migrateDatabase({ url: urlOf(name), log });
    return name;
  };

  return {
    async create(migrated) {
      if (!migrated) return urlOf(await create());
      template ??= migratedTemplate();
      return urlOf(await create(await template));
    },
    drop,
    async close() {
      for (const name of made) await drop(name).catch(() => undefined);
      await admin.end();
      await host.stop();
    },
  };
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "closeout-test-"));
  const clean = (): Promise<void> =>
    rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  try {
    const server = await startEmbeddedPostgres({
      directory: join(directory, "postgres"),
      log,
      durable: false,
    });
    return { url: server.url, stop: () => server.stop().then(clean) };
  } catch (error) {
    await clean();
    throw error;
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}
