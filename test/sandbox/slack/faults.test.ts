import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { readBody } from "../../../sandbox/slack/http.ts";
import type { Workspace } from "../../../sandbox/workspace-server.ts";
import { waitFor } from "../../support/wait-for.ts";
import { codeOf, HR, openWorkspace, startHttpApp } from "./harness.ts";

type Heard = { body: string; headers: Record<string, string | string[] | undefined> };

/** An app that notes what it hears and answers as told. */
async function startListener(
  workspace: Workspace,
  answer: (count: number) => number = () => 200,
): Promise<Heard[]> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      heard.push({ body: body.toString(), headers: request.headers });
      response.writeHead(answer(heard.length)).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The listener has no port.");
  workspace.setRequestUrls([`http://127.0.0.1:${address.port}/`]);
  return heard;
}

describe("faults of the Web API", () => {
  it.each([
    ["500_before", 0],
    ["500_after", 1],
    ["drop_before", 0],
    ["drop_after", 1],
    ["429", 0],
  ])("%s: the call fails and %d messages are there", async (kind, count) => {
    const { web, control } = await openWorkspace();
    await control.post("faults", { method: "chat.postMessage", kind });
    await expect(web.chat.postMessage({ channel: HR, text: "x" })).rejects.toThrow(/./);
    expect(await control.messages("U0ANA", HR)).toHaveLength(count);
    await web.chat.postMessage({ channel: HR, text: "y" });
    expect(await control.messages("U0ANA", HR)).toHaveLength(count + 1);
  });

  it("answers with any error, late, or only for one channel and after some calls", async () => {
    const { web, control } = await openWorkspace();
    const fault = {
      method: "chat.postMessage",
      channel: HR,
      kind: "error",
      error: "fatal_error",
      skip: 1,
      times: 2,
    };
    await control.post("faults", fault);
    await web.chat.postMessage({ channel: "C0CRM", text: "x" });
    await web.chat.postMessage({ channel: HR, text: "x" });
    expect(await codeOf(web.chat.postMessage({ channel: HR, text: "x" }))).toBe("fatal_error");
    await control.delete("faults");
    await control.post("faults", { method: "*", kind: "delay", delay_ms: 80 });
    const start = performance.now();
    await web.chat.postMessage({ channel: HR, text: "x" });
    expect(performance.now() - start).toBeGreaterThan(75);
    const { calls } = await control.get("calls", { method: "chat.postMessage" });
    expect(calls).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: false, error: "fatal_error" },
      { ok: true },
    ]);
  });
});

describe("requests to the app", () => {
  it("are sent again until an event is acknowledged, saying so", async () => {
    const { workspace, control } = await openWorkspace({ retryGapsMs: [1, 1, 1] });
    const heard = await startListener(workspace, (count) => (count < 3 ? 500 : 200));
    await control.post("say", { as: "U0ANA", channel: HR, text: "@closeout hi" });
    await waitFor(() => heard.length === 3);
    const retries = heard.map(({ headers }) => [
      headers["x-slack-retry-num"],
      headers["x-slack-retry-reason"],
    ]);
    expect(retries).toEqual([
      [undefined, undefined],
      ["1", "http_error"],
      ["2", "http_error"],
    ]);
    const ids = heard.map(({ body }) => /"event_id":"(\w+)"/.exec(body)?.[1]);
    expect(new Set(ids).size).toBe(1);
  });

  it("can be multiplied, each copy freshly signed, or replayed to the letter", async () => {
    const { workspace, control } = await openWorkspace();
    const heard = await startListener(workspace);
    await control.post("inbound", { copies: 4, reorder: true, reorder_ms: 20 });
    const answer = await control.command("U0ANA", HR, "/closeout");
    expect(answer["delivered"]).toHaveLength(4);
    expect(new Set(heard.map(({ body }) => body)).size).toBe(1);
    await control.post("inbound", { replay: true });
    heard.length = 0;
    await control.command("U0ANA", HR, "/closeout");
    expect(heard.map(({ headers }) => headers["x-slack-signature"])).toHaveLength(2);
    expect(heard[0]?.headers["x-slack-signature"]).toBe(heard[1]?.headers["x-slack-signature"]);
  });

  it("are refused by Bolt with a wrong signature or an old timestamp", async () => {
    const { workspace, control } = await openWorkspace();
    await startHttpApp(workspace, (app) => {
      app.command("/closeout", async ({ ack }) => ack());
    });
    const status = async () => (await control.command("U0ANA", HR, "/closeout"))["delivered"];
    expect(await status()).toMatchObject([{ status: 200 }]);
    await control.post("inbound", { bad_signature: true });
    expect(await status()).toMatchObject([{ status: 401 }]);
    await control.post("inbound", { timestamp_offset_s: -600 });
    expect(await status()).toMatchObject([{ status: 401 }]);
    await control.post("inbound", {});
    expect(await status()).toMatchObject([{ status: 200 }]);
  });

  it("go to several URLs in turn", async () => {
    const { workspace, control } = await openWorkspace();
    const one = await startListener(workspace);
    const { urls: first } = await control.get("request-urls");
    const other = await startListener(workspace);
    const { urls: second } = await control.get("request-urls");
    await control.post("request-urls", { urls: [first, second].flat() });
    for (let count = 0; count < 6; count += 1) await control.command("U0ANA", HR, "/closeout");
    expect([one.length, other.length]).toEqual([3, 3]);
  });
});
