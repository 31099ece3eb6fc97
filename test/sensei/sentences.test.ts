import { describe, expect, it } from "vitest";
import { redact } from "../../src/sensei/redact.ts";
import { type FaultFacts, faultSentence } from "../../src/sensei/sentences.ts";

const base = { attempts: 3, elapsedMs: 39_200, host: "api.sensei.ai" } as const;

describe("sentences about failed calls", () => {
  it.each<[Omit<FaultFacts, keyof typeof base>, string]>([
    [
      { code: "timeout", reason: "no answer within 10 s" },
      "Sensei is not answering (I tried 3 times over 40 s; no answer within 10 s).",
    ],
    [
      { code: "unavailable", status: 503 },
      "Sensei is not answering (I tried 3 times over 40 s; the last answer was an error 503).",
    ],
    [
      { code: "rate_limited", retryAfterMs: 29_001 },
      "Our limit of requests to Sensei is used up; try again in 30 s.",
    ],
    [{ code: "rate_limited" }, "Our limit of requests to Sensei is used up; try again in a minute."],
    [
      { code: "migration_not_found", migrationId: "mig_a" },
      "Sensei knows no migration “mig_a”. Check the id, or choose the migration from the list.",
    ],
    [
      { code: "forbidden", scope: "migrations:read" },
      "Our API key for Sensei lacks the scope migrations:read. Give it to the key, or set another one in SENSEI_API_KEY.",
    ],
    [
      { code: "invalid_state", vendorMessage: "It is running." },
      "Sensei refuses this in the migration's present state: “It is running”.",
    ],
    [
      { code: "redirected", redirectHost: "eu.sensei.ai" },
      "Sensei at api.sensei.ai sent us on to eu.sensei.ai. Our key does not go there by itself: if that is right, set it as SENSEI_API_URL.",
    ],
    [
      { code: "nothing_there", subject: "performance comparison", migrationId: "mig_a" },
      "Sensei has no performance comparison for the migration “mig_a”.",
    ],
    [
      { code: "unavailable", status: 500, changing: true, effect: "unknown" },
      "Sensei is having trouble (I tried 3 times over 40 s; the last answer was an error 500). We do not yet know whether it happened: look at the migration in Sensei before anybody tries again.",
    ],
    [
      { code: "unreachable", reason: "the connection was refused", changing: true, effect: "none" },
      "Sensei is not answering (I tried 3 times over 40 s; the connection was refused). Nothing was changed.",
    ],
    [
      { code: "invalid_state", vendorMessage: "It is archived.", changing: true, effect: "none" },
      "Sensei refuses this in the migration's present state: “It is archived”.",
    ],
    [
      { code: "cancelled", changing: true, effect: "unknown" },
      "The call to Sensei was called off before it was answered. We do not yet know whether it happened: look at the migration in Sensei before anybody tries again.",
    ],
    [
      { code: "restart_needed", reason: "it changed in the meantime" },
      "The export from Sensei broke off and cannot be continued (it changed in the meantime). It has to be downloaded from the beginning.",
    ],
  ])("%j", (facts, sentence) => {
    expect(faultSentence({ ...base, ...facts })).toBe(sentence);
  });

  it("speaks of one attempt as of one", () => {
    const facts = { ...base, code: "unreachable", attempts: 1, elapsedMs: 3 } as const;
    expect(faultSentence(facts)).toBe(
      "Sensei is not answering (I tried once and waited less than a second).",
    );
  });
});

describe("words from outside", () => {
  it.each([
    ["the key is my-key-1", "the key is …"],
    ["sk_live_abc sk_test_abc sa_123", "… … …"],
    ["Authorization: Bearer abc.def", "Authorization: …"],
    ["at https://user:pass@host/x", "at https://…@host/x"],
    ["two\r\nlines\u0000\u2028and\u202emore", "two lines and more"],
    ["", ""],
  ])("%j become %j", (words, plain) => {
    expect(redact(words, "my-key-1")).toBe(plain);
  });

  it("are cut short without tearing a character apart", () => {
    const cut = redact(`${"x".repeat(239)}${"🧨".repeat(99)}`, "");
    expect(cut.length).toBeLessThanOrEqual(241);
    expect(cut.isWellFormed()).toBe(true);
  });
});
