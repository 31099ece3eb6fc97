import type { Config } from "./config.ts";

/** What the terminal shows once everything runs. */
export type Running = {
  readonly mode: string;
  readonly parts: readonly (readonly [name: string, where: string])[];
  readonly next: readonly string[];
};

/** A short table of what runs where, and how to go on. */
export function startupNotice({ mode, parts, next }: Running): string {
  const width = Math.max(...parts.map(([name]) => name.length));
  return [
    "",
    `  Closeout · ${mode}`,
    "",
    ...parts.map(([name, where]) => `  ${name.padEnd(width)}   ${where}`),
    "",
    ...next.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

/** Each part and where it is, for {@link startupNotice}. */
export function describeParts(
  config: Config,
  database: { readonly embedded: boolean; readonly url: string },
  port: number | undefined,
): readonly (readonly [string, string])[] {
  return [
    [
      "Store",
      database.embedded
        ? `PostgreSQL, built in, files in ${config.stateDir}`
        : `PostgreSQL at ${withoutPassword(database.url)}`,
    ],
    [
      "Queue",
      config.redisUrl === undefined
        ? "BullMQ on the same PostgreSQL"
        : `BullMQ on Redis at ${withoutPassword(config.redisUrl)}`,
    ],
    ["Archive", archiveWhere(config)],
    [
      "Closeout",
      port === undefined ? "works on the queue" : `http://${config.http.host}:${port} (/healthz, /readyz)`,
    ],
  ];
}

function archiveWhere({ archive }: Config): string {
  if (archive.kind === "file") return `folders in ${archive.root}`;
  const buckets = [...new Set(Object.values(archive.places).map(({ bucket }) => bucket))];
  return `S3, ${buckets.join(", ")}${archive.endpoint === undefined ? "" : ` at ${archive.endpoint}`}`;
}

/** An address without its password, fit for a screen. */
export function withoutPassword(address: string): string {
  const url = new URL(address);
  if (url.password !== "") url.password = "…";
  return decodeURI(url.href);
}

/** What the operator reads when the start failed. Errors of ours are finished texts; anything else names itself. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return `Closeout cannot start: ${String(error)}`;
  const code = "code" in error ? String(error.code) : "";
  if (code === "EADDRINUSE") {
    return `Closeout cannot start: somebody else listens on that port (${error.message}). Set PORT to a free one. Nothing was changed.`;
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `Closeout cannot start: this machine has no such address to listen on (${error.message}). Check HOST; 0.0.0.0 listens on all. Nothing was changed.`;
  }
  if (code === "slack_webapi_platform_error") {
    return `Closeout cannot start: Slack answered, but refused the bot's token (${error.message}). Copy SLACK_BOT_TOKEN again from OAuth & Permissions in the app's settings, and install the app anew if it was removed. Nothing was changed.`;
  }
  if (code.startsWith("slack_webapi_")) {
    return `Closeout cannot start: Slack did not answer (${error.message}). Check the network, a proxy in between and SLACK_API_URL, then start again. Nothing was changed.`;
  }
  if (error.name === "StoreUnavailable") {
    return `Closeout cannot start: ${error.message}. Check that PostgreSQL runs and that DATABASE_URL leads to it, then start again; or leave DATABASE_URL out to use the built-in one. Nothing was changed.`;
  }
  return error.message.startsWith("Closeout") ? error.message : `Closeout cannot start: ${error.message}`;
}
