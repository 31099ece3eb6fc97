import { createHmac, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";

/** Sends slash commands as Slack does: signed, over connections that are kept open. */
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
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return {
    send: () => post(agent, input.url, signed(input)),
    close: () => agent.destroy(),
  };
}

type Signed = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

function signed({ signingSecret, channel, text, responseUrl }: CommandInput): Signed {
  const body = new URLSearchParams({
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
