import { createHmac, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";

/** Sends slash commands, or clicks, as Slack does: signed, over connections that are kept open. */
export type CommandSender = {
  /** Resolves with the milliseconds from the request's first byte to the HTTP 200; any other answer rejects. */
  readonly send: () => Promise<number>;
  close(): void;
};

/** What is sent, and where to. */
export type CommandInput = {
  readonly url: string;
  readonly signingSecret: string;
  readonly channel: string;
  readonly text: string;
  readonly responseUrl: string;
};

/** A sender of one command; each request carries a trigger of its own, as each press of Enter does. */
export function commandSender(input: CommandInput): CommandSender {
  return sender(input, () => commandBody(input));
}

/** What is clicked, and where. */
export type ClickInput = Omit<CommandInput, "text"> & {
  readonly user: string;
  readonly actionId: string;
  readonly value: string;
};

/** A sender of clicks on one button of a message; each is a click of its own. */
export function clickSender(input: ClickInput): CommandSender {
  return sender(input, () => clickBody(input));
}

type Address = Pick<CommandInput, "url" | "signingSecret">;

function sender({ url, signingSecret }: Address, body: () => string): CommandSender {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return {
    send: () => post(agent, url, signed(body(), signingSecret)),
    close: () => agent.destroy(),
  };
}

function clickBody({ channel, responseUrl, user, actionId, value }: ClickInput): string {
  const ts = `${Date.now() / 1_000}`;
  const payload = {
    type: "block_actions",
    team: { id: "T0NORTHWIND", domain: "northwind" },
    user: { id: user, team_id: "T0NORTHWIND" },
    api_app_id: "A0CLOSEOUT",
    token: "unused",
    container: { type: "message", message_ts: "1.000000", channel_id: channel, is_ephemeral: false },
    channel: { id: channel, name: "bench" },
    message: { type: "message", ts: "1.000000", text: "Sign-off", blocks: [] },
    trigger_id: randomUUID(),
    response_url: responseUrl,
    state: { values: {} },
    actions: [{ type: "button", action_id: actionId, block_id: randomUUID(), value, action_ts: ts }],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

type Signed = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

function commandBody({ channel, text, responseUrl }: CommandInput): string {
  return new URLSearchParams({
    token: "unused",
    team_id: "T0NORTHWIND",
    team_domain: "northwind",
    channel_id: channel,
    channel_name: "bench",
    user_id: "U0ANA",
    user_name: "ana",
    command: "/closeout",
    text,
    api_app_id: "A0CLOSEOUT",
    is_enterprise_install: "false",
    response_url: responseUrl,
    trigger_id: randomUUID(),
  }).toString();
}

function signed(body: string, signingSecret: string): Signed {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
  return {
    body,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(Buffer.byteLength(body)),
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${signature}`,
    },
  };
}

function post(agent: Agent, url: string, { body, headers }: Signed): Promise<number> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const call = request(url, { method: "POST", agent, headers }, (response) => {
      const took = performance.now() - begin;
      response.resume().once("end", () => {
        if (response.statusCode === 200) resolve(took);
        else reject(new Error(`A command was answered with HTTP ${response.statusCode}`));
      });
    });
    call.once("error", reject);
    call.end(body);
  });
}
