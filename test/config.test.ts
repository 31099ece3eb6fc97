import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type Config, ConfigInvalid, environmentSchema, readConfig } from "../src/config.ts";
import { vendorKey } from "./support/certificates.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const slack = {
  SLACK_BOT_TOKEN: "xoxb-1-abcdefgh",
  SLACK_SIGNING_SECRET: "0123456789abcdef",
  SENSEI_API_KEY: "sk_live_12345678",
};

function problemsOf(env: Environment): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems;
    throw error;
  }
  return [];
}

describe("without any variable", () => {
  test("the sandbox is asked for, with every default in place", () => {
    expect(readConfig({})).toEqual<Config>({
      production: false,
      slack: undefined,
      sensei: { url: "https://api.sensei.ai/v1", apiKey: undefined, webhookSecret: undefined },
      certificateKeys: [],
      databaseUrl: undefined,
      redisUrl: undefined,
      http: { host: "127.0.0.1", port: undefined },
      logLevel: undefined,
      stateDir: resolve(".closeout"),
      signingKeyFile: undefined,
      role: "all",
      templatePath: undefined,
      commands: { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" },
      archive: { kind: "file", root: resolve(".closeout/archive") },
      automation: { secret: "", endpoints: [] },
      operations: { checkMs: 30_000, patienceMs: 1_800_000 },
      announceIn: undefined,
      archiveVerifyEvery: "P30D",
      namespace: "closeout",
      sweepMs: 1_000,
      postIntervalMs: 1_000,
      concurrency: 8,
      clockUrl: undefined,
    });
  });

  test("empty and blank ones count as not set", () => {
    const blank = Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, " "]));
    expect(readConfig({ ...blank, PORT: "" })).toEqual(readConfig({}));
  });

  test("what is not ours is passed over", () => {
    expect(readConfig({ PATH: "/bin", SOME_TOKEN: "x" })).toEqual(readConfig({}));
  });
});

describe("with credentials", () => {
  test("a signing secret means HTTP", () => {
    expect(readConfig(slack).slack).toEqual({
      botToken: "xoxb-1-abcdefgh",
      transport: { kind: "http", signingSecret: "0123456789abcdef" },
      apiUrl: undefined,
    });
  });

  test("an app token means Socket Mode, also beside a signing secret", () => {
    expect(readConfig({ ...slack, SLACK_APP_TOKEN: "xapp-1-A" }).slack).toMatchObject({
      transport: { kind: "socket", appToken: "xapp-1-A" },
    });
  });

  test("every variable arrives where it belongs", () => {
    const config = readConfig({
      ...slack,
      SLACK_API_URL: "https://slack-gov.com/api/",
      SENSEI_API_URL: "https://sensei.example/v1",
      SENSEI_WEBHOOK_SECRET: "w".repeat(16),
      SENSEI_CERTIFICATE_KEYS: `sensei-2026=${vendorKey.publicKey}`,
      DATABASE_URL: "postgres://closeout@db/closeout",
      REDIS_URL: "rediss://redis:6380/1",
      PORT: " 8080 ",
      HOST: "0.0.0.0",
      LOG_LEVEL: "debug",
      NODE_ENV: "production",
      CLOSEOUT_STATE_DIR: "/var/lib/closeout",
      CLOSEOUT_ROLE: "worker",
      CLOSEOUT_TEMPLATE: "/etc/closeout.yml",
      CLOSEOUT_COMMAND: "/migration",
      CLOSEOUT_NAMESPACE: "second",
      CLOSEOUT_SWEEP_MS: "500",
      CLOSEOUT_POST_INTERVAL_MS: "0",
      CLOSEOUT_CONCURRENCY: "16",
    });
    expect(config).toMatchObject({
      production: true,
      slack: { apiUrl: "https://slack-gov.com/api/" },
      sensei: { url: "https://sensei.example/v1", apiKey: "sk_live_12345678", webhookSecret: "w".repeat(16) },
      certificateKeys: [{ id: "sensei-2026", publicKey: vendorKey.publicKey }],
      databaseUrl: "postgres://closeout@db/closeout",
      redisUrl: "rediss://redis:6380/1",
      http: { host: "0.0.0.0", port: 8080 },
      logLevel: "debug",
      stateDir: "/var/lib/closeout",
      role: "worker",
      templatePath: "/etc/closeout.yml",
      commands: { closeout: "/migration", cleanup: "/cleanup", archival: "/archival" },
      namespace: "second",
      sweepMs: 500,
      postIntervalMs: 0,
      concurrency: 16,
    });
  });

  test("the configuration cannot be changed afterwards", () => {
    expect(Object.isFrozen(readConfig(slack))).toBe(true);
  });
});

describe("a wrong value is told by its variable and what to do", () => {
  const table: readonly (readonly [string, string, string])[] = [
    ["SLACK_BOT_TOKEN", "xoxp-secret-value", "it starts with xoxb- and is found under OAuth & Permissions"],
    ["SLACK_SIGNING_SECRET", "secret", "is too short; it is found under Basic Information"],
    ["SLACK_APP_TOKEN", "xoxb-secret-value", "it starts with xapp- and is found under Basic Information"],
    ["SLACK_API_URL", "slack.com", "is not an address of a Slack API"],
    ["SENSEI_API_URL", "ftp://secret-value", "is not an address of a Sensei API"],
    ["SENSEI_API_KEY", "secret", "is too short for an API key of Sensei"],
    ["SENSEI_WEBHOOK_SECRET", "secret-value", "use at least 16 characters"],
    ["SENSEI_CERTIFICATE_KEYS", "secret-value", "is not a list of public keys, such as sensei-2026=BASE64"],
    ["SENSEI_CERTIFICATE_KEYS", "a=secret-value", "(key 1) is not an Ed25519 public key"],
    [
      "CLOSEOUT_SIGNING_KEY",
      "-----BEGIN PRIVATE KEY-----secret-value",
      "holds a key itself; write the key into",
    ],
    ["DATABASE_URL", "mysql://user:secret-value@db", "is not an address of a PostgreSQL database"],
    ["REDIS_URL", "http://:secret-value@redis", "is not an address of a Redis server"],
    ["PORT", "http", "is not a whole number from 0 to 65535"],
    ["PORT", "-1", "is not a whole number from 0 to 65535"],
    ["PORT", "70000", "is not between 0 and 65535"],
    ["LOG_LEVEL", "loud", "choose one of fatal, error, warn, info, debug, trace, silent"],
    ["CLOSEOUT_ROLE", "boss", "choose one of all, web, worker"],
    ["CLOSEOUT_COMMAND", "closeout", "is not a slash command"],
    ["CLOSEOUT_COMMAND", "/Close Out", "is not a slash command"],
    ["CLOSEOUT_CLEANUP_COMMAND", "cleanup", "is not a slash command"],
    ["CLOSEOUT_ARCHIVAL_COMMAND", "archival", "is not a slash command"],
    ["CLOSEOUT_ARCHIVE", "secret-value", "choose one of file, s3"],
    ["CLOSEOUT_ARCHIVE_S3_REGION", "secret-value!", "is not a region of AWS"],
    ["CLOSEOUT_ARCHIVE_S3_ENDPOINT", "secret-value", "is not an address of an S3-compatible server"],
    ["CLOSEOUT_ARCHIVE_S3_BUCKETS", "secret-value", "is not a list such as"],
    ["CLOSEOUT_ARCHIVE_S3_BUCKETS", "a=bucket,b", "is not a list such as"],
    ["CLOSEOUT_ARCHIVE_S3_BUCKETS", "a=Bucket", "is not a list such as"],
    ["CLOSEOUT_ARCHIVE_S3_ENCRYPTION", "secret-value", "is neither AES256 nor aws:kms"],
    ["CLOSEOUT_ARCHIVE_S3_OBJECT_LOCK", "true", "is neither on nor off"],
    ["CLOSEOUT_TASK_ENDPOINTS", "secret-value", "(task 1) does not begin with an item's id, such as X1"],
    ["CLOSEOUT_TASK_ENDPOINTS", "X1=secret-value", "(task 1) has no address; write X1=https://host/path"],
    ["CLOSEOUT_TASK_HOSTS", "https://secret-value/", "(host 1) is no host such as automation.example.com"],
    ["CLOSEOUT_TASK_SECRET", "secret-value", "use at least 32 characters"],
    ["CLOSEOUT_OPERATION_CHECK_MS", "10", "is not between 100 and 600000"],
    ["CLOSEOUT_OPERATION_PATIENCE_MS", "10", "is not between 1000 and 86400000"],
    ["CLOSEOUT_ANNOUNCE_CHANNEL", "#migrations", "is not the id of a channel"],
    ["CLOSEOUT_ARCHIVE_VERIFY_EVERY", "P0D", "is not a span of days or hours"],
    ["CLOSEOUT_NAMESPACE", "a:b", "is not a name of up to 40 lower-case letters"],
    ["CLOSEOUT_SWEEP_MS", "10", "is not between 100 and 60000"],
    ["CLOSEOUT_POST_INTERVAL_MS", "1.5", "is not a whole number from 0 to 60000"],
    ["CLOSEOUT_CONCURRENCY", "0", "is not between 1 and 64"],
    ["CLOSEOUT_CLOCK_URL", "noon", "is not an address of a sandbox's clock"],
  ];

  test.each(table)("%s=%s", (name, value, sentence) => {
    const [problem, ...more] = problemsOf({ [name]: value });
    expect(more).toEqual([]);
    expect(problem?.startsWith(`${name} `)).toBe(true);
    expect(problem).toContain(sentence);
    expect(problem).toMatch(/\.$/);
  });

  test("no message repeats a value, for it may be a secret", () => {
    for (const [name, value] of table) {
      for (const problem of problemsOf({ [name]: value })) expect(problem).not.toContain("secret-value");
    }
  });

  test("every variable that can be wrong is in this table", () => {
    // Any text will do for these.
    const free = ["HOST", "NODE_ENV", "CLOSEOUT_STATE_DIR", "CLOSEOUT_TEMPLATE", "CLOSEOUT_ARCHIVE_DIR"];
    const named = new Set([...table.map(([name]) => name), ...free]);
    expect(Object.keys(environmentSchema.shape).filter((name) => !named.has(name))).toEqual([]);
  });

  test("several mistakes are reported together, in one message that an operator can read", () => {
    const wrong = { ...slack, PORT: "many", REDIS_URL: "redis", CLOSEOUT_ROLE: "boss" };
    expect(problemsOf(wrong).map((problem) => problem.split(" ")[0])).toEqual([
      "REDIS_URL",
      "PORT",
      "CLOSEOUT_ROLE",
    ]);
    const keys = { ...slack, SENSEI_CERTIFICATE_KEYS: "a=AAAA, b=/no/such/file.pem", PORT: "many" };
    expect(problemsOf(keys)).toEqual([
      expect.stringMatching(/^SENSEI_CERTIFICATE_KEYS \(key 1\) is not .*\.$/),
      expect.stringMatching(/^SENSEI_CERTIFICATE_KEYS \(key 2\) names a file that cannot be read.*\.$/),
      expect.stringMatching(/^PORT /),
    ]);
    expect(() => readConfig(wrong)).toThrow(
      /^Closeout cannot start:\n {2}- REDIS_URL .*\n {2}- PORT .*\n {2}- CLOSEOUT_ROLE /,
    );
    expect(() => readConfig(wrong)).toThrow(
      expect.objectContaining({ code: "config_invalid", retryable: false }),
    );
  });
});

describe("the archive", () => {
  const s3 = {
    CLOSEOUT_ARCHIVE: "s3",
    CLOSEOUT_ARCHIVE_S3_REGION: "eu-central-1",
    CLOSEOUT_ARCHIVE_S3_BUCKETS: "compliance-archive=acme-audit/closeout/2026/ , *=acme-archive",
  };

  test("is in the state folder, or in a folder of its own", () => {
    expect(readConfig({ CLOSEOUT_STATE_DIR: "/var/lib/closeout" }).archive).toEqual({
      kind: "file",
      root: "/var/lib/closeout/archive",
    });
    expect(readConfig({ CLOSEOUT_ARCHIVE_DIR: "/srv/archive" }).archive).toEqual({
      kind: "file",
      root: "/srv/archive",
    });
  });

  test("is in the buckets that are named for its locations", () => {
    expect(readConfig(s3).archive).toEqual({
      kind: "s3",
      region: "eu-central-1",
      endpoint: undefined,
      places: {
        "compliance-archive": { bucket: "acme-audit", prefix: "closeout/2026/" },
        "*": { bucket: "acme-archive", prefix: "" },
      },
      encryption: { kind: "AES256" },
      objectLock: true,
    });
  });

  test("is encrypted and locked as the operator says", () => {
    const encrypted = (how: string) => readConfig({ ...s3, CLOSEOUT_ARCHIVE_S3_ENCRYPTION: how }).archive;
    expect(encrypted("aws:kms")).toMatchObject({ encryption: { kind: "aws:kms", keyId: undefined } });
    expect(encrypted("aws:kms=alias/x")).toMatchObject({ encryption: { kind: "aws:kms", keyId: "alias/x" } });
    expect(readConfig({ ...s3, CLOSEOUT_ARCHIVE_S3_OBJECT_LOCK: "off" }).archive).toMatchObject({
      objectLock: false,
    });
  });
});

describe("variables that need each other", () => {
  test.each<[string, Environment, readonly string[]]>([
    [
      "production without credentials has no sandbox",
      { NODE_ENV: "production" },
      ["SLACK_BOT_TOKEN is missing"],
    ],
    [
      "a signing secret without a bot token or an API key",
      { SLACK_SIGNING_SECRET: slack.SLACK_SIGNING_SECRET },
      ["SLACK_BOT_TOKEN is missing", "SENSEI_API_KEY is missing"],
    ],
    [
      "a bot token alone",
      { SLACK_BOT_TOKEN: slack.SLACK_BOT_TOKEN },
      ["SLACK_SIGNING_SECRET is missing", "SENSEI_API_KEY is missing"],
    ],
    [
      "Slack without Sensei",
      { SLACK_BOT_TOKEN: slack.SLACK_BOT_TOKEN, SLACK_APP_TOKEN: "xapp-1-A" },
      ["SENSEI_API_KEY is missing"],
    ],
    ["a role of its own in the sandbox", { CLOSEOUT_ROLE: "web" }, ["CLOSEOUT_ROLE is web"]],
    [
      "a role of its own on the built-in database",
      { ...slack, CLOSEOUT_ROLE: "worker" },
      ["DATABASE_URL is missing"],
    ],
    [
      "S3 without a region and buckets",
      { CLOSEOUT_ARCHIVE: "s3" },
      ["CLOSEOUT_ARCHIVE_S3_REGION is missing", "CLOSEOUT_ARCHIVE_S3_BUCKETS is missing"],
    ],
    [
      "a clock that can be moved, in production",
      { ...slack, NODE_ENV: "production", CLOSEOUT_CLOCK_URL: "http://127.0.0.1:1/clock" },
      ["CLOSEOUT_CLOCK_URL is set"],
    ],
  ])("%s", (_, env, expected) => {
    expect(problemsOf(env)).toEqual(expected.map((start) => expect.stringMatching(`^${start}`)));
  });

  test("production without credentials says both what is missing and that there is no fallback", () => {
    const [problem] = problemsOf({ NODE_ENV: "production" });
    for (const word of ["SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "no sandbox"])
      expect(problem).toContain(word);
  });

  test("a web process beside workers is fine on a shared database", () => {
    const shared = { ...slack, DATABASE_URL: "postgres://db/closeout", CLOSEOUT_ROLE: "web" };
    expect(readConfig(shared).role).toBe("web");
  });
});
