import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { NetConnectOpts } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { JobProcessor } from "../../src/ports.ts";
import { type CloseoutQueue, createQueue, type QueueOptions } from "../../src/queue/create-queue.ts";
import { QueueUnavailable } from "../../src/queue/queue-unavailable.ts";
import { waitFor } from "../support/wait-for.ts";
import { memoryLog } from "./memory-log.ts";
import { type Proxy, startProxy } from "./proxy.ts";

/** A running server as the suite needs it. */
export type ServerUnderTest = {
  readonly kind: "redis" | "postgres";
  readonly url: string;
  /** Where it listens, and its URL as seen through another port of this machine. */
  readonly listens: NetConnectOpts;
  throughPort(port: number): string;
  /** Cuts every connection, as a restart or a failover does; resolves when the server takes connections again. */
  interrupt(): Promise<void>;
  /** Loses every job and every tick of a namespace. */
  forget(namespace: string): Promise<void>;
  close(): Promise<void>;
};

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));
const SHORT_RETRIES = { attempts: 3, delayMs: 20 };

/** What the `Queue` port promises, tried on one back end. */
export function queueContract(name: string, startServer: () => Promise<ServerUnderTest>): void {
  describe(`the queue on ${name}`, () => {
    let server: ServerUnderTest;
    const cleanups: (() => Promise<void> | void)[] = [];

    beforeAll(async () => {
      server = await startServer();
    });
    afterEach(async () => {
      for (const clean of cleanups.splice(0).toReversed()) await clean();
    });
    afterAll(async () => {
      await server?.close();
    });

    const newNamespace = () => `t_${randomBytes(6).toString("hex")}`;

    function open(namespace: string, changes: Partial<QueueOptions> = {}) {
      const { log, lines } = memoryLog();
      const backend = { kind: server.kind, url: server.url };
      const queue = createQueue({ backend, namespace, log, retries: SHORT_RETRIES, ...changes });
      cleanups.push(() => queue.close());
      return { queue, lines };
    }

    async function openBehindProxy(): Promise<{ proxy: Proxy } & ReturnType<typeof open>> {
      const proxy = await startProxy(server.listens);
      cleanups.push(() => proxy.shut());
      const backend = { kind: server.kind, url: server.throughPort(proxy.port) };
      return { proxy, ...open(newNamespace(), { backend }) };
    }

    /** Records the payloads that a processor was called with. */
    function recorder(): { seen: unknown[]; record: JobProcessor } {
      const seen: unknown[] = [];
      return {
        seen,
        record: async (payload) => {
          seen.push(payload);
        },
      };
    }

    /** Jobs run in the order they were added: when this one is done, whatever was added before it would be too. */
    async function addLastAndWait(queue: CloseoutQueue, seen: unknown[]): Promise<void> {
      await queue.add([{ name: "record", payload: "last" }]);
      await waitFor(() => seen.includes("last"), { what: "the last job" });
    }

    function spawnChild(mode: "hold" | "finish", namespace: string): ChildProcess {
      const args = [CHILD, mode, server.kind, server.url, namespace];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      cleanups.push(() => {
        child.kill("SIGKILL");
      });
      return child;
    }

    describe("delivering", () => {
      it("hands every job to its processor with the payload as it was", async () => {
        const { queue } = open(newNamespace());
        const payloads = [{ id: "a", nested: [1, null, "ü🎉"] }, "text", 7, null, false, []];
        const { seen, record } = recorder();
        await queue.add(payloads.map((payload) => ({ name: "record", payload })));
        await queue.work({ record }, { concurrency: 1 });
        await waitFor(() => seen.length === payloads.length);
        expect(seen).toEqual(payloads);
      });

      it("adds nothing when there is nothing to add", async () => {
        const { queue } = open(newNamespace());
        await expect(queue.add([])).resolves.toBeUndefined();
      });

      it("delivers what was added before any worker ran, to a queue opened later", async () => {
        const namespace = newNamespace();
        const first = open(namespace);
        await first.queue.add([{ name: "record", payload: "early" }]);
        await first.queue.close();
        const { seen, record } = recorder();
        await open(namespace).queue.work({ record }, { concurrency: 1 });
        await waitFor(() => seen.length === 1);
        expect(seen).toEqual(["early"]);
      });

      it("shares the jobs between two workers, each job once", async () => {
        const namespace = newNamespace();
        const [one, two] = [recorder(), recorder()];
        const all = () => [...one.seen, ...two.seen];
        const met = Promise.withResolvers<void>();
        const together = ({ seen, record }: typeof one, other: typeof one): JobProcessor => {
          return async (payload) => {
            await record(payload);
            if (seen.length > 0 && other.seen.length > 0) met.resolve();
            await met.promise;
          };
        };
        const { queue } = open(namespace);
        await queue.work({ record: together(one, two) }, { concurrency: 1 });
        await open(namespace).queue.work({ record: together(two, one) }, { concurrency: 1 });
        const payloads = Array.from({ length: 40 }, (_, index) => index);
        await queue.add(payloads.map((payload) => ({ name: "record", payload })));
        await waitFor(() => all().length >= payloads.length);
        expect(all().toSorted((a, b) => Number(a) - Number(b))).toEqual(payloads);
        expect(Math.min(one.seen.length, two.seen.length)).toBeGreaterThan(0);
      });

      it("keeps deployments on one server apart by namespace", async () => {
        const [mine, other] = [newNamespace(), newNamespace()];
        const [ours, theirs] = [recorder(), recorder()];
        const { queue } = open(mine);
        const neighbour = open(other).queue;
        await neighbour.work({ record: theirs.record }, { concurrency: 1 });
        await queue.add([{ name: "record", payload: "ours" }]);
        await addLastAndWait(neighbour, theirs.seen);
        await queue.work({ record: ours.record }, { concurrency: 1 });
        await waitFor(() => ours.seen.length === 1);
        expect(theirs.seen).toEqual(["last"]);
      });

      it("refuses a namespace that a server could not hold", () => {
        for (const namespace of ["", "Shop", "a-b", "x".repeat(41), "a:b"]) {
          expect(() => open(namespace)).toThrow(RangeError);
        }
      });
    });

    describe("keys", () => {
      it("adds a job once while another waits under its key, in one call or in several", async () => {
        const { queue } = open(newNamespace());
        const { seen, record } = recorder();
        const job = (payload: string) => ({ name: "record", payload, key: "delivery-1" });
        await queue.add([job("first"), job("same call")]);
        await queue.add([job("later call")]);
        await queue.work({ record }, { concurrency: 1 });
        await addLastAndWait(queue, seen);
        expect(seen).toEqual(["first", "last"]);
      });

      it("tells equal keys of different jobs apart", async () => {
        const { queue } = open(newNamespace());
        const { seen, record } = recorder();
        await queue.add([
          { name: "record", payload: 1, key: "same" },
          { name: "other", payload: 2, key: "same" },
        ]);
        await queue.work({ record, other: record }, { concurrency: 1 });
        await addLastAndWait(queue, seen);
        expect(seen).toEqual([1, 2, "last"]);
      });

      it("takes a key again once its job has finished", async () => {
        const { queue } = open(newNamespace());
        const { seen, record } = recorder();
        await queue.work({ record }, { concurrency: 1 });
        for (const round of [1, 2, 3]) {
          await waitFor(
            async () => {
              await queue.add([{ name: "record", payload: round, key: "again" }]);
              return seen.includes(round);
            },
            { what: `round ${round}`, everyMs: 50 },
          );
        }
        expect(new Set(seen)).toEqual(new Set([1, 2, 3]));
      });

      it("takes a key again once its job has failed for good", async () => {
        const { queue, lines } = open(newNamespace());
        const { seen, record } = recorder();
        const failing = new Set(["bad"]);
        const sometimes: JobProcessor = async (payload) => {
          if (failing.has(String(payload))) throw new Error("no");
          await record(payload);
        };
        await queue.work({ sometimes }, { concurrency: 1 });
        await queue.add([{ name: "sometimes", payload: "bad", key: "again" }]);
        await waitFor(() => lines.some((line) => line.message === "A job failed for good"));
        await waitFor(
          async () => {
            await queue.add([{ name: "sometimes", payload: "good", key: "again" }]);
            return seen.includes("good");
          },
          { everyMs: 50 },
        );
        expect(seen[0]).toBe("good");
      });

      it.each(["", "a:b", "12345"])("refuses the key %j", async (key) => {
        const { queue } = open(newNamespace());
        await expect(queue.add([{ name: "record", payload: 1, key }])).rejects.toThrow(RangeError);
      });
    });

    describe("failing jobs", () => {
      it("tries a job that throws again, and logs each failure by name and without its payload", async () => {
        const { queue, lines } = open(newNamespace());
        const attempts: unknown[] = [];
        const flaky: JobProcessor = async (payload) => {
          attempts.push(payload);
          if (attempts.length < 3) throw new Error(`attempt ${attempts.length} failed`);
        };
        await queue.work({ flaky }, { concurrency: 1 });
        await queue.add([{ name: "flaky", payload: { token: "s3cret" }, key: "card-7" }]);
        await waitFor(() => attempts.length === 3);
        const failures = lines.filter((line) => line.fields["job"] === "flaky");
        expect(failures.map(({ level, fields }) => [level, fields["attempt"], fields["jobId"]])).toEqual([
          ["warn", 1, "flaky.card-7"],
          ["warn", 2, "flaky.card-7"],
        ]);
        expect(JSON.stringify(lines)).not.toContain("s3cret");
      });

      it("gives up after the last attempt and says so as an error", async () => {
        const { queue, lines } = open(newNamespace());
        let attempts = 0;
        const doomed: JobProcessor = async () => {
          attempts += 1;
          throw new Error("never works");
        };
        await queue.work({ doomed }, { concurrency: 1 });
        await queue.add([{ name: "doomed", payload: null }]);
        await waitFor(() => lines.find((line) => line.message === "A job failed for good"));
        expect(attempts).toBe(SHORT_RETRIES.attempts);
      });

      it("fails a job that nobody can process at once and loudly, and goes on with the next", async () => {
        const { queue, lines } = open(newNamespace());
        const { seen, record } = recorder();
        await queue.add([{ name: "toString", payload: null }]);
        await queue.work({ record }, { concurrency: 1 });
        await addLastAndWait(queue, seen);
        const failures = lines.filter((line) => line.fields["job"] === "toString");
        expect(failures).toHaveLength(1);
        expect(failures[0]).toMatchObject({ level: "error", message: "A job failed for good" });
        expect(String(failures[0]?.fields["err"])).toContain(
          'No processor is registered for jobs named "toString"',
        );
      });
    });

    describe("recurring jobs", () => {
      it("ticks at once and then at its interval, however many processes register it", async () => {
        const namespace = newNamespace();
        const { seen, record } = recorder();
        const queues = [open(namespace).queue, open(namespace).queue, open(namespace).queue];
        await Promise.all(queues.map((queue) => queue.every("record", 300)));
        await Promise.all(queues.map((queue) => queue.work({ record }, { concurrency: 1 })));
        const start = performance.now();
        await waitFor(() => seen.length >= 6);
        const elapsed = performance.now() - start;
        expect(elapsed).toBeGreaterThan(600);
        expect(seen.every((payload) => payload === undefined)).toBe(true);
      });

      it("keeps an overdue tick when another process registers it again", async () => {
        const namespace = newNamespace();
        const { seen, record } = recorder();
        await open(namespace).queue.every("record", 3_600_000);
        for (let boot = 0; boot < 3; boot += 1) await open(namespace).queue.every("record", 3_600_000);
        const { queue } = open(namespace);
        await queue.work({ record }, { concurrency: 1 });
        await waitFor(() => seen.length === 1);
        await queue.every("record", 3_600_000);
        await addLastAndWait(queue, seen);
        expect(seen).toEqual([undefined, "last"]);
      });

      it("goes on ticking when a tick throws", async () => {
        const { queue } = open(newNamespace());
        let ticks = 0;
        const sweep: JobProcessor = async () => {
          ticks += 1;
          throw new Error("the store is away");
        };
        await queue.every("sweep", 100);
        await queue.work({ sweep }, { concurrency: 1 });
        await waitFor(() => ticks >= 4);
      });

      it("takes a new interval", async () => {
        const namespace = newNamespace();
        const { seen, record } = recorder();
        await open(namespace).queue.every("record", 3_600_000);
        const { queue } = open(namespace);
        await queue.every("record", 100);
        await queue.work({ record }, { concurrency: 1 });
        await waitFor(() => seen.length >= 4);
      });

      it("builds its ticks again by itself when the server has forgotten everything", async () => {
        const namespace = newNamespace();
        const { queue } = open(namespace);
        const { seen, record } = recorder();
        await queue.every("record", 200);
        await queue.work({ record }, { concurrency: 1 });
        await waitFor(() => seen.length >= 2);
        await server.forget(namespace);
        const before = seen.length;
        await waitFor(() => seen.length >= before + 4, { what: "new ticks" });
      });
    });

    describe("workers that die", () => {
      it("delivers a job again whose worker was killed three times", async () => {
        const namespace = newNamespace();
        const { queue } = open(namespace);
        await queue.add([{ name: "hold", payload: "survivor", key: "thrice" }]);
        for (let kill = 1; kill <= 3; kill += 1) {
          const child = spawnChild("hold", namespace);
          if (child.stdout === null) throw new Error("The child has no output.");
          const [line] = await once(createInterface(child.stdout), "line");
          expect(line).toBe("holding");
          child.kill("SIGKILL");
          await once(child, "exit");
        }
        const { seen, record } = recorder();
        await queue.work({ hold: record }, { concurrency: 1 });
        await waitFor(() => seen.length === 1, { what: "the fourth delivery" });
        expect(seen).toEqual(["survivor"]);
      });
    });

    describe("outages", () => {
      it("comes through an interruption with every job and a handful of log lines", async () => {
        const { queue, lines } = open(newNamespace());
        const { seen, record } = recorder();
        await queue.work({ record }, { concurrency: 2 });
        await queue.every("tick", 500);
        await queue.add([{ name: "record", payload: "before" }]);
        await waitFor(() => seen.includes("before"));
        for (const round of [1, 2]) {
          await server.interrupt();
          await addUntilTaken(queue, `after ${round}`);
          await waitFor(() => seen.includes(`after ${round}`), { what: `round ${round}` });
        }
        const complaints = lines.filter((line) => line.level === "error" && line.fields["job"] === undefined);
        expect(complaints.length).toBeLessThan(10);
      });

      it("says quickly that it is down, and works again when it is back", async () => {
        const { proxy, queue, lines } = await openBehindProxy();
        const { seen, record } = recorder();
        await queue.ping();
        await queue.work({ record }, { concurrency: 1 });
        proxy.cut();
        await expectUnavailable(() => queue.ping());
        await proxy.shut();
        await expectUnavailable(() => queue.ping());
        await expectUnavailable(() => queue.add([{ name: "record", payload: "lost" }]));
        await proxy.open();
        await addUntilTaken(queue, "back");
        await waitFor(() => seen.includes("back"));
        expect(lines.some((line) => line.message.endsWith("answers again"))).toBe(true);
      });

      it("starts while the server is away, and works as soon as it is there", async () => {
        const { proxy, queue } = await openBehindProxy();
        await proxy.shut();
        const { seen, record } = recorder();
        const refused = await queue.every("record", 200).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(QueueUnavailable);
        expect(String(refused)).toContain('could not schedule "record"');
        const working = queue.work({ record }, { concurrency: 1 });
        await expect(queue.ping()).rejects.toBeInstanceOf(QueueUnavailable);
        await proxy.open();
        await working;
        await waitFor(() => seen.length >= 2, { what: "ticks without another call" });
      });

      it("closes while the server is away", async () => {
        const { proxy, queue } = await openBehindProxy();
        const worker = await queue.work({}, { concurrency: 1 });
        await proxy.shut();
        await worker.drain();
        await queue.close();
        await expect(queue.ping()).rejects.toBeInstanceOf(QueueUnavailable);
      });
    });

    describe("stopping", () => {
      it("drains: takes no more jobs, and waits for the running ones", async () => {
        const namespace = newNamespace();
        const { queue } = open(namespace);
        const [started, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
        let finished = false;
        const slow: JobProcessor = async () => {
          started.resolve();
          await release.promise;
          finished = true;
        };
        const { seen, record } = recorder();
        const worker = await queue.work({ slow, record }, { concurrency: 2 });
        await queue.add([{ name: "slow", payload: null }]);
        await started.promise;
        let drained = false;
        const draining = worker.drain().then(() => {
          drained = true;
        });
        await queue.add([{ name: "record", payload: "after the drain began" }]);
        await queue.ping();
        expect({ drained, finished }).toEqual({ drained: false, finished: false });
        release.resolve();
        await draining;
        expect(finished).toBe(true);
        // A fetch that was under way when the drain began may have brought that job, which is then finished as well.
        const finishedToo = seen.length;
        await queue.add([{ name: "record", payload: "after the drain" }]);
        await queue.ping();
        expect(seen).toHaveLength(finishedToo);
        await open(namespace).queue.work({ slow, record }, { concurrency: 1 });
        await waitFor(() => seen.length === 2);
        expect(new Set(seen)).toEqual(new Set(["after the drain", "after the drain began"]));
      });

      it("lets the process end once it is closed, twice over, and logs no error", async () => {
        const child = spawnChild("finish", newNamespace());
        if (child.stdout === null) throw new Error("The child has no output.");
        const [[line], [code]] = await Promise.all([
          once(createInterface(child.stdout), "line"),
          once(child, "exit"),
        ]);
        expect(line).toBe("closed []");
        expect(code).toBe(0);
      });
    });
  });
}

async function expectUnavailable(attempt: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await expect(attempt()).rejects.toMatchObject({ code: "queue_unavailable", retryable: true });
  expect(performance.now() - start).toBeLessThan(6_000);
}

/** As a sweep does: hands the job over again until the queue takes it. */
async function addUntilTaken(queue: CloseoutQueue, payload: string): Promise<void> {
  await waitFor(
    async () => {
      await queue.add([{ name: "record", payload, key: payload.replaceAll(" ", "-") }]);
      return true;
    },
    { what: `"${payload}" to be taken`, everyMs: 100 },
  );
}
