import { createHmac } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Temporal } from "temporal-polyfill";
import { request } from "undici";
import { z } from "zod";
import { type HttpServer, startHttpServer } from "../../../handlers/http/server.ts";
import { createSlackApp, type SlackApp, type SlackAppOptions } from "../../../handlers/slack/app.ts";
import type { SlackMode } from "../../../handlers/slack/transport.ts";
import { SANDBOX_CREDENTIALS, startWorkspace, type Workspace } from "../../../sandbox/workspace-server.ts";
import type { Inbox, Log } from "../../../src/ports.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { memoryInbox } from "./memory-inbox.ts";
import { type Call, stubUseCases } from "./stub-use-cases.ts";

const manifest = fileURLToPath(new URL("../../../manifest.yml", import.meta.url));
const { signingSecret, botToken, appToken } = SANDBOX_CREDENTIALS;

export type LogLine = { readonly level: "info" | "warn" | "error"; readonly message: string } & Record<
  string,
  unknown
>;

/** The real incoming side, over a real workspace and real HTTP, with stubs in the place of the use cases. */
export type Rig = {
  readonly workspace: Workspace;
  readonly app: SlackApp;
  /** What the app was made with. */
  readonly options: SlackAppOptions;
  readonly server: HttpServer;
  readonly calls: Call[];
  readonly log: LogLine[];
  /** Calls the workspace's control API and returns its answer. */
  control(call: string, body?: Record<string, unknown>): Promise<Answer>;
  /** Calls Slack's Web API as the bot. */
  slack(method: string, args: Record<string, unknown>): Promise<Answer>;
  close(): Promise<void>;
};

const answerSchema = z.looseObject({ ok: z.boolean() });
export type Answer = z.output<typeof answerSchema>;

export type RigOptions = {
  readonly useCases?: Partial<UseCases>;
  readonly inbox?: Inbox;
  readonly mode?: "http" | "socket";
};

export async function startRig({
  useCases: replaced,
  inbox = memoryInbox(),
  mode = "http",
}: RigOptions = {}): Promise<Rig> {
  const workspace = await startWorkspace({ manifest, pacing: false });
  const { useCases, calls } = stubUseCases(replaced);
  const log: LogLine[] = [];
  const slackMode: SlackMode =
    mode === "http" ? { kind: "http", signingSecret } : { kind: "socket", appToken };
  const options: SlackAppOptions = {
    mode: slackMode,
    botToken,
    slackApiUrl: workspace.apiUrl,
    useCases,
    inbox,
    commands: { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" },
    wallClock: realClock,
    log: recordingLog(log),
  };
  const app = await createSlackApp(options);
  const server = await startHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: app.requestListener === undefined ? {} : { "/slack/events": app.requestListener },
    checks: {},
    log: recordingLog(log),
  });
  if (mode === "http") workspace.setRequestUrls([`http://127.0.0.1:${server.port}/slack/events`]);
  await app.start();
  return {
    workspace,
    app,
    options,
    server,
    calls,
    log,
    control: (call, body) => control(workspace, call, body),
    slack: (method, args) => slack(workspace, method, args),
    close: async () => {
      await app.stop();
      await server.stop(1_000);
      await workspace.close();
    },
  };
}

const realClock = { now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()) };

export function recordingLog(lines: LogLine[]): Log {
  const at = (level: LogLine["level"]) => (fields: Record<string, unknown>, message: string) => {
    lines.push({ ...fields, level, message });
  };
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

async function control(workspace: Workspace, call: string, body?: Record<string, unknown>): Promise<Answer> {
  const [method = "GET", path = ""] = call.split(" ");
  const response = await request(`${workspace.controlUrl}${path}`, {
    method: method === "POST" ? "POST" : method === "DELETE" ? "DELETE" : "GET",
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await response.body.text();
  if (response.statusCode !== 200) throw new Error(`${call} answered ${response.statusCode}: ${text}`);
  return answerSchema.parse(JSON.parse(text));
}

async function slack(workspace: Workspace, method: string, args: Record<string, unknown>): Promise<Answer> {
  const response = await request(`${workspace.apiUrl}${method}`, {
    method: "POST",
    headers: { authorization: `Bearer ${botToken}`, "content-type": "application/json" },
    body: JSON.stringify(args),
  });
  const answer = answerSchema.parse(await response.body.json());
  if (!answer.ok) throw new Error(`${method} answered ${JSON.stringify(answer)}`);
  return answer;
}

/** How a hand-made request differs from a proper one. */
export type SignedRequest = {
  readonly body: string;
  readonly contentType?: string;
  readonly secret?: string;
  /** Seconds from now. */
  readonly skewS?: number;
};

/** Headers as Slack makes them. */
export function signedHeaders({
  body,
  contentType,
  secret = signingSecret,
  skewS = 0,
}: SignedRequest): Record<string, string> {
  const seconds = Math.floor(Date.now() / 1000) + skewS;
  const digest = createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex");
  return {
    "content-type": contentType ?? "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": String(seconds),
    "x-slack-signature": `v0=${digest}`,
  };
}

/** Posts to `/slack/events` with these headers and returns the status. */
export async function post(
  rig: Pick<Rig, "server">,
  body: string,
  headers: Record<string, string>,
): Promise<number> {
  const response = await request(`http://127.0.0.1:${rig.server.port}/slack/events`, {
    method: "POST",
    body,
    headers,
  });
  await response.body.dump();
  return response.statusCode;
}

/** A slash command as Slack writes it, as the body of a request. */
export function commandBody(fields: Record<string, string> = {}): string {
  return new URLSearchParams({
    team_id: "T0NORTHWIND",
    channel_id: "C0HRPROD",
    user_id: "U0ANA",
    command: "/closeout",
    text: "status",
    trigger_id: crypto.randomUUID(),
    ...fields,
  }).toString();
}

/** The messages that somebody sees in a channel. */
export async function messagesOf(rig: Rig, as: string, channel = "C0HRPROD") {
  const { messages } = messagesSchema.parse(await rig.control(`GET /messages?as=${as}&channel=${channel}`));
  return messages;
}

const messagesSchema = z.looseObject({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      user: z.string().optional(),
      text: z.string(),
      ephemeral: z.boolean().optional(),
    }),
  ),
});

/** The topmost window that somebody has open. */
export async function windowOf(rig: Rig, as: string) {
  return viewSchema.parse(await rig.control(`GET /view?as=${as}`)).view;
}

const viewSchema = z.looseObject({
  view: z
    .looseObject({
      id: z.string(),
      callback_id: z.string(),
      title: z.looseObject({ text: z.string() }),
      blocks: z.array(z.unknown()),
    })
    .nullable(),
});

/** Everything that a view or message says, as one text, for looking a sentence up in it. */
export function wordsOf(view: unknown): string {
  return JSON.stringify(view);
}
