import type { Logger } from "pino";
import { deliveryMetadata } from "../blocks/slack/actions.ts";
import { renderNotice } from "../blocks/slack/notice.ts";
import { senseiWebhook, senseiWebhookPath } from "../handlers/http/sensei-webhook.ts";
import { startHttpServer } from "../handlers/http/server.ts";
import { createSlackApp } from "../handlers/slack/app.ts";
import { jobProcessors, scheduleJobs } from "../jobs/registry.ts";
import type { OpenSandbox } from "../sandbox/open.ts";
import { archiveCheck, archiveJobs, openArchiveParts, sandboxArchive } from "./archive-parts.ts";
import { createAutomation } from "./automation/automation.ts";
import { drawPictures } from "./charts/draw-pictures.ts";
import { followClock, systemClock } from "./clock.ts";
import { type Config, readConfig, type SlackConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { printPaper } from "./pdf/print-paper.ts";
import type { Clock } from "./ports.ts";
import { openDatabase } from "./postgres/open-database.ts";
import { createPeople } from "./postgres/people.ts";
import { createRateGate } from "./postgres/rate-gate.ts";
import { createStore, type Store } from "./postgres/store.ts";
import { createQueue } from "./queue/create-queue.ts";
import { createSenseiClient } from "./sensei/client.ts";
import { endOnSignals, Shutdown } from "./shutdown.ts";
import { openSigner } from "./signing/signer.ts";
import { createSlackChat } from "./slack/chat.ts";
import { createSlackClient } from "./slack/client.ts";
import { describeParts, explainFailure, startupNotice } from "./startup-words.ts";
import { loadTemplate } from "./template-file.ts";
import { bindUseCases } from "./usecases/bind.ts";
import { handleVendorEvent } from "./usecases/certificate/handle-vendor-event.ts";
import { isQuiet } from "./usecases/checklist/is-quiet.ts";
import { runOperation } from "./usecases/cleanup/run-operation.ts";
import { deliverMessages } from "./usecases/delivery/deliver-messages.ts";
import { sweep } from "./usecases/delivery/sweep.ts";
import type { Deps } from "./usecases/deps.ts";

/** How long a request or a job that is under way may take to finish after SIGTERM. */
const drainMs = 10_000;

/** The ports that are taken unless the environment names one: the sandbox's page, if it is free, and the product's own. */
const pagePort = 8400;
const productPort = 3000;

/** The only composition root: reads the configuration, builds the adapters and starts what the role asks for. */
async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel ?? (config.slack === undefined ? "error" : "info"));
  const shutdown = new Shutdown(log);
  endOnSignals(shutdown);
  try {
    if (config.slack === undefined) await runSandbox(config, log, shutdown);
    else await runInSlack(config, config.slack, log, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function runInSlack(
  config: Config,
  slack: SlackConfig,
  log: Logger,
  shutdown: Shutdown,
): Promise<void> {
  const product = await startProduct({ ...config, slack }, log, shutdown, false);
  process.stdout.write(
    startupNotice({
      mode: `${product.workspace === undefined ? "working for Slack" : `connected to ${product.workspace}`} · role ${config.role}`,
      parts: [...product.parts, ["Sensei", config.sensei.url]],
      next: [
        `In Slack, type ${config.commands.closeout} start in a migration's channel.`,
        "Stop with Ctrl+C or SIGTERM: what is under way is finished first.",
      ],
    }),
  );
}

async function runSandbox(config: Config, log: Logger, shutdown: Shutdown): Promise<void> {
  const { openSandbox } = await import("../sandbox/open.ts");
  const { exampleChannel, seedSandbox } = await import("../sandbox/seed.ts");
  const findExample = async ({ store, installation }: Product) =>
    installation && (await store.closeouts.openInChannel(installation, exampleChannel));
  let product: Product | undefined;
  const sandbox = await openSandbox({
    ports: config.http.port === undefined ? [pagePort, 0] : [config.http.port],
    product: {
      nextEvent: async () => (await product?.store.closeouts.nextMoment())?.toString(),
      isQuiet: async () => product === undefined || (await isQuiet(product.deps)),
    },
  });
  shutdown.add("sandbox", () => sandbox.close());
  product = await startProduct(inSandbox(config, sandbox), log, shutdown, true);
  if (product.port !== undefined) sandbox.announce(product.port);
  // A database of the operator's own may hold the example from an earlier start.
  if ((await findExample(product)) === undefined) await seedSandbox(sandbox.controlUrl);
  process.stdout.write(
    startupNotice({
      mode: "sandbox (no Slack credentials in the environment)",
      parts: [
        ...product.parts,
        ["Slack", `stand-in at ${sandbox.slack.apiUrl}`],
        ["Sensei", `stand-in at ${sandbox.senseiUrl}`],
        ["Clock", "real time; the page can move it forward"],
        ["Page", sandbox.pageUrl],
      ],
      next: [
        "Open the page: #hr-prod-migration holds a closeout at work, and a reminder comes within a minute.",
        "Then click Done on a line of it, or type /closeout. “Act as” makes you somebody else.",
        "Stop with Ctrl+C. To connect a real workspace see “Connect your workspace” in README.md.",
      ],
    }),
  );
  process.stdout.write(`Sandbox ready: ${sandbox.pageUrl}\n`);
}

/** The product finds the sandbox where it would find Slack and Sensei; it listens on loopback only. */
function inSandbox(
  config: Config,
  { slack, sensei, clockUrl, certificateKey, announceChannel }: OpenSandbox,
): ConnectedConfig {
  const http = { host: "127.0.0.1", port: 0 };
  return {
    ...config,
    slack,
    sensei,
    certificateKeys: [{ id: certificateKey.id, publicKey: certificateKey.raw }],
    clockUrl,
    http,
    announceIn: { kind: "channel", channel: announceChannel },
    archive: sandboxArchive(config),
    commands: { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" },
  };
}

type Product = Awaited<ReturnType<typeof startProduct>>;
type ConnectedConfig = Config & { readonly slack: SlackConfig };

/** Builds everything for one workspace and starts the parts of this role. */
async function startProduct(config: ConnectedConfig, log: Logger, shutdown: Shutdown, afresh: boolean) {
  const clock = await openClock(config, log, shutdown);
  const template = await loadTemplate(config.templatePath);
  const database = await openDatabase({ url: config.databaseUrl, stateDir: config.stateDir, afresh, log });
  shutdown.add("store", () => database.close());
  const signer = await openSigner({ keyFile: config.signingKeyFile, stateDir: config.stateDir, log });
  const store = createStore(database.db, clock, { betweenPostsMs: config.postIntervalMs }, signer);
  const queue = createQueue({
    backend:
      config.redisUrl === undefined
        ? { kind: "postgres", url: database.url }
        : { kind: "redis", url: config.redisUrl },
    namespace: config.namespace,
    log,
  });
  shutdown.add("queue", () => queue.close());
  const sensei = createSenseiClient({
    baseUrl: config.sensei.url,
    apiKey: config.sensei.apiKey ?? "",
    timeoutMs: 10_000,
    maxAttempts: 3,
    sharedGate: createRateGate(database.db, config.sensei.url),
    log,
  });
  shutdown.add("Sensei", () => sensei.close());
  const client = createSlackClient({ token: config.slack.botToken, apiUrl: config.slack.apiUrl, log });
  const chat = createSlackChat({
    clientFor: () => client,
    render: renderNotice,
    metadata: deliveryMetadata,
    log,
  });
  const people = createPeople(database.db, clock, chat);
  const automation = createAutomation({ ...config.automation, clock: systemClock });
  shutdown.add("automation", () => automation.close());
  const operationPolicy = { ...config.operations, mostAttempts: 5 };
  const { certificateKeys, announceIn } = config;
  const archive = await openArchiveParts(config, clock, shutdown, afresh);
  const stopping = new AbortController();
  const { signal } = stopping;
  const deps: Deps = {
    ...store,
    ...archive,
    clock,
    signer,
    people,
    chat,
    queue,
    sensei,
    pictures: drawPictures,
    printPaper,
    automation,
    operationPolicy,
    template,
    certificateKeys,
    announceIn,
    log,
    stopping: signal,
  };
  const web = config.role === "worker" ? undefined : await startWeb(config, deps, store, log, shutdown);
  if (config.role !== "web") await startWorker(config, deps, store, log, shutdown);
  shutdown.add("long work", async () => stopping.abort());
  return {
    store,
    deps,
    port: web?.port,
    installation: web?.workspace.installation,
    workspace: web?.workspace.name,
    parts: describeParts(config, database, web?.port),
  };
}

async function openClock(config: Config, log: Logger, shutdown: Shutdown): Promise<Clock> {
  if (config.clockUrl === undefined) return systemClock;
  const clock = await followClock(config.clockUrl, log);
  shutdown.add("clock", async () => clock.close());
  return clock;
}

/** Answers Slack, and the questions of whoever watches over this process. */
async function startWeb(config: ConnectedConfig, deps: Deps, store: Store, log: Logger, shutdown: Shutdown) {
  const { slack } = config;
  const useCases = bindUseCases(deps);
  const app = await createSlackApp({
    mode: slack.transport,
    botToken: slack.botToken,
    ...(slack.apiUrl === undefined ? {} : { slackApiUrl: slack.apiUrl }),
    useCases,
    inbox: store.inbox,
    commands: config.commands,
    wallClock: systemClock,
    log,
  });
  shutdown.add("listeners", () => app.drain(drainMs));
  const { host } = config.http;
  const server = await startHttpServer({
    host,
    port: config.http.port ?? productPort,
    routes: {
      ...(app.requestListener === undefined ? {} : { "/slack/events": app.requestListener }),
      [senseiWebhookPath]: senseiWebhook({
        secret: config.sensei.webhookSecret,
        installation: app.workspace.installation,
        noteVendorEvent: useCases.noteVendorEvent,
        log,
      }),
    },
    checks: {
      store: () => store.ping(),
      queue: () => deps.queue.ping(),
      chat: () => deps.chat.ping(),
      ...(slack.transport.kind === "socket" ? { socket: () => app.ping() } : {}),
    },
    advisory: { archive: archiveCheck(deps.archive, deps.template.template) },
    log,
  });
  shutdown.add("HTTP server", () => server.stop(drainMs));
  await app.start();
  shutdown.add("socket", () => app.stop());
  return { port: server.port, workspace: app.workspace };
}

/** Works on the queue. */
async function startWorker(
  config: Config,
  deps: Deps,
  store: Store,
  log: Logger,
  shutdown: Shutdown,
): Promise<void> {
  const archive = archiveJobs(deps);
  await archive.tidy();
  const worker = await deps.queue.work(
    jobProcessors({
      sweep: () => Promise.all([sweep(deps), archive.sweep()]),
      deliver: (payload) => deliverMessages(deps, payload),
      runOperation: (payload) => runOperation(deps, payload),
      vendorEvent: (payload) => handleVendorEvent(deps, payload),
      tidy: () => Promise.all([store.inbox.forgetOld(), store.vendorEvents.forgetOld(), archive.tidy()]),
      archive: archive.jobs,
    }),
    { concurrency: config.concurrency },
  );
  shutdown.add("worker", () => worker.drain());
  try {
    await scheduleJobs(deps.queue, { sweepMs: config.sweepMs });
  } catch (error) {
    log.warn({ err: error }, "the queue does not answer yet; the sweep starts as soon as it does");
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exit(1);
}
