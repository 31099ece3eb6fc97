import { describe, expect, it } from "vitest";
import { jobProcessors, scheduleJobs } from "../../jobs/registry.ts";
import type { Lane, Queue } from "../../src/ports.ts";

const lane: Lane = {
  installation: { platform: "slack", tenant: "T1" },
  conversation: { kind: "channel", channel: "C1" },
};

const idle = async () => undefined;
const idleArchive = {
  archive: idle,
  makeBundle: idle,
  verifyAsked: idle,
  verifyInTurn: idle,
  guard: idle,
  dispose: idle,
  clearLeftovers: idle,
};

function processors() {
  const calls: unknown[] = [];
  const served = jobProcessors({
    archive: idleArchive,
    sweep: async () => calls.push("sweep"),
    tidy: async () => calls.push("tidy"),
    deliver: async (payload) => calls.push(payload),
    runOperation: async (payload) => calls.push(payload),
    vendorEvent: async (payload) => calls.push(payload),
  });
  return { served, calls };
}

describe("the jobs", () => {
  it("deliver hands the conversations of its payload on", async () => {
    const { served, calls } = processors();
    await served["deliver"]?.({ lanes: [lane] });
    expect(calls).toEqual([{ lanes: [lane] }]);
  });

  it.each([{ lanes: "all" }, {}, null, { lanes: [{ ...lane, conversation: { kind: "somewhere" } }] }])(
    "deliver fails loudly on the payload %j",
    async (payload) => {
      const { served, calls } = processors();
      await expect(served["deliver"]?.(payload)).rejects.toThrow();
      expect(calls).toEqual([]);
    },
  );

  it("run-operation hands its operation on, and fails loudly on anything else", async () => {
    const { served, calls } = processors();
    const operationId = "0b8cf4a0-3f3c-4c83-a3a5-6d6f1cf3d0d1";
    await served["run-operation"]?.({ operationId });
    await expect(served["run-operation"]?.({ operationId: "all" })).rejects.toThrow();
    expect(calls).toEqual([{ operationId }]);
  });

  it("vendor-event hands the event of its payload on, and fails loudly without one", async () => {
    const { served, calls } = processors();
    await served["vendor-event"]?.({ eventId: "evt_1" });
    await expect(served["vendor-event"]?.({})).rejects.toThrow();
    expect(calls).toEqual([{ eventId: "evt_1" }]);
  });

  it.each([{}, null, undefined])("the recurring ones run on the empty payload %j", async (payload) => {
    const { served, calls } = processors();
    await served["sweep"]?.(payload);
    await served["tidy"]?.(payload);
    expect(calls).toEqual(["sweep", "tidy"]);
  });

  it("a tick is let go while an earlier one is still at work, and the next one after it runs", async () => {
    const work = Promise.withResolvers<void>();
    let runs = 0;
    const served = jobProcessors({
      archive: idleArchive,
      sweep: async () => {
        runs += 1;
        await work.promise;
      },
      tidy: async () => undefined,
      deliver: async () => undefined,
      runOperation: async () => undefined,
      vendorEvent: async () => undefined,
    });
    const first = served["sweep"]?.({});
    await served["sweep"]?.({});
    expect(runs).toBe(1);
    work.resolve();
    await first;
    await served["sweep"]?.({});
    expect(runs).toBe(2);
  });

  it("a failed use case fails the job, so that the queue tries again", async () => {
    const served = jobProcessors({
      archive: idleArchive,
      sweep: () => Promise.reject(new Error("the store is away")),
      tidy: async () => undefined,
      deliver: async () => undefined,
      runOperation: async () => undefined,
      vendorEvent: async () => undefined,
    });
    await expect(served["sweep"]?.({})).rejects.toThrow("the store is away");
  });

  it("the sweep recurs as often as told, and tidying up once an hour", async () => {
    const recurring: unknown[] = [];
    const queue: Pick<Queue, "every"> = {
      every: async (name, everyMs) => void recurring.push([name, everyMs]),
    };
    await scheduleJobs(queue, { sweepMs: 5_000 });
    expect(recurring).toEqual([
      ["sweep", 5_000],
      ["tidy", 3_600_000],
    ]);
  });
});
