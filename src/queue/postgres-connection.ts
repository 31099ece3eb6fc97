import type { PostgresPoolConfig } from "bullmq";

/**
 * The pool that BullMQ is to make. The URL is left to `pg`, which also reads the forms that name a unix socket
 * (`postgresql:///db?host=/run/postgresql`, `socket:/run/postgresql?db=…`); only an `options` parameter is taken out of it,
 * because there it would displace the `search_path` by which BullMQ selects its schema.
 */
export function postgresConnection(
  url: string,
  schema: string,
  limits: { max: number; queryTimeoutMs: number },
): PostgresPoolConfig {
  const { connectionString, options } = takeOptions(url);
  return {
    connectionString,
    ...(options === null ? {} : { options }),
    schema,
    migrate: true,
    max: limits.max,
    connectionTimeoutMillis: 5_000,
    query_timeout: limits.queryTimeoutMs,
    keepAlive: true,
    application_name: "closeout queue",
  };
}

function takeOptions(url: string): { connectionString: string; options: string | null } {
  if (!/[?&]options=/.test(url)) return { connectionString: url, options: null };
  const parsed = new URL(url);
  const options = parsed.searchParams.get("options");
  parsed.searchParams.delete("options");
  return { connectionString: parsed.href, options };
}
