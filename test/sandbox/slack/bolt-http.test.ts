import type { App, SlashCommand } from "@slack/bolt";
import { describe, expect, it } from "vitest";
import { waitFor } from "../../support/wait-for.ts";
import { HR, openWorkspace, startHttpApp } from "./harness.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });

const form = {
  type: "modal" as const,
  callback_id: "start",
  title: plain("Start"),
  submit: plain("Start"),
  private_metadata: "kept",
  blocks: [
    {
      type: "input" as const,
      block_id: "name",
      label: plain("Name"),
      element: { type: "plain_text_input" as const, action_id: "name_input", max_length: 20 },
    },
    {
      type: "input" as const,
      block_id: "cutover",
      label: plain("Cutover"),
      element: { type: "datepicker" as const, action_id: "cutover_input", initial_date: "2026-03-02" },
    },
    {
      type: "input" as const,
      block_id: "lead",
      label: plain("Technical lead"),
      optional: true,
      element: { type: "users_select" as const, action_id: "lead_input" },
    },
    {
      type: "input" as const,
      block_id: "migration",
      label: plain("Migration"),
      optional: true,
      element: { type: "external_select" as const, action_id: "migration_input", min_query_length: 0 },
    },
  ],
};

const card = {
  channel: HR,
  text: "card",
  blocks: [
    {
      type: "actions" as const,
      block_id: "I1",
      elements: [
        { type: "button" as const, text: plain("Done"), action_id: "done", value: "I1" },
        {
          type: "static_select" as const,
          action_id: "snooze",
          placeholder: plain("Snooze"),
          options: [
            { text: plain("1 hour"), value: "PT1H" },
            { text: plain("Tomorrow"), value: "P1D" },
          ],
        },
      ],
    },
  ],
};

/** A workspace and a Bolt app hearing it; `setup` registers what the test needs. */
async function appWith(setup: (app: App) => void) {
  const opened = await openWorkspace();
  const app = await startHttpApp(opened.workspace, setup);
  return { ...opened, app };
}

async function openForm(setup: (app: App) => void) {
  const opened = await appWith((app) => {
    app.command("/closeout", async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: form });
    });
    setup(app);
  });
  await opened.control.command("U0ANA", HR, "/closeout start");
  const view = await waitFor(() => opened.control.view("U0ANA"), { what: "the modal" });
  return { ...opened, view };
}

describe("a Bolt app over HTTP", () => {
  it("gets a slash command and answers in the acknowledgement, privately", async () => {
    const heard: SlashCommand[] = [];
    const { control } = await appWith((app) => {
      app.command("/closeout", async ({ ack, command }) => {
        heard.push(command);
        await ack("On track");
      });
    });
    const answer = await control.command("U0ANA", HR, "/closeout assign I3 @tom <b> & more");
    expect(answer).toMatchObject({ delivered: [{ status: 200, body: "On track" }] });
    expect(heard).toMatchObject([
      {
        command: "/closeout",
        text: "assign I3 <@U0TOM|tom> &lt;b&gt; &amp; more",
        user_id: "U0ANA",
        channel_id: HR,
        channel_name: "hr-prod-migration",
        team_id: "T0NORTHWIND",
      },
    ]);
    expect(await control.messages("U0ANA", HR)).toMatchObject([{ text: "On track", ephemeral: true }]);
    expect(await control.messages("U0TOM", HR)).toEqual([]);
  });

  it("says so when the app does not answer a command", async () => {
    const { control, workspace } = await openWorkspace();
    workspace.setRequestUrls(["http://127.0.0.1:1/slack/events"]);
    const answer = await control.command("U0ANA", HR, "/closeout");
    expect(answer).toMatchObject({ delivered: [{ status: 0, error: "connection_failed" }] });
    expect(await control.messages("U0ANA", HR)).toMatchObject([{ user: "USLACKBOT", ephemeral: true }]);
  });

  it("gets clicks, and replaces the message by its response URL", async () => {
    const { control, web } = await appWith((app) => {
      app.action("done", async ({ ack, respond, action }) => {
        await ack();
        const value = "value" in action ? action.value : "?";
        await respond({ text: `done ${value}`, replace_original: true });
      });
    });
    const { ts = "" } = await web.chat.postMessage(card);
    await control.post("click", { as: "U0TOM", channel: HR, ts, action_id: "done", value: "I1" });
    const message = await waitFor(async () => {
      const [seen] = await control.messages("U0ANA", HR);
      return seen?.text === "done I1" ? seen : undefined;
    });
    expect(message).not.toHaveProperty("blocks");
  });

  it("gets choices as options, with who, where and which message", async () => {
    const heard: unknown[] = [];
    const { control, web } = await appWith((app) => {
      app.action("snooze", async ({ ack, body }) => {
        heard.push(body);
        await ack();
      });
    });
    const { ts = "" } = await web.chat.postMessage(card);
    await control.post("click", { as: "U0SAM", channel: HR, ts, action_id: "snooze", value: "P1D" });
    expect(heard).toMatchObject([
      {
        type: "block_actions",
        user: { id: "U0SAM", team_id: "T0SOUTHRIDGE" },
        container: { type: "message", message_ts: ts, channel_id: HR, is_ephemeral: false },
        channel: { id: HR, name: "hr-prod-migration" },
        message: { ts, text: "card", bot_id: "B0CLOSEOUT" },
        state: { values: { I1: { snooze: { selected_option: { value: "P1D" } } } } },
        actions: [{ type: "static_select", block_id: "I1", selected_option: { value: "P1D" } }],
      },
    ]);
  });

  it("gets the click of somebody who has not seen yet that the message was updated", async () => {
    const heard: unknown[] = [];
    const { control, web } = await appWith((app) => {
      app.action("done", async ({ ack, body }) => {
        heard.push(body);
        await ack();
      });
    });
    const { ts = "" } = await web.chat.postMessage(card);
    const updated = card.blocks.map((block) => ({ ...block, block_id: "I1-again" }));
    await web.chat.update({ ...card, ts, blocks: updated });
    const before = { action_id: "done", block_id: "I1", value: "I1" };
    await control.post("click", { as: "U0TOM", channel: HR, ts, ...before });
    expect(heard).toMatchObject([{ actions: [{ action_id: "done", value: "I1" }] }]);
  });

  it("does not let anybody click what is not there", async () => {
    const { control, web } = await openWorkspace();
    const { ts = "" } = await web.chat.postMessage(card);
    const click = (more: object) =>
      control.post("click", { as: "U0ANA", channel: HR, ts, action_id: "done", ...more });
    await expect(click({ value: "I2" })).rejects.toMatchObject({ code: "control_not_found" });
    await expect(click({ action_id: "approve" })).rejects.toMatchObject({ code: "control_not_found" });
    await expect(click({ action_id: "snooze", value: "P9D" })).rejects.toMatchObject({
      code: "impossible_value",
    });
    await expect(click({ ts: "1.000001" })).rejects.toMatchObject({ code: "message_not_found" });
    await expect(click({ as: "U0NOBODY" })).rejects.toMatchObject({ code: "user_not_found" });
  });

  it("lets a response URL be used five times in thirty minutes", async () => {
    const urls: string[] = [];
    const { control } = await appWith((app) => {
      app.command("/closeout", async ({ ack, command }) => {
        urls.push(command.response_url);
        await ack();
      });
    });
    await control.command("U0ANA", HR, "/closeout");
    await control.command("U0ANA", HR, "/closeout");
    const [first = "", second = ""] = urls;
    const use = async (url: string, body: object) => {
      const response = await fetch(url, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      });
      return `${response.status} ${await response.text()}`;
    };
    for (let count = 1; count <= 5; count += 1) expect(await use(first, { text: `${count}` })).toBe("200 ok");
    expect(await use(first, { text: "6" })).toBe("404 used_url");
    expect(await use(second, { text: "public", response_type: "in_channel" })).toBe("200 ok");
    expect(await use(second, { text: "" })).toBe("400 no_text");
    await control.post("clock", { advance: "PT31M" });
    expect(await use(second, { text: "late" })).toBe("404 expired_url");
    expect((await control.messages("U0TOM", HR)).map((message) => message.text)).toEqual(["public"]);
    expect(await control.messages("U0ANA", HR)).toHaveLength(6);
  });

  it("opens a modal and gets it submitted with all values", async () => {
    const heard: unknown[] = [];
    const { control, view } = await openForm((app) => {
      app.view("start", async ({ ack, view: submitted }) => {
        heard.push(submitted);
        await ack();
      });
      app.options("migration_input", async ({ ack, options }) => {
        await ack({ options: [{ text: plain(`HR_PROD ${options.value}`), value: "mig_1" }] });
      });
    });
    const suggested = { as: "U0ANA", view_id: view.id, action_id: "migration_input", query: "hr" };
    expect(await control.post("options", suggested)).toMatchObject({ options: [{ value: "mig_1" }] });
    const values = { name_input: "HR_PROD", lead_input: "U0TOM", migration_input: "mig_1" };
    const answer = await control.post("submit", { as: "U0ANA", view_id: view.id, values });
    expect(answer).toMatchObject({ closed: true, view: null });
    expect(heard).toMatchObject([
      {
        callback_id: "start",
        private_metadata: "kept",
        state: {
          values: {
            name: { name_input: { type: "plain_text_input", value: "HR_PROD" } },
            cutover: { cutover_input: { selected_date: "2026-03-02" } },
            lead: { lead_input: { selected_user: "U0TOM" } },
            migration: {
              migration_input: { selected_option: { text: plain("HR_PROD hr"), value: "mig_1" } },
            },
          },
        },
      },
    ]);
    expect(await control.view("U0ANA")).toBeUndefined();
  });

  it("complains as Slack's client does before it asks the app", async () => {
    const { control, view } = await openForm(() => undefined);
    const submit = (name: string) =>
      control.post("submit", { as: "U0ANA", view_id: view.id, values: { name_input: name } });
    expect(await submit("")).toMatchObject({
      closed: false,
      delivered: [],
      errors: { name: expect.any(String) },
    });
    expect(await submit("x".repeat(21))).toMatchObject({
      errors: { name: "Please enter at most 20 characters." },
    });
  });

  it("shows the app's errors on their fields, and pushes, updates and clears", async () => {
    const { control, view } = await openForm((app) => {
      app.view("start", async ({ ack, view: { state } }) => {
        const name = state.values["name"]?.["name_input"]?.value;
        if (name === "taken") return ack({ response_action: "errors", errors: { name: "Taken." } });
        if (name === "stray") return ack({ response_action: "errors", errors: { nowhere: "?" } });
        if (name === "clear") return ack({ response_action: "clear" });
        const next = { ...form, callback_id: "next", title: plain("Next") };
        return ack(
          name === "push"
            ? { response_action: "push", view: next }
            : { response_action: "update", view: next },
        );
      });
      app.view("next", async ({ ack }) => ack());
    });
    const submit = (name: string, id = view.id) =>
      control.post("submit", { as: "U0ANA", view_id: id, values: { name_input: name } });
    expect(await submit("taken")).toMatchObject({ closed: false, errors: { name: "Taken." } });
    await expect(submit("stray")).rejects.toMatchObject({ code: "bad_answer" });

    expect(await submit("push")).toMatchObject({
      response_action: "push",
      view: { previous_view_id: view.id },
    });
    const pushed = await waitFor(() => control.view("U0ANA"));
    expect(pushed).toMatchObject({ callback_id: "next", root_view_id: view.id });
    expect(await submit("x", pushed.id)).toMatchObject({ closed: true, view: { id: view.id } });

    expect(await submit("clear")).toMatchObject({ closed: true, view: null });
    expect(await control.view("U0ANA")).toBeUndefined();
  });

  it("lets a trigger be exchanged once, within three seconds", async () => {
    const triggers: string[] = [];
    const { control, web } = await appWith((app) => {
      app.command("/closeout", async ({ ack, body }) => {
        triggers.push(body.trigger_id);
        await ack();
      });
    });
    await control.command("U0ANA", HR, "/closeout");
    const open = async (trigger_id = triggers[0] ?? "") => web.views.open({ trigger_id, view: form });
    await open();
    await expect(open()).rejects.toMatchObject({ data: { error: "exchanged_trigger_id" } });
    await expect(open("1.2")).rejects.toMatchObject({ data: { error: "invalid_trigger_id" } });
    await control.command("U0ANA", HR, "/closeout");
    const asked = performance.now();
    await waitFor(() => performance.now() - asked > 3100);
    await expect(open(triggers[1])).rejects.toMatchObject({ data: { error: "expired_trigger_id" } });
  });

  it("refuses an update of a view that has changed meanwhile, and views over the limits", async () => {
    const { web, view } = await openForm(() => undefined);
    await web.views.update({ view_id: view.id, hash: view.hash, view: form });
    const stale = web.views.update({ view_id: view.id, hash: view.hash, view: form });
    await expect(stale).rejects.toMatchObject({ data: { error: "hash_conflict" } });
    const long = web.views.update({ view_id: view.id, view: { ...form, title: plain("x".repeat(25)) } });
    await expect(long).rejects.toMatchObject({
      data: {
        error: "invalid_arguments",
        response_metadata: {
          messages: ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"],
        },
      },
    });
  });

  it("tells the app that a modal was closed, if it wants to know", async () => {
    const heard: string[] = [];
    const { control } = await appWith((app) => {
      app.command("/closeout", async ({ ack, body, client }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: { ...form, notify_on_close: true } });
      });
      app.view({ type: "view_closed", callback_id: "start" }, async ({ ack, body }) => {
        heard.push(body.type);
        await ack();
      });
    });
    await control.command("U0ANA", HR, "/closeout");
    const view = await waitFor(() => control.view("U0ANA"));
    await control.post("close-view", { as: "U0ANA", view_id: view.id });
    expect(heard).toEqual(["view_closed"]);
  });

  it("opens Home and keeps buttons there working", async () => {
    const heard: unknown[] = [];
    const { control } = await appWith((app) => {
      app.event("app_home_opened", async ({ event, client }) => {
        const blocks = [{ ...card.blocks[0], block_id: `home-${event.user}` }];
        await client.apiCall("views.publish", { user_id: event.user, view: { type: "home", blocks } });
      });
      app.action("done", async ({ ack, body }) => {
        heard.push(body);
        await ack();
      });
    });
    const home = await control.home("U0EVA");
    expect(home).toMatchObject({ type: "home", blocks: [{ block_id: "home-U0EVA" }] });
    await control.post("view-action", { as: "U0EVA", view_id: home?.id, action_id: "done", value: "I1" });
    expect(heard).toMatchObject([{ container: { type: "view", view_id: home?.id }, view: { type: "home" } }]);
  });

  it("gets mentions and direct messages, not other talk", async () => {
    const heard: string[] = [];
    const { control } = await appWith((app) => {
      app.event("app_mention", async ({ event }) => {
        heard.push(`mention ${event.text}`);
      });
      app.message(async ({ message }) => {
        heard.push(`message ${"text" in message ? message.text : ""}`);
      });
    });
    await control.post("say", { as: "U0ANA", channel: HR, text: "lunch?" });
    await control.post("say", { as: "U0ANA", channel: HR, text: "@closeout help" });
    await control.post("say", { as: "U0ANA", channel: "U0CLOSEOUT", text: "hello" });
    expect(heard).toEqual(["mention <@U0CLOSEOUT> help", "message hello"]);
  });

  it("gets message shortcuts, also in threads", async () => {
    const heard: unknown[] = [];
    const { control, web } = await appWith((app) => {
      app.shortcut("closeout_message", async ({ ack, shortcut }) => {
        heard.push(shortcut);
        await ack();
      });
    });
    const { ts: root = "" } = await web.chat.postMessage({ channel: HR, text: "root" });
    const { ts } = await web.chat.postMessage({ channel: HR, text: "reply", thread_ts: root });
    await control.post("shortcut", { as: "U0ANA", channel: HR, ts, callback_id: "closeout_message" });
    expect(heard).toMatchObject([
      {
        type: "message_action",
        message_ts: ts,
        message: { text: "reply", thread_ts: root },
        channel: { id: HR },
      },
    ]);
  });

  it("learns that it or others were thrown out, and of deleted channels", async () => {
    const heard: string[] = [];
    const { control } = await appWith((app) => {
      for (const type of [
        "channel_left",
        "member_left_channel",
        "member_joined_channel",
        "channel_deleted",
      ]) {
        app.event(type, async ({ event }) => {
          heard.push(event.type);
        });
      }
    });
    await control.post("kick", { channel: HR, user: "U0TOM" });
    await control.post("kick", { channel: HR });
    await control.post("invite", { channel: HR });
    await control.delete(`channels/${HR}`);
    expect(heard).toEqual([
      "member_left_channel",
      "channel_left",
      "member_joined_channel",
      "channel_deleted",
    ]);
  });
});
