import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { WebAPIPlatformError, WebClient } from "@slack/web-api";
import { onTestFinished } from "vitest";
import { controlClient } from "../../../sandbox/control-client.ts";
import {
  SANDBOX_CREDENTIALS,
  startWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from "../../../sandbox/workspace-server.ts";

/** The channel of the example migration and its people. */
export const HR = "C0HRPROD";

/** A workspace for one test, its control API and the official SDK as the bot (without retries). */
export async function openWorkspace(options: WorkspaceOptions = {}) {
  const workspace = await startWorkspace({ pacing: false, ...options });
  onTestFinished(() => workspace.close());
  const control = controlClient(workspace.controlUrl);
  return { workspace, control, web: webClient(workspace, SANDBOX_CREDENTIALS.botToken) };
}

/** The official SDK against a workspace. */
export function webClient(workspace: Workspace, token?: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
}

/** The error code with which a call of the SDK is refused; fails if it is not. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return error.data.error;
    throw error;
  }
  throw new Error("The call was not refused.");
}

function clientOptions(workspace: Workspace) {
  return { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 } };
}

/** A real Bolt app that hears a workspace over HTTP. `setup` registers its listeners. */
export async function startHttpApp(workspace: Workspace, setup: (app: App) => void): Promise<App> {
  const { signingSecret, botToken: token } = SANDBOX_CREDENTIALS;
  const receiver = new HTTPReceiver({ signingSecret, port: 0, logLevel: LogLevel.ERROR });
  const app = new App({ receiver, token, logLevel: LogLevel.ERROR, clientOptions: clientOptions(workspace) });
  setup(app);
  const server = await receiver.start(0);
  onTestFinished(async () => {
    await receiver.stop();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The app has no port.");
  workspace.setRequestUrls([`http://127.0.0.1:${address.port}/slack/events`]);
  return app;
}

/** A real Bolt app that hears a workspace over Socket Mode. */
export async function startSocketApp(workspace: Workspace, setup: (app: App) => void): Promise<App> {
  const { appToken, botToken: token } = SANDBOX_CREDENTIALS;
  const receiver = new SocketModeReceiver({
    appToken,
    clientPingTimeout: 1500,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: clientOptions(workspace) },
  });
  const app = new App({ receiver, token, logLevel: LogLevel.ERROR, clientOptions: clientOptions(workspace) });
  setup(app);
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  return app;
}
