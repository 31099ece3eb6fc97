import type { TestProject } from "vitest/node";
import { openDatabaseBroker } from "./database-broker.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseBroker: string;
  }
}

/** Runs once per suite, before its files: one PostgreSQL for all of them, or the one at `TEST_DATABASE_URL`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const broker = await openDatabaseBroker(process.env["TEST_DATABASE_URL"]);
  project.provide("databaseBroker", broker.url);
  return () => broker.close();
}
