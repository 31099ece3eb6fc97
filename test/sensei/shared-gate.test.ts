import { describe, expect, it } from "vitest";
import type { RateGate } from "../../src/ports.ts";
import { createSharedGate } from "../../src/sensei/shared-gate.ts";

const never = new Promise<never>(() => undefined);

function gateWith(shared: RateGate | undefined) {
  let now = 1000;
  const warned: string[] = [];
  const gate = createSharedGate(() => now, shared, { warn: (_, message) => warned.push(message) });
  return { gate, warned, pass: (ms: number) => (now += ms) };
}

describe("how long to leave Sensei alone", () => {
  it("is known by oneself where nothing is shared", async () => {
    const { gate, pass } = gateWith(undefined);
    await gate.closeFor(500);
    pass(200);
    expect(await gate.waitMs()).toBe(300);
  });

  it("is the longer of what oneself knows and what all know", async () => {
    const shared = { waitMs: async () => 400, closeFor: async () => undefined };
    const { gate } = gateWith(shared);
    expect(await gate.waitMs()).toBe(400);
    await gate.closeFor(900);
    expect(await gate.waitMs()).toBe(900);
  });

  it("is told to all", async () => {
    const told: number[] = [];
    const shared = { waitMs: async () => 0, closeFor: async (ms: number) => void told.push(ms) };
    await gateWith(shared).gate.closeFor(700);
    expect(told).toEqual([700]);
  });

  it.each([
    ["fails", () => Promise.reject(new Error("no database")), "failed"],
    ["does not answer", () => never, "does not answer"],
  ])("is known by oneself alone while the shared memory %s", async (_, broken, words) => {
    const { gate, warned } = gateWith({ waitMs: broken, closeFor: broken });
    expect(await gate.waitMs()).toBe(0);
    await gate.closeFor(500);
    expect(await gate.waitMs()).toBe(500);
    expect(warned.join("\n")).toContain(words);
  });
});
