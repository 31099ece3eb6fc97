import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitFor } from "../../support/wait-for.ts";
import { commandBody, post, type Rig, signedHeaders, startRig } from "./rig.ts";

describe("the door of the Slack endpoint", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig.close());
  beforeEach(() => {
    rig.calls.length = 0;
  });

  it("lets in what Slack has just signed", async () => {
    const body = commandBody();
    expect(await post(rig, body, signedHeaders({ body }))).toBe(200);
    await waitFor(() => rig.calls.some(({ name }) => name === "readStatus"));
  });

  it.each([
    ["a wrong secret", { secret: "another secret" }],
    ["a timestamp more than five minutes old", { skewS: -301 }],
    ["a timestamp more than five minutes ahead", { skewS: 302 }],
    ["a timestamp thirty days ahead", { skewS: 30 * 86_400 }],
  ])("turns away %s", async (_name, flaw) => {
    const body = commandBody();
    expect(await post(rig, body, signedHeaders({ body, ...flaw }))).toBe(401);
    expect(rig.calls).toEqual([]);
  });

  it.each([
    ["four minutes old", -240],
    ["four minutes ahead", 240],
  ])("lets in a timestamp %s", async (_name, skewS) => {
    const body = commandBody();
    expect(await post(rig, body, signedHeaders({ body, skewS }))).toBe(200);
  });

  it.each([
    ["x-slack-signature", undefined],
    ["x-slack-request-timestamp", undefined],
    ["x-slack-signature", "v1=abc"],
    ["x-slack-signature", "nonsense"],
    ["x-slack-request-timestamp", "soon"],
    ["x-slack-request-timestamp", "-1"],
    ["x-slack-request-timestamp", "1e9"],
  ])("turns away a request whose %s is %s", async (header, value) => {
    const body = commandBody();
    const { [header]: _gone, ...rest } = signedHeaders({ body });
    expect(await post(rig, body, value === undefined ? rest : { ...rest, [header]: value })).toBe(401);
    expect(rig.calls).toEqual([]);
  });

  it("turns away a body that was changed after it was signed", async () => {
    const body = commandBody();
    expect(await post(rig, `${body}&text=start`, signedHeaders({ body }))).toBe(401);
  });

  it("turns away the identical request when it comes again", async () => {
    const body = commandBody();
    const headers = signedHeaders({ body });
    expect(await post(rig, body, headers)).toBe(200);
    expect(await post(rig, body, headers)).toBe(409);
    expect(await post(rig, body, headers)).toBe(409);
  });

  it("does not spend a signature on a request that failed to verify", async () => {
    const body = commandBody();
    const headers = signedHeaders({ body });
    expect(await post(rig, `${body}x`, headers)).toBe(401);
    expect(await post(rig, body, headers)).toBe(200);
  });

  it("turns away more than a megabyte without reading it all", async () => {
    const body = commandBody({ text: "x".repeat(1024 * 1024) });
    expect(await post(rig, body, signedHeaders({ body }))).toBe(413);
  });

  it("lets in a body just below a megabyte", async () => {
    const body = commandBody({ text: "x".repeat(1024 * 1024 - 500) });
    expect(await post(rig, body, signedHeaders({ body }))).toBe(200);
  });

  it("answers Slack's challenge when the address is set up", async () => {
    const body = JSON.stringify({ type: "url_verification", challenge: "c-1", token: "t" });
    expect(await post(rig, body, signedHeaders({ body, contentType: "application/json" }))).toBe(200);
  });

  it("turns away a signed body that is not JSON", async () => {
    const body = "{";
    expect(await post(rig, body, signedHeaders({ body, contentType: "application/json" }))).toBe(400);
  });
});
