import { describe, expect, it } from "vitest";
import { waitFor } from "../../support/wait-for.ts";
import { HR, openWorkspace, startSocketApp } from "./harness.ts";

describe("a Bolt app over Socket Mode", () => {
  it("gets commands, clicks and events, and answers in the acknowledgement", async () => {
    const { workspace, control, web } = await openWorkspace();
    const heard: string[] = [];
    await startSocketApp(workspace, (app) => {
      app.command("/closeout", async ({ ack }) => ack({ text: "On track", response_type: "in_channel" }));
      app.action("done", async ({ ack, respond }) => {
        await ack();
        await respond("noted");
      });
      app.event("app_mention", async ({ event }) => {
        heard.push(event.text);
      });
    });
    const answer = await control.command("U0ANA", HR, "/closeout");
    expect(answer).toMatchObject({ delivered: [{ status: 200 }] });
    expect(await control.messages("U0TOM", HR)).toMatchObject([{ text: "On track" }]);

    const button = {
      type: "button" as const,
      text: { type: "plain_text" as const, text: "Done" },
      action_id: "done",
    };
    const { ts } = await web.chat.postMessage({
      channel: HR,
      text: "x",
      blocks: [{ type: "actions", elements: [button] }],
    });
    const clicked = await control.post("click", { as: "U0ANA", channel: HR, ts, action_id: "done" });
    expect(clicked).toMatchObject({ delivered: [{ status: 200 }] });
    await waitFor(async () =>
      (await control.messages("U0ANA", HR)).some((message) => message.text === "noted"),
    );

    await control.post("say", { as: "U0ANA", channel: HR, text: "<@U0CLOSEOUT> hi" });
    expect(heard).toEqual(["<@U0CLOSEOUT> hi"]);
  });

  it("shares requests among several sockets", async () => {
    const { workspace, control } = await openWorkspace();
    const heard = [0, 0];
    for (const index of [0, 1]) {
      await startSocketApp(workspace, (app) => {
        app.command("/closeout", async ({ ack }) => {
          heard[index] = (heard[index] ?? 0) + 1;
          await ack();
        });
      });
    }
    for (let count = 0; count < 6; count += 1) await control.command("U0ANA", HR, "/closeout");
    expect(heard).toEqual([3, 3]);
  });

  it("reconnects when asked to", async () => {
    const { workspace, control } = await openWorkspace();
    await startSocketApp(workspace, (app) => {
      app.command("/closeout", async ({ ack }) => ack("still here"));
    });
    expect(await control.post("sockets", { disconnect: "refresh_requested" })).toMatchObject({ sockets: 1 });
    await waitFor(async () => (await control.get("sockets"))["sockets"] === 0, {
      what: "the old socket's end",
    });
    await waitFor(async () => (await control.get("sockets"))["sockets"] === 1, { what: "the new socket" });
    const answer = await control.command("U0ANA", HR, "/closeout");
    expect(answer).toMatchObject({ delivered: [{ status: 200 }] });
  });

  it("lets nobody in without a ticket", async () => {
    const { workspace } = await openWorkspace();
    const socket = new WebSocket(`${workspace.url.replace("http", "ws")}/socket?ticket=guess`);
    const outcome = await new Promise((resolve) => {
      socket.addEventListener("open", () => resolve("open"));
      socket.addEventListener("error", () => resolve("refused"));
    });
    expect(outcome).toBe("refused");
  });
});
