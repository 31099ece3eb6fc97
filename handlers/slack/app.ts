import { App } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import type { Commands } from "../../blocks/slack/message.ts";
import type { Clock, Inbox, Log } from "../../src/ports.ts";
import type { UseCases } from "../../src/usecases/bind.ts";
import type { Serve } from "../http/server.ts";
import { boltLogger } from "./bolt-log.ts";
import { createDoor } from "./door.ts";
import { failureFields } from "./failure.ts";
import { authorizeAs, identifyWorkspace, type Workspace } from "./installation.ts";
import { registerListeners } from "./register.ts";
import { createRunning } from "./running.ts";
import { createTransport, type SlackMode } from "./transport.ts";

export type SlackAppOptions = {
  readonly mode: SlackMode;
  readonly botToken: string;
  /** Base URL of the Web API, for GovSlack and emulators. */
  readonly slackApiUrl?: string;
  readonly useCases: UseCases;
  readonly inbox: Inbox;
  readonly commands: Commands;
  /** The real time, against which Slack's signatures are checked. */
  readonly wallClock: Clock;
  readonly log: Log;
};

export type SlackApp = {
  readonly workspace: Workspace;
  /** Serves `/slack/events`; `undefined` in Socket Mode. */
  readonly requestListener: Serve | undefined;
  /** Opens the socket; in HTTP mode there is nothing to start. */
  start(): Promise<void>;
  /** Takes no new requests from a socket. An HTTP server is its owner's to stop. */
  stop(): Promise<void>;
  /** Rejects while Slack cannot reach us because the socket to it is not open; it is being opened again by itself. */
  ping(): Promise<void>;
  /** Waits for listeners under way, at most `timeoutMs`; resolves with how many were left unfinished. */
  drain(timeoutMs: number): Promise<number>;
};

/** A person waits for each of these calls, so none takes longer. */
const callTimeoutMs = 8_000;

/**
 * Builds the incoming side of Slack over either transport. Asks Slack once whose token this is, and rejects with the client's
 * error when it does not answer or refuses the token.
 */
export async function createSlackApp(options: SlackAppOptions): Promise<SlackApp> {
  const { mode, botToken, log, useCases, inbox, commands, wallClock } = options;
  const logger = boltLogger(log);
  const clientOptions = {
    ...(options.slackApiUrl === undefined ? {} : { slackApiUrl: options.slackApiUrl }),
    // A repeated call after a lost answer would show a message twice.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: callTimeoutMs,
    logger,
  };
  const client = new WebClient(botToken, clientOptions);
  const workspace = await identifyWorkspace(client);
  const transport = createTransport(mode, options.slackApiUrl, logger);
  const app = new App({
    receiver: transport.receiver,
    authorize: authorizeAs(workspace, botToken),
    clientOptions,
    logger,
    convoStore: false,
  });
  app.error(async (error) => {
    log.error(failureFields(error), "A request from Slack was not understood");
  });
  const running = createRunning();
  app.use(async ({ next }) => {
    await running.track(next);
  });
  registerListeners(app, { useCases, inbox, client, workspace, commands, log });
  const door =
    transport.requestListener && mode.kind === "http"
      ? createDoor({ ...mode, wallClock, log }, transport.requestListener)
      : undefined;
  return {
    workspace,
    requestListener: door,
    start: async () => {
      if (mode.kind === "socket") await app.start();
    },
    stop: async () => {
      if (mode.kind === "socket") await app.stop();
    },
    ping: async () => {
      if (!transport.isOpen()) throw new Error("The socket to Slack is not open; it is being opened again");
    },
    drain: (timeoutMs) => running.drain(timeoutMs),
  };
}
