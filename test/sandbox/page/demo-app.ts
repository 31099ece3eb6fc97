import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { App, HTTPReceiver, LogLevel } from "@slack/bolt";
import { servePage } from "../../../sandbox/page/serve.ts";
import { SANDBOX_CREDENTIALS, startWorkspace, type Workspace } from "../../../sandbox/workspace-server.ts";
import { cardBlocks, explainModal, homeBlocks, paceModal, startModal } from "./demo-views.ts";

/** The channel of the example migration. */
export const HR = "C0HRPROD";

/** A small app, built with Bolt as anybody would, that uses everything the page can show. */
export type Demo = {
  readonly workspace: Workspace;
  readonly web: App["client"];
  /** The submitted values, latest last. */
  readonly submitted: Record<string, unknown>[];
  close(): Promise<void>;
};

/** Starts a workspace with its page, and the app in it. */
export async function startDemo(port = 0): Promise<Demo> {
  const workspace = await startWorkspace({
    port,
    page: servePage,
    pacing: false,
    manifest: join(import.meta.dirname, "demo-manifest.yml"),
  });
  const { signingSecret, botToken: token } = SANDBOX_CREDENTIALS;
  const receiver = new HTTPReceiver({ signingSecret, port: 0, logLevel: LogLevel.ERROR });
  const clientOptions = { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 } };
  const app = new App({ receiver, token, logLevel: LogLevel.ERROR, clientOptions });
  const submitted: Record<string, unknown>[] = [];
  listen(app, submitted);
  const server = await receiver.start(0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The app has no port.");
  workspace.setRequestUrls([`http://127.0.0.1:${address.port}/slack/events`]);
  return {
    workspace,
    web: app.client,
    submitted,
    close: async () => {
      await receiver.stop();
      await workspace.close();
    },
  };
}

const MIGRATIONS = Array.from(
  { length: 45 },
  (_, index) => `MIGRATION_${String(index + 1).padStart(2, "0")}`,
);

function listen(app: App, submitted: Record<string, unknown>[]): void {
  app.command("/closeout", async ({ ack, command, client, respond }) => {
    await ack();
    if (command.text.startsWith("start")) {
      await client.views.open({ trigger_id: command.trigger_id, view: startModal(command.channel_id) });
      return;
    }
    if (command.text === "pace") {
      await client.views.open({ trigger_id: command.trigger_id, view: paceModal() });
      return;
    }
    await respond(`You asked for \`${command.text || "status"}\`: *HR_PROD* is on track, 3 of 12 done.`);
  });
  app.options("migration", async ({ ack, options }) => {
    const names = ["HR_PROD", "CRM_PROD", ...MIGRATIONS].filter((name) =>
      name.includes(options.value.toUpperCase()),
    );
    await ack({ options: names.map((name) => ({ value: name, text: { type: "plain_text", text: name } })) });
  });
  app.action("migration", async ({ ack }) => ack());
  app.action("explain", async ({ ack, body, client }) => {
    await ack();
    if (body.type === "block_actions")
      await client.views.push({ trigger_id: body.trigger_id, view: explainModal() });
  });
  app.view("start", async ({ ack, view, body, client }) => {
    const name = view.state.values["name"]?.["name"]?.value ?? "";
    if (name.includes("!")) {
      await ack({ response_action: "errors", errors: { name: "Use letters, digits and spaces only." } });
      return;
    }
    await ack();
    submitted.push(view.state.values);
    await client.chat.postMessage({
      channel: view.private_metadata,
      text: `<@${body.user.id}> started *${name}*.`,
    });
  });
  app.action("done_i3", async ({ ack, body, client }) => {
    await ack();
    if (body.type !== "block_actions" || body.container["type"] !== "message") return;
    const target = { channel: body.channel?.id ?? "", ts: body.message?.ts ?? "" };
    await client.chat.update({ ...target, text: "HR_PROD: 4 of 4 done", blocks: cardBlocks(4) });
  });
  app.action("show_items", async ({ ack, respond }) => {
    await ack();
    await respond({
      text: "Twelve items in three phases.",
      response_type: "ephemeral",
      replace_original: false,
    });
  });
  app.action("delete_checkpoints", async ({ ack, respond }) => {
    await ack();
    await respond({ text: "Only <@U0JONAS> can release checkpoints.", replace_original: false });
  });
  app.action(/^(?:snooze|card_menu)$/, async ({ ack, action, respond }) => {
    await ack();
    const chosen = "selected_option" in action ? action.selected_option?.value : "";
    await respond({ text: `You chose \`${chosen}\`.`, replace_original: false });
  });
  app.action("home_done", async ({ ack, body, client }) => {
    await ack();
    await client.views.publish({ user_id: body.user.id, view: { type: "home", blocks: homeBlocks(1) } });
  });
  app.shortcut("message.add_to_item", async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: { ...explainModal(), callback_id: "add" },
    });
  });
  app.event("app_home_opened", async ({ event, client }) => {
    if (event.tab !== "home") return;
    await client.views.publish({ user_id: event.user, view: { type: "home", blocks: homeBlocks(2) } });
  });
}

/** Fills the channel with a card, a talk, a thread, files and what the page cannot show. */
export async function fillDemo({ web, workspace }: Demo): Promise<void> {
  const card = await web.chat.postMessage({
    channel: HR,
    text: "HR_PROD: 3 of 4 done",
    blocks: cardBlocks(3),
  });
  await web.pins.add({ channel: HR, timestamp: card.ts ?? "" });
  await say(
    workspace,
    "U0MARIA",
    "Monitoring is green since 04:10. <@U0TOM> could you look at the `pg_stat` numbers?",
  );
  await say(
    workspace,
    "U0TOM",
    "On it :eyes:\n> p95 was 145 ms on the source\nNow *87 ms*, that is ~slower~ much faster. <https://example.com/dash|Dashboard>",
  );
  await say(workspace, "U0TOM", "```select count(*) from hr.employee;\n 52000000```");
  const digest = await web.chat.postMessage({
    channel: HR,
    text: "2 items due today in HR_PROD: I3 (Maria), S1 (nobody yet)",
    blocks: digestBlocks(),
  });
  await web.chat.postMessage({ channel: HR, thread_ts: digest.ts ?? "", text: "Maria has seen this." });
  await web.files.uploadV2({
    channel_id: HR,
    initial_comment: "The certificate and a picture of the baseline:",
    file_uploads: [
      {
        filename: "migration_certificate.pdf",
        title: "Behavioral Equivalence Certificate",
        file: Buffer.from("%PDF-1.4"),
      },
      { filename: "baseline.png", title: "Baseline", file: pngOf(360, 120) },
    ],
  });
}

function digestBlocks() {
  const row = (id: string, title: string, who: string) => [
    {
      type: "section" as const,
      text: {
        type: "mrkdwn" as const,
        text: `*${id}* ${title}\n${who} · due <!date^1772438400^{date_pretty} {time}|today>`,
      },
      accessory: {
        type: "overflow" as const,
        action_id: `card_menu`,
        options: ["Snooze", "Skip"].map((text) => ({
          value: text,
          text: { type: "plain_text" as const, text },
        })),
      },
    },
  ];
  return [
    { type: "header" as const, text: { type: "plain_text" as const, text: "Due today" } },
    ...row("I3", "Distribute Behavioral Equivalence Certificate", "<@U0MARIA>"),
    ...row("S1", "Complete performance baseline comparison", "nobody yet"),
  ];
}

async function say(workspace: Workspace, as: string, text: string): Promise<void> {
  const body = JSON.stringify({ as, channel: HR, text });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${workspace.controlUrl}/say`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}

/** A PNG with a plain picture in it, made here so that no binary lies around. */
export function pngOf(width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x += 1) {
      const under = y > height - 12 - (Math.floor(x / 30) % 2 === 0 ? 70 : 38) && x % 30 > 5;
      row.set(under ? [0x12, 0x64, 0xa3] : [0xf4, 0xf6, 0xf8], 1 + x * 3);
    }
    return row;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
