import { setTimeout as sleep } from "node:timers/promises";
import { Client, escapeIdentifier } from "pg";
import { errorCode } from "../error-code.ts";
import { ROLE } from "./cluster.ts";
import type { Postmaster } from "./postmaster.ts";

/** Where the server listens, and the only password that opens it. */
export type Endpoint = { readonly port: number; readonly password: string };

/** The connection string of a database on the endpoint. */
export function urlOf({ port, password }: Endpoint, database: string = ROLE): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
}

/** Recovery after a crash may read a lot of log; beyond this something else is wrong. */
const PATIENCE_MS = 120_000;

/**
 * Waits until the server answers a query, by asking one: "ready" from a log may mean another server's port. Makes
 * Closeout's database on the first start. Returns false if the process ended or time ran out instead.
 */
export async function becomesReady(postmaster: Postmaster, endpoint: Endpoint): Promise<boolean> {
  const begin = performance.now();
  while (!postmaster.hasEnded() && performance.now() - begin < PATIENCE_MS) {
    const answer = await ask(endpoint);
    if (answer === "yes") return true;
    if (answer === "no database") await createDatabase(endpoint);
    else await Promise.race([postmaster.ended, sleep(20)]);
  }
  return false;
}

async function ask(endpoint: Endpoint): Promise<"yes" | "not yet" | "no database"> {
  const client = newClient(urlOf(endpoint));
  try {
    await client.connect();
    await client.query("select 1");
    return "yes";
  } catch (error) {
    return errorCode(error) === "3D000" ? "no database" : "not yet";
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(endpoint: Endpoint): Promise<void> {
  const client = newClient(urlOf(endpoint, "postgres"));
  try {
    await client.connect();
    await client.query(`create database ${escapeIdentifier(ROLE)}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function newClient(connectionString: string): Client {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: 5_000,
    application_name: "closeout start",
  });
  client.on("error", () => undefined);
  return client;
}
