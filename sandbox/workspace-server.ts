import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { SandboxClock } from "./clock.ts";
import { serveControl } from "./control/serve.ts";
import { AppLink } from "./slack/app-link/app-link.ts";
import { Bus } from "./slack/bus.ts";
import { CallLog } from "./slack/call-log.ts";
import { type Cast, defaultCast } from "./slack/cast.ts";
import { Events } from "./slack/events.ts";
import { Faults } from "./slack/faults.ts";
import { FileStore } from "./slack/file-store.ts";
import { sendJson, sendText } from "./slack/http.ts";
import { readManifest } from "./slack/manifest.ts";
import { Pacing } from "./slack/pacing.ts";
import { Posting } from "./slack/posting.ts";
import { ResponseUrls } from "./slack/response-urls.ts";
import type { Credentials, ProductTime, Sandbox } from "./slack/sandbox.ts";
import { serveDownload, serveUpload } from "./slack/serve-files.ts";
import { serveResponseUrl } from "./slack/serve-response-url.ts";
import { Triggers } from "./slack/triggers.ts";
import { ViewStore } from "./slack/view-store.ts";
import { serveApi } from "./slack/web-api/serve.ts";
import { World } from "./slack/world.ts";

/** What an app shows to the sandbox unless it is told otherwise. They open nothing but a sandbox. */
export const SANDBOX_CREDENTIALS: Credentials = {
  botToken: "xoxb-sandbox-closeout",
  appToken: "xapp-1-A0CLOSEOUT-sandbox",
  signingSecret: "sandbox-signing-secret",
};

/** How a workspace is set up. */
export type WorkspaceOptions = Partial<Credentials> & {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Where the app hears events, commands and interactions; several are served in turn. Not needed with Socket Mode. */
  readonly requestUrls?: readonly string[];
  /** The app's `manifest.yml`; it decides on commands, shortcuts, subscriptions and scopes. */
  readonly manifest?: string;
  /** Without it the clock knows no "next event" and never stops on its way. */
  readonly product?: ProductTime;
  readonly cast?: Cast;
  /** After how many milliseconds an unacknowledged event is sent again; one entry for each retry. */
  readonly retryGapsMs?: readonly number[];
  /** Whether posts are limited to about one a second per channel; true unless told. */
  readonly pacing?: boolean;
  /** Serves the web page; answers false for a path that is not its own. */
  readonly page?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
};

/** A running workspace. */
export type Workspace = {
  readonly url: string;
  /** What an app takes for `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly controlUrl: string;
  readonly clock: SandboxClock;
  setRequestUrls(urls: readonly string[]): void;
  close(): Promise<void>;
};

const defaultRetryGapsMs = [50, 500, 2000];

/** Starts a workspace on 127.0.0.1. It keeps everything in memory. */
export async function startWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  let url = "";
  const sandbox = assemble(options, () => url);
  const server = createServer((request, response) => {
    serve(sandbox, options.page, request, response).catch((error: unknown) => {
      if (!request.complete) return;
      process.stderr.write(`The sandbox failed at ${request.method} ${request.url}: ${String(error)}\n`);
      if (!response.headersSent)
        sendJson(response, 500, { ok: false, error: "internal_error", message: String(error) });
      else response.destroy();
    });
  });
  server.keepAliveTimeout = 30_000;
  server.on("upgrade", (request, socket, head) => sandbox.link.sockets.upgrade(request, socket, head));
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox has no port.");
  url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    apiUrl: `${url}/api/`,
    controlUrl: `${url}/control`,
    clock: sandbox.clock,
    setRequestUrls: (urls) => {
      sandbox.link.http.urls = [...urls];
    },
    close: async () => {
      await sandbox.link.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function assemble(options: WorkspaceOptions, baseUrl: () => string): Sandbox {
  const { botToken, appToken, signingSecret } = { ...SANDBOX_CREDENTIALS, ...options };
  const installed = readManifest(options.manifest);
  const clock = new SandboxClock();
  const world = new World(options.cast ?? defaultCast(), clock);
  const bus = new Bus();
  const files = new FileStore();
  const retryGapsMs = options.retryGapsMs ?? defaultRetryGapsMs;
  const link = new AppLink({ signingSecret, appId: world.app.appId, retryGapsMs });
  const pacing = new Pacing();
  pacing.enabled = options.pacing ?? true;
  link.http.urls = [...(options.requestUrls ?? [])];
  const events = new Events(world, link, installed.events);
  const posting = new Posting({ world, files, baseUrl }, bus, events);
  return {
    credentials: { botToken, appToken, signingSecret },
    clock,
    world,
    bus,
    files,
    views: new ViewStore(world, bus),
    triggers: new Triggers(),
    responseUrls: new ResponseUrls(world, posting),
    posting,
    events,
    link,
    installed,
    faults: new Faults(),
    pacing,
    calls: new CallLog(),
    baseUrl,
    product: options.product ?? { nextEvent: async () => undefined, isQuiet: async () => true },
  };
}

async function serve(
  sandbox: Sandbox,
  page: WorkspaceOptions["page"],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = request.url ?? "/";
  if (target.startsWith("/api/")) {
    await serveApi(sandbox, target.slice(5).split("?")[0] ?? "", request, response);
    return;
  }
  const url = new URL(target, "http://sandbox");
  if (url.pathname.startsWith("/control/")) return serveControl(sandbox, url, request, response);
  const [, room = "", first = "", second = ""] = url.pathname.split("/");
  if (room === "response") return serveResponseUrl(sandbox, first, request, response);
  if (room === "upload") return serveUpload(sandbox, second, request, response);
  if (room === "files-pri") return serveDownload(sandbox, first.split("-").at(-1) ?? "", request, response);
  if (page !== undefined && (await page(request, response))) return;
  sendText(response, 404, "There is nothing here.");
}
