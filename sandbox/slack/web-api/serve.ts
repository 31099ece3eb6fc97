import type { IncomingMessage, ServerResponse } from "node:http";
import { SlackApiError } from "../api-error.ts";
import { withFault } from "../faulty.ts";
import { readFields, sendJson } from "../http.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { chatMethods } from "./chat.ts";
import { conversationMethods } from "./conversations.ts";
import { fileMethods } from "./files.ts";
import { historyMethods } from "./history.ts";
import type { Methods } from "./method.ts";
import { pinMethods } from "./pins.ts";
import { missingScope } from "./scopes.ts";
import { teamMethods } from "./team.ts";
import { userMethods } from "./users.ts";
import { viewMethods } from "./views.ts";

const methods: Methods = {
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...historyMethods,
  ...pinMethods,
  ...teamMethods,
  ...userMethods,
  ...viewMethods,
};

const paced = new Set(["chat.postMessage", "chat.postEphemeral"]);

/** Serves one call of the Web API: reads it, lets faults strike, checks the token and the pace, runs the method. */
export async function serveApi(
  sandbox: Sandbox,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const at = new Date(sandbox.clock.now()).toISOString();
  const fields = await readFields(request);
  const query = Object.fromEntries(new URL(request.url ?? "/", "http://sandbox").searchParams);
  const args: JsonObject = { ...query, ...fields };
  const channel = channelOf(args);
  const note = (status: number, error?: string) => {
    const facts = {
      ...(error === undefined ? {} : { error }),
      ...(channel === undefined ? {} : { channel }),
    };
    sandbox.calls.record({ method: name, at, status, ok: error === undefined && status === 200, ...facts });
  };

  const fault = sandbox.faults.strike(name, channel);
  if (fault !== undefined && fault.kind !== "delay") {
    note(statusOf(fault.kind), fault.kind === "error" ? fault.error : fault.kind);
  }
  const work = () =>
    run(sandbox, name, fields === undefined ? undefined : args, request.headers.authorization);
  await withFault(fault, response, work, (outcome) => {
    note(outcome.status, outcome.error);
    sendJson(response, outcome.status, outcome.body, outcome.headers);
  });
}

type Outcome = {
  readonly status: number;
  readonly body: JsonObject;
  readonly error?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

async function run(
  sandbox: Sandbox,
  name: string,
  args: JsonObject | undefined,
  authorization: string | undefined,
): Promise<Outcome> {
  try {
    if (args === undefined) throw new SlackApiError("invalid_json");
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method === undefined) throw new SlackApiError("unknown_method", { req_method: name });
    checkToken(sandbox, name, args, authorization);
    const wait = paced.has(name) ? sandbox.pacing.take(channelOf(args) ?? "") : 0;
    if (wait > 0) {
      const body = { ok: false, error: "ratelimited" };
      return { status: 429, body, error: "ratelimited", headers: { "retry-after": String(wait) } };
    }
    return { status: 200, body: { ok: true, ...(await method(sandbox, args)) } };
  } catch (error) {
    if (!(error instanceof SlackApiError)) throw error;
    return { status: 200, body: { ok: false, error: error.code, ...error.details }, error: error.code };
  }
}

function checkToken(
  sandbox: Sandbox,
  name: string,
  args: JsonObject,
  authorization: string | undefined,
): void {
  if (name === "api.test") return;
  const bearer = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
  const token = bearer ?? args["token"];
  if (typeof token !== "string" || token === "") throw new SlackApiError("not_authed");
  const { botToken, appToken } = sandbox.credentials;
  if (token !== botToken && token !== appToken) throw new SlackApiError("invalid_auth");
  if (!sandbox.world.installed) throw new SlackApiError("account_inactive");
  const wanted = name === "apps.connections.open" ? appToken : botToken;
  if (token !== wanted) throw new SlackApiError("not_allowed_token_type");
  const missing = missingScope(name, sandbox.installed.scopes);
  if (missing !== undefined) throw new SlackApiError("missing_scope", missing);
}

function channelOf(args: JsonObject): string | undefined {
  const channel = args["channel"] ?? args["channel_id"];
  return typeof channel === "string" && channel !== "" ? channel : undefined;
}

function statusOf(kind: string): number {
  if (kind === "429") return 429;
  if (kind === "error") return 200;
  return kind.startsWith("500") ? 500 : 0;
}
