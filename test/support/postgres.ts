import { inject } from "vitest";

/** A database of one test file, dropped by `close` even while connections are open. */
export type TestDatabase = { readonly url: string; close(): Promise<void> };

/**
 * A fresh database on the run's server, with all tables in place (or none: `migrated: false`). Takes some 20 ms; the
 * first of a run also starts the server.
 */
export async function testDatabase({ migrated = true }: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const broker = inject("databaseBroker");
  const url = await ask(`${broker}/?migrated=${migrated}`, "POST");
  return {
    url,
    close: async () => {
      await ask(`${broker}${new URL(url).pathname}`, "DELETE");
    },
  };
}

async function ask(url: string, method: string): Promise<string> {
  const response = await fetch(url, { method });
  const text = await response.text();
  if (!response.ok) throw new Error(`No test database: ${text}`);
  return text;
}
