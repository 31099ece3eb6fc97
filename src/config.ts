import { resolve } from "node:path";
import { z } from "zod";
import { type ArchiveConfig, archiveConfig, archiveProblems, archiveVariables } from "./config/archive.ts";
import { readKeyList } from "./config/certificate-key-list.ts";
import { type TaskAutomation, taskAutomation, taskProblems, taskVariables } from "./config/tasks.ts";
import { command, keyFile, text, token, webAddress, wholeNumber } from "./config/values.ts";
import type { CertificateKey } from "./domain/certificate/certificate-keys.ts";

/** Which part of the work a process does: answer Slack, work on the queue, or both. */
export const roles = ["all", "web", "worker"] as const;

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const keyList = text.transform((value, context): readonly CertificateKey[] => {
  const list = readKeyList(value);
  if (list.ok) return list.keys;
  for (const problem of list.problems) context.addIssue(problem);
  return z.NEVER;
});

/** Every variable that Closeout reads; `docs/configuration.md` describes them in the same order. */
export const environmentSchema = z.object({
  SLACK_BOT_TOKEN: token("xoxb-", "OAuth & Permissions in the app's settings").optional(),
  SLACK_SIGNING_SECRET: text
    .min(8, "is too short; it is found under Basic Information in the app's settings")
    .optional(),
  SLACK_APP_TOKEN: token("xapp-", "Basic Information, App-Level Tokens, in the app's settings").optional(),
  SLACK_API_URL: webAddress("an address of a Slack API, such as https://slack.com/api/").optional(),
  SENSEI_API_URL: webAddress("an address of a Sensei API, such as https://api.sensei.ai/v1").default(
    "https://api.sensei.ai/v1",
  ),
  SENSEI_API_KEY: text
    .min(8, "is too short for an API key of Sensei; keys start with sk_live_, sk_test_ or sa_")
    .optional(),
  SENSEI_WEBHOOK_SECRET: text
    .min(16, "is too short for a shared secret; use at least 16 characters")
    .optional(),
  SENSEI_CERTIFICATE_KEYS: keyList.optional(),
  DATABASE_URL: text
    .regex(
      /^postgres(ql)?:\/\//,
      "is not an address of a PostgreSQL database, such as postgres://user@host/closeout",
    )
    .optional(),
  REDIS_URL: text
    .regex(/^rediss?:\/\//, "is not an address of a Redis server, such as redis://127.0.0.1:6379/0")
    .optional(),
  PORT: wholeNumber(0, 65_535).optional(),
  HOST: text.min(1, "is empty").optional(),
  LOG_LEVEL: z.enum(logLevels, `is not a log level; choose one of ${logLevels.join(", ")}`).optional(),
  NODE_ENV: text.optional(),
  CLOSEOUT_STATE_DIR: text.min(1, "is empty").default(".closeout"),
  CLOSEOUT_SIGNING_KEY: keyFile.optional(),
  CLOSEOUT_ROLE: z.enum(roles, `is not a role; choose one of ${roles.join(", ")}`).default("all"),
  CLOSEOUT_TEMPLATE: text.min(1, "is empty").optional(),
  CLOSEOUT_COMMAND: command.default("/closeout"),
  CLOSEOUT_CLEANUP_COMMAND: command.default("/cleanup"),
  CLOSEOUT_ARCHIVAL_COMMAND: command.default("/archival"),
  CLOSEOUT_ANNOUNCE_CHANNEL: text
    .regex(
      /^[CG][A-Z0-9]{2,20}$/,
      "is not the id of a channel, such as C0123456789; Slack shows it at the end of a channel's details",
    )
    .optional(),
  ...archiveVariables,
  ...taskVariables,
  CLOSEOUT_NAMESPACE: text
    .regex(/^[a-z0-9_]{1,40}$/, "is not a name of up to 40 lower-case letters, digits and _")
    .default("closeout"),
  CLOSEOUT_SWEEP_MS: wholeNumber(100, 60_000).default(1_000),
  CLOSEOUT_POST_INTERVAL_MS: wholeNumber(0, 60_000).default(1_000),
  CLOSEOUT_CONCURRENCY: wholeNumber(1, 64).default(8),
  CLOSEOUT_CLOCK_URL: webAddress("an address of a sandbox's clock").optional(),
});

type Environment = z.infer<typeof environmentSchema>;

/** Where Slack is and who we are there. With an app token we hold a socket open; otherwise Slack posts to us. */
export type SlackConfig = {
  readonly botToken: string;
  readonly transport:
    | { readonly kind: "http"; readonly signingSecret: string }
    | { readonly kind: "socket"; readonly appToken: string };
  readonly apiUrl: string | undefined;
};

/** Everything that can be set, read once at the start and never changed. */
export type Config = {
  readonly production: boolean;
  /** `undefined` asks for the sandbox. */
  readonly slack: SlackConfig | undefined;
  readonly sensei: {
    readonly url: string;
    readonly apiKey: string | undefined;
    readonly webhookSecret: string | undefined;
  };
  /** The public keys by which certificates are verified; without any, none can be. */
  readonly certificateKeys: readonly CertificateKey[];
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly http: { readonly host: string; readonly port: number | undefined };
  readonly logLevel: (typeof logLevels)[number] | undefined;
  /** Absolute. */
  readonly stateDir: string;
  /** The file with the key that signs ledgers, absolute; `undefined` for the one that is kept in the state folder. */
  readonly signingKeyFile: string | undefined;
  readonly role: (typeof roles)[number];
  readonly templatePath: string | undefined;
  /** The three slash commands; the second and third are short forms of the first. */
  readonly commands: { readonly closeout: string; readonly cleanup: string; readonly archival: string };
  readonly archive: ArchiveConfig;
  /** The company's own automation of infrastructure tasks. */
  readonly automation: TaskAutomation;
  readonly operations: { readonly checkMs: number; readonly patienceMs: number };
  /** Where migrations that may be closed out are announced; `undefined` for nowhere. */
  readonly announceIn: { readonly kind: "channel"; readonly channel: string } | undefined;
  /** How often an archived artifact is read again by itself, as an ISO 8601 duration. */
  readonly archiveVerifyEvery: string;
  readonly namespace: string;
  readonly sweepMs: number;
  readonly postIntervalMs: number;
  readonly concurrency: number;
  readonly clockUrl: string | undefined;
};

/** The environment cannot be used. `problems` names each variable and what to do; nothing was started. */
export class ConfigInvalid extends Error {
  override readonly name = "ConfigInvalid";
  readonly code = "config_invalid";
  readonly retryable = false;
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(["Closeout cannot start:", ...problems.map((problem) => `  - ${problem}`)].join("\n"));
    this.problems = problems;
  }
}

/** Reads the environment; all mistakes are reported together. An empty variable counts as not set. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigInvalid(parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}.`));
  }
  const problems = inconsistencies(parsed.data);
  if (problems.length > 0) throw new ConfigInvalid(problems);
  return toConfig(parsed.data);
}

/** What single variables cannot know: which of them need each other. */
function inconsistencies(env: Environment): readonly string[] {
  const problems: string[] = [];
  const production = env.NODE_ENV === "production";
  const someSlack = env.SLACK_BOT_TOKEN ?? env.SLACK_SIGNING_SECRET ?? env.SLACK_APP_TOKEN;
  if (someSlack === undefined) {
    if (production) {
      problems.push(
        "SLACK_BOT_TOKEN is missing, and so is SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode). With " +
          "NODE_ENV=production there is no sandbox to fall back on; the README says how to connect a workspace.",
      );
    } else if (env.CLOSEOUT_ROLE !== "all") {
      problems.push(
        `CLOSEOUT_ROLE is ${env.CLOSEOUT_ROLE}, but without SLACK_BOT_TOKEN this is the sandbox, which is one process that does everything.`,
      );
    }
  } else {
    if (env.SLACK_BOT_TOKEN === undefined) {
      problems.push("SLACK_BOT_TOKEN is missing: other Slack variables are set, but not the bot's token.");
    }
    if (env.SLACK_SIGNING_SECRET === undefined && env.SLACK_APP_TOKEN === undefined) {
      problems.push(
        "SLACK_SIGNING_SECRET is missing: set it to hear Slack over HTTP, or SLACK_APP_TOKEN for Socket Mode.",
      );
    }
    if (env.SENSEI_API_KEY === undefined) {
      problems.push("SENSEI_API_KEY is missing: without it no migration can be looked up at Sensei.");
    }
  }
  if (someSlack !== undefined && env.DATABASE_URL === undefined && env.CLOSEOUT_ROLE !== "all") {
    problems.push(
      `DATABASE_URL is missing: processes with CLOSEOUT_ROLE=${env.CLOSEOUT_ROLE} share one database, so it cannot be the built-in one.`,
    );
  }
  problems.push(...archiveProblems(env));
  problems.push(...taskProblems(env));
  if (production && env.CLOSEOUT_CLOCK_URL !== undefined) {
    problems.push(
      "CLOSEOUT_CLOCK_URL is set: a clock that can be moved is for the sandbox, never for production.",
    );
  }
  return problems;
}

function toConfig(env: Environment): Config {
  return Object.freeze({
    production: env.NODE_ENV === "production",
    slack: slackConfig(env),
    sensei: { url: env.SENSEI_API_URL, apiKey: env.SENSEI_API_KEY, webhookSecret: env.SENSEI_WEBHOOK_SECRET },
    certificateKeys: env.SENSEI_CERTIFICATE_KEYS ?? [],
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    http: { host: env.HOST ?? "127.0.0.1", port: env.PORT },
    logLevel: env.LOG_LEVEL,
    stateDir: resolve(env.CLOSEOUT_STATE_DIR),
    signingKeyFile: env.CLOSEOUT_SIGNING_KEY && resolve(env.CLOSEOUT_SIGNING_KEY),
    role: env.CLOSEOUT_ROLE,
    templatePath: env.CLOSEOUT_TEMPLATE,
    commands: {
      closeout: env.CLOSEOUT_COMMAND,
      cleanup: env.CLOSEOUT_CLEANUP_COMMAND,
      archival: env.CLOSEOUT_ARCHIVAL_COMMAND,
    },
    archive: archiveConfig(env),
    automation: taskAutomation(env),
    operations: { checkMs: env.CLOSEOUT_OPERATION_CHECK_MS, patienceMs: env.CLOSEOUT_OPERATION_PATIENCE_MS },
    announceIn: channelOf(env.CLOSEOUT_ANNOUNCE_CHANNEL),
    archiveVerifyEvery: env.CLOSEOUT_ARCHIVE_VERIFY_EVERY,
    namespace: env.CLOSEOUT_NAMESPACE,
    sweepMs: env.CLOSEOUT_SWEEP_MS,
    postIntervalMs: env.CLOSEOUT_POST_INTERVAL_MS,
    concurrency: env.CLOSEOUT_CONCURRENCY,
    clockUrl: env.CLOSEOUT_CLOCK_URL,
  });
}

function channelOf(channel: string | undefined): Config["announceIn"] {
  return channel === undefined ? undefined : { kind: "channel", channel };
}

function slackConfig(env: Environment): SlackConfig | undefined {
  if (env.SLACK_BOT_TOKEN === undefined) return undefined;
  const common = { botToken: env.SLACK_BOT_TOKEN, apiUrl: env.SLACK_API_URL };
  if (env.SLACK_APP_TOKEN !== undefined) {
    return { ...common, transport: { kind: "socket", appToken: env.SLACK_APP_TOKEN } };
  }
  if (env.SLACK_SIGNING_SECRET === undefined) return undefined;
  return { ...common, transport: { kind: "http", signingSecret: env.SLACK_SIGNING_SECRET } };
}
