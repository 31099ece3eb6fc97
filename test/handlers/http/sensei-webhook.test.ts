import { createHmac } from "node:crypto";
import { request } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { senseiWebhook, senseiWebhookPath, webhookBodyLimit } from "../../../handlers/http/sensei-webhook.ts";
import { type HttpServer, startHttpServer } from "../../../handlers/http/server.ts";
import type { VendorEvent } from "../../../src/domain/vendor-event.ts";
import { type LogLine, recordingLog } from "../slack/rig.ts";

const secret = "a-secret-of-the-vendor-and-us";
const installation = { platform: "slack", tenant: "T1" } as const;

let server: HttpServer;
let noted: VendorEvent[];
let lines: LogLine[];
let failing: Error | undefined;

async function start(shared: string | undefined = secret) {
  server = await startHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: {
      [senseiWebhookPath]: senseiWebhook({
        secret: shared === "" ? undefined : shared,
        installation,
        noteVendorEvent: async ({ event }) => {
          if (failing !== undefined) throw failing;
          noted.push(event);
          return { kind: "noted" };
        },
        log: recordingLog(lines),
      }),
    },
    checks: {},
    log: recordingLog(lines),
  });
}

beforeEach(() => {
  noted = [];
  lines = [];
  failing = undefined;
});
afterEach(() => server.stop(100));

const event = {
  id: "evt_1",
  type: "certificate.generated",
  created_at: "2026-03-02T06:00:00Z",
  data: { migration_id: "mig_hr_prod_2026", migration_name: "HR_PROD", new_member: [1] },
  metadata: { organization_id: "org_1", environment: "production" },
};
const body = JSON.stringify(event);
const sign = (text: string, key = secret) => `sha256=${createHmac("sha256", key).update(text).digest("hex")}`;

async function post(
  text: string | Buffer,
  headers: Record<string, string> = {},
  method: "POST" | "GET" = "POST",
) {
  const response = await request(`http://127.0.0.1:${server.port}${senseiWebhookPath}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method === "POST" ? { body: text } : {}),
  });
  return { status: response.statusCode, answer: await response.body.text() };
}

const signed = (text: string) => post(text, { "x-sensei-signature": sign(text) });

describe("a webhook of Sensei", () => {
  it("is noted before it is acknowledged, with what it says that concerns us", async () => {
    await start();
    expect((await signed(body)).status).toBe(200);
    expect(noted).toMatchObject([
      {
        id: "evt_1",
        type: "certificate.generated",
        migrationId: "mig_hr_prod_2026",
        migrationName: "HR_PROD",
      },
    ]);
  });

  it.each([
    ["no signature", {}],
    ["an empty one", { "x-sensei-signature": "" }],
    ["one of another secret", { "x-sensei-signature": sign(body, "another-secret-altogether") }],
    ["one of another body", { "x-sensei-signature": sign(`${body} `) }],
    ["one without its scheme", { "x-sensei-signature": sign(body).slice("sha256=".length) }],
    ["one of another scheme", { "x-sensei-signature": sign(body).replace("sha256", "sha1") }],
    ["one that is cut short", { "x-sensei-signature": sign(body).slice(0, -2) }],
    ["one that goes on", { "x-sensei-signature": `${sign(body)}00` }],
    ["one that is not hexadecimal", { "x-sensei-signature": `sha256=${"g".repeat(64)}` }],
  ])("with %s is turned away and not noted", async (_, headers: Record<string, string>) => {
    await start();
    expect((await post(body, headers)).status).toBe(401);
    expect(noted).toEqual([]);
    expect(lines).toMatchObject([{ level: "warn", status: 401 }]);
    expect(JSON.stringify(lines)).not.toContain(sign(body));
  });

  it("is signed over its very bytes, also where they are not what JSON would write again", async () => {
    await start();
    const odd = body.replace('"type"', ' "\\u0074ype" ');
    expect((await signed(odd)).status).toBe(200);
    expect(noted).toHaveLength(1);
  });

  it.each([
    ["no JSON", "{"],
    ["no UTF-8", Buffer.from([0xff, 0xfe])],
    ["a list", "[]"],
    ["no id", JSON.stringify({ ...event, id: undefined })],
    ["no moment", JSON.stringify({ ...event, created_at: "yesterday" })],
    ["no migration", JSON.stringify({ ...event, data: {} })],
    ["data that is none", JSON.stringify({ ...event, data: "mig_1" })],
  ])("that is %s is refused with 400, without its words in the log", async (_, text: string | Buffer) => {
    await start();
    const signature = `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
    expect((await post(text, { "x-sensei-signature": signature })).status).toBe(400);
    expect(noted).toEqual([]);
    expect(JSON.stringify(lines)).not.toContain("yesterday");
  });

  it("of a type that does not concern us is acknowledged and left alone", async () => {
    await start();
    expect(await signed(JSON.stringify({ ...event, type: "migration.paused", data: {} }))).toMatchObject({
      status: 200,
    });
    expect(noted).toEqual([]);
  });

  it("of exactly 1 MB is read, and a longer one is not", async () => {
    await start();
    const longest = `${body}${" ".repeat(webhookBodyLimit - body.length)}`;
    expect((await signed(longest)).status).toBe(200);
    expect((await signed(`${longest} `)).status).toBe(413);
    expect(noted).toHaveLength(1);
  });

  it("is not taken without a shared secret, and the log says which variable is missing", async () => {
    await start("");
    expect((await signed(body)).status).toBe(503);
    expect(noted).toEqual([]);
    expect(lines).toMatchObject([{ level: "warn", why: expect.stringContaining("SENSEI_WEBHOOK_SECRET") }]);
  });

  it("is not acknowledged when it could not be noted, so that it comes again", async () => {
    await start();
    failing = new Error("the store is away");
    expect((await signed(body)).status).toBe(500);
  });

  it("is posted, nothing else", async () => {
    await start();
    expect((await post("", {}, "GET")).status).toBe(405);
  });
});
