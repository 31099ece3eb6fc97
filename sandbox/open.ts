import { fileURLToPath } from "node:url";
import type { Config, SlackConfig } from "../src/config.ts";
import { servePage } from "./page/serve.ts";
import { type SenseiSimulator, startSensei } from "./sensei/start-sensei.ts";
import type { ProductTime } from "./slack/sandbox.ts";
import {
  SANDBOX_CREDENTIALS,
  startWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from "./workspace-server.ts";

/** A sandbox on loopback, and the configuration by which the product finds it, in place of Slack and Sensei. */
export type OpenSandbox = {
  readonly pageUrl: string;
  readonly senseiUrl: string;
  readonly slack: SlackConfig;
  readonly sensei: Config["sensei"];
  readonly senseiControlUrl: string;
  /** What certificates of the simulator are signed with. */
  readonly certificateKey: SenseiSimulator["certificateKey"];
  readonly clockUrl: string;
  /** Where migrations that may be closed out are announced. */
  readonly announceChannel: string;
  readonly controlUrl: string;
  /** Tells the workspace where the product listens. */
  announce(port: number): void;
  close(): Promise<void>;
};

export type OpenSandboxInput = {
  /** Ports for the page, the first free one of which is taken; 0 lets the system choose. */
  readonly ports: readonly number[];
  /** So that the clock can stop where something is due. */
  readonly product: ProductTime;
};

/** What the simulator's events are signed with. */
const webhookSecret = "sandbox-webhook-secret";

const manifest = fileURLToPath(new URL("../manifest.yml", import.meta.url));

/** Opens the workspace with its page, and the Sensei simulator. */
export async function openSandbox({ ports, product }: OpenSandboxInput): Promise<OpenSandbox> {
  const workspace = await startOnFirstFree(ports, { manifest, product, page: servePage });
  const sensei = await startSensei();
  const { botToken, signingSecret } = SANDBOX_CREDENTIALS;
  return {
    pageUrl: workspace.url,
    senseiUrl: sensei.url,
    slack: { botToken, transport: { kind: "http", signingSecret }, apiUrl: workspace.apiUrl },
    sensei: { url: sensei.url, apiKey: sensei.apiKey, webhookSecret },
    senseiControlUrl: sensei.controlUrl,
    certificateKey: sensei.certificateKey,
    announceChannel: "C0GENERAL",
    clockUrl: `${workspace.controlUrl}/clock/stream`,
    controlUrl: workspace.controlUrl,
    announce: (appPort) => {
      workspace.setRequestUrls([`http://127.0.0.1:${appPort}/slack/events`]);
      sensei.setWebhook({ url: `http://127.0.0.1:${appPort}/webhooks/sensei`, secret: webhookSecret });
    },
    close: async () => {
      await workspace.close();
      await sensei.close();
    },
  };
}

/** Trying is the only way to know: between a look and a start somebody else may take the port. */
async function startOnFirstFree(
  [port, ...others]: readonly number[],
  options: WorkspaceOptions,
): Promise<Workspace> {
  try {
    return await startWorkspace({ ...options, ...(port === undefined ? {} : { port }) });
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken || others.length === 0) throw error;
    return await startOnFirstFree(others, options);
  }
}
