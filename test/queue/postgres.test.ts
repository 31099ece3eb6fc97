import { Client } from "pg";
import { testDatabase } from "../support/postgres.ts";
import { queueContract } from "./contract.ts";

queueContract("PostgreSQL", async () => {
  const database = await testDatabase({ migrated: false });
  const { host, port, user, password, database: name } = new Client({ connectionString: database.url });
  return {
    kind: "postgres",
    url: database.url,
    listens: host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port },
    throughPort: (other) => {
      const url = new URL(`postgres://127.0.0.1:${other}/${name ?? ""}`);
      url.username = encodeURIComponent(user ?? "");
      url.password = encodeURIComponent(password ?? "");
      return url.href;
    },
    async interrupt() {
      await query(
        database.url,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
    },
    async forget(namespace) {
      await query(database.url, `TRUNCATE bullmq_${namespace}.job, bullmq_${namespace}.scheduler CASCADE`);
    },
    close: () => database.close(),
  };
});

async function query(connectionString: string, sql: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
