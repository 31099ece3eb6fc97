import { z } from "zod";
import { deliveryMetadata } from "../../blocks/slack/actions.ts";
import { renderNotice } from "../../blocks/slack/notice.ts";
import { SANDBOX_CREDENTIALS, startWorkspace, type Workspace } from "../../sandbox/workspace-server.ts";
import type { Conversation } from "../../src/domain/conversation.ts";
import type { Chat, Log, Outgoing } from "../../src/ports.ts";
import { createSlackChat } from "../../src/slack/chat.ts";
import { createSlackClient } from "../../src/slack/client.ts";

export const installation = { platform: "slack", tenant: "T0NORTHWIND" } as const;

/** What was logged, in order. */
export type Logged = { level: string; fields: Record<string, unknown>; message: string }[];

export function recordingLog(): { log: Log; logged: Logged } {
  const logged: Logged = [];
  const at = (level: string) => (fields: Record<string, unknown>, message: string) => {
    logged.push({ level, fields, message });
  };
  return { log: { info: at("info"), warn: at("warn"), error: at("error") }, logged };
}

/** A delivery to the example channel unless told. */
export function outgoing(
  deliveryId: string,
  conversation: Conversation = { kind: "channel", channel: "C0HRPROD" },
): Outgoing {
  return { installation, conversation, deliveryId };
}

export type Stage = {
  readonly chat: Chat;
  readonly logged: Logged;
  readonly workspace: Workspace;
  control(method: string, path: string, body?: object): Promise<unknown>;
  /** Messages of a conversation as somebody sees them. */
  messages(
    channel?: string,
    as?: string,
  ): Promise<readonly { ts: string; text: string; pinned?: boolean | undefined }[]>;
  /** Calls of a Web API method so far. */
  calls(method: string): Promise<number>;
  close(): Promise<void>;
};

const messagesAnswer = z.object({
  messages: z.array(z.looseObject({ ts: z.string(), text: z.string(), pinned: z.boolean().optional() })),
});
const callsAnswer = z.object({ calls: z.array(z.unknown()) });

/** A sandbox workspace of its own, and the adapter pointed at it. */
export async function stage(options: { token?: string; timeoutMs?: number } = {}): Promise<Stage> {
  const workspace = await startWorkspace({ pacing: false });
  const { log, logged } = recordingLog();
  const client = createSlackClient({
    token: options.token ?? SANDBOX_CREDENTIALS.botToken,
    apiUrl: workspace.apiUrl,
    timeoutMs: options.timeoutMs,
    log,
  });
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${workspace.controlUrl.replace(/\/$/, "")}/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  };
  return {
    chat: createSlackChat({ clientFor: () => client, render: renderNotice, metadata: deliveryMetadata, log }),
    logged,
    workspace,
    control,
    messages: async (channel = "C0HRPROD", as = "U0ANA") =>
      messagesAnswer.parse(await control("GET", `messages?as=${as}&channel=${channel}`)).messages,
    calls: async (method) => callsAnswer.parse(await control("GET", `calls?method=${method}`)).calls.length,
    close: () => workspace.close(),
  };
}
