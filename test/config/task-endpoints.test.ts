import { expect, test } from "vitest";
import { allowingHost, readTaskEndpoints, readTaskHosts } from "../../src/config/task-endpoints.ts";
import { ConfigInvalid, readConfig } from "../../src/config.ts";

const secret = "0123456789abcdef0123456789abcdef";

function automationOf(endpoints: string, hosts: string) {
  return readConfig({
    CLOSEOUT_TASK_ENDPOINTS: endpoints,
    CLOSEOUT_TASK_HOSTS: hosts,
    CLOSEOUT_TASK_SECRET: secret,
  }).automation.endpoints;
}

function problemsOf(env: Record<string, string>): string {
  try {
    readConfig(env);
    return "";
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems.join("\n");
    throw error;
  }
}

test("a list and a JSON object say the same", () => {
  const expected = {
    ok: true,
    value: [
      { task: "X1", url: "https://a.example/1" },
      { task: "X2", url: "https://a.example/2" },
    ],
  };
  expect(readTaskEndpoints("X1=https://a.example/1, X2=https://a.example/2")).toEqual(expected);
  expect(readTaskEndpoints('{"X1": "https://a.example/1", "X2": "https://a.example/2"}')).toEqual(expected);
});

test.each(["X1", "x1=https://a.example/", "X1=https://a.example/ X1=https://a.example/", "{", "X1=nowhere"])(
  "%j is refused",
  (text) => {
    expect(readTaskEndpoints(text).ok).toBe(false);
  },
);

test.each([
  ["https://a.example/x", "a.example", true],
  ["https://a.example:8443/x", "a.example", false],
  ["https://a.example:8443/x", "a.example:8443", true],
  ["https://evil-a.example/", "a.example", false],
  ["https://a.example.evil.example/", "a.example", false],
  ["https://a.example@evil.example/", "a.example", false],
  ["https://user:word@a.example/", "a.example", false],
  ["http://a.example/", "a.example", false],
  ["http://127.0.0.1:9000/", "http://127.0.0.1:9000", true],
  ["http://127.0.0.1:9001/", "http://127.0.0.1:9000", false],
  ["http://localhost:9000/", "http://127.0.0.1:9000", false],
] as const)("%s with %s allowed: %s", (url, hosts, allowed) => {
  const read = readTaskHosts(hosts);
  if (!read.ok) throw new Error(read.problems.join());
  expect(allowingHost(read.value, url) !== undefined).toBe(allowed);
});

test("only a host marked as private, or this machine, may lie inside", () => {
  expect(automationOf("X1=https://a.example/ X2=https://b.corp/", "a.example private:b.corp")).toEqual([
    { task: "X1", url: "https://a.example/", inside: false },
    { task: "X2", url: "https://b.corp/", inside: true },
  ]);
});

test("an endpoint needs a host that is allowed, and a secret", () => {
  expect(problemsOf({ CLOSEOUT_TASK_ENDPOINTS: "X1=https://a.example/" })).toBe(
    "CLOSEOUT_TASK_SECRET is missing: requests to CLOSEOUT_TASK_ENDPOINTS are signed with it.\n" +
      "CLOSEOUT_TASK_ENDPOINTS sends X1 to https://a.example, which CLOSEOUT_TASK_HOSTS does not allow; only https:// is called (or http://127.0.0.1:port if it is listed as that).",
  );
});
