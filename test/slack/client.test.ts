import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSlackClient, redact } from "../../src/slack/client.ts";
import { recordingLog } from "./support.ts";

let url = "";
let requests = 0;
const sockets = new Set<unknown>();
const server = createServer((request, response) => {
  requests += 1;
  sockets.add(request.socket);
  request.resume().on("end", () => {
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ ok: true, response_metadata: { warnings: ["token xoxb-1234-abcdef seen"] } }),
    );
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/api/`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

describe("a client of Slack", () => {
  it("keeps connections alive for calls that follow each other, whichever client makes them", async () => {
    const { log } = recordingLog();
    for (const token of ["xoxb-one", "xoxb-two", "xoxb-three"]) {
      const client = createSlackClient({ token, apiUrl: url, log });
      await client.auth.test();
      await client.auth.test();
    }
    expect(requests).toBe(6);
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it("reports what the SDK warns of, without tokens", async () => {
    const { log, logged } = recordingLog();
    await createSlackClient({ token: "xoxb-secret", apiUrl: url, log }).auth.test();
    expect(logged).toEqual([
      { level: "warn", fields: { sdk: "token [token] seen" }, message: "Slack's SDK reports" },
    ]);
  });

  it.each(["xoxb-12-ab", "xoxp-1-2-3", "xapp-1-A0-9-f00", "xoxe.xoxp-1-Mi0y", "xoxe-1-My0x"])(
    "blacks out %s",
    (token) => {
      expect(redact(`a ${token} b`)).toBe("a [token] b");
    },
  );
});
