import { afterEach, describe, expect, it } from "vitest";
import { waitFor } from "../../support/wait-for.ts";
import {
  commandBody,
  messagesOf,
  post,
  type Rig,
  signedHeaders,
  startRig,
  windowOf,
  wordsOf,
} from "./rig.ts";

let rig: Rig;
afterEach(() => rig.close());

describe("acknowledging", () => {
  it("a command does not wait for its work", async () => {
    const gate = Promise.withResolvers<undefined>();
    rig = await startRig({ useCases: { readStatus: () => gate.promise } });
    const body = commandBody();
    expect(await post(rig, body, signedHeaders({ body }))).toBe(200);
    gate.resolve(undefined);
  });
});

describe("draining", () => {
  it("waits for listeners that were acknowledged long ago", async () => {
    const gate = Promise.withResolvers<undefined>();
    rig = await startRig({ useCases: { readStatus: () => gate.promise } });
    const body = commandBody();
    await post(rig, body, signedHeaders({ body }));
    await waitFor(() => rig.calls.some(({ name }) => name === "readStatus"));
    let drained = false;
    const draining = rig.app.drain(10_000).then((left) => {
      drained = true;
      return left;
    });
    await rig.server.stop(1_000);
    expect(drained).toBe(false);
    gate.resolve(undefined);
    expect(await draining).toBe(0);
  });

  it("gives up after its time and says how much was left", async () => {
    const gate = Promise.withResolvers<undefined>();
    rig = await startRig({ useCases: { readStatus: () => gate.promise } });
    const body = commandBody();
    await post(rig, body, signedHeaders({ body }));
    expect(await rig.app.drain(50)).toBe(1);
    gate.resolve(undefined);
  });
});

describe("over Socket Mode", () => {
  it("the same commands, clicks and forms work", async () => {
    rig = await startRig({ mode: "socket" });
    await rig.control("POST /command", { as: "U0ANA", channel: "C0HRPROD", text: "/closeout" });
    const answer = await waitFor(async () =>
      (await messagesOf(rig, "U0ANA")).find(({ ephemeral }) => ephemeral),
    );
    expect(wordsOf(answer)).toContain("HR_PROD");
    await rig.control("POST /command", { as: "U0ANA", channel: "C0HRPROD", text: "/closeout note I1" });
    const view = await waitFor(() => windowOf(rig, "U0ANA"));
    const submitted = await rig.control("POST /submit", {
      as: "U0ANA",
      view_id: view.id,
      values: { "note.text": "fine" },
    });
    expect(submitted).toMatchObject({ closed: true });
    expect(wordsOf(await rig.control("POST /home", { as: "U0ANA" }))).toContain("I1");
    expect(rig.calls.filter(({ name }) => name === "changeItem")).toHaveLength(1);
  });

  it("copies on several sockets have one effect", async () => {
    rig = await startRig({ mode: "socket" });
    await rig.control("POST /inbound", { copies: 4, reorder: true });
    await rig.control("POST /command", { as: "U0ANA", channel: "C0HRPROD", text: "/closeout check I1" });
    expect(await rig.app.drain(5_000)).toBe(0);
    expect(rig.calls.filter(({ name }) => name === "changeItem")).toHaveLength(1);
  });

  it("is open for Slack between start and stop", async () => {
    rig = await startRig({ mode: "socket" });
    await expect(rig.app.ping()).resolves.toBeUndefined();
    await rig.app.stop();
    await waitFor(() =>
      rig.app.ping().then(
        () => false,
        () => true,
      ),
    );
  });

  it("the Slack endpoint is not there", async () => {
    rig = await startRig({ mode: "socket" });
    const body = commandBody();
    expect(await post(rig, body, signedHeaders({ body }))).toBe(404);
  });
});

describe("a token that Slack refuses", () => {
  it("is refused at start", async () => {
    rig = await startRig();
    const { createSlackApp } = await import("../../../handlers/slack/app.ts");
    const { options } = rig;
    await expect(createSlackApp({ ...options, botToken: "xoxb-wrong" })).rejects.toThrow("invalid_auth");
  });
});
