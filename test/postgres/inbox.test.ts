import { describe, expect, test } from "vitest";
import type { AnswerCodec } from "../../src/ports.ts";
import { waitFor } from "../support/wait-for.ts";
import { installation, shareWorld } from "../support/world.ts";

const world = shareWorld();

const asJson: AnswerCodec<unknown> = { encode: (answer) => answer, decode: (json) => json };

function once(key: string, work: () => Promise<unknown>, inbox = world.store.inbox) {
  return inbox.once(installation, key, work, asJson);
}

describe("a request that arrives again", () => {
  test("has one effect and gets the first answer", async () => {
    let effects = 0;
    const work = async () => ({ effect: (effects += 1) });
    expect(await once("again", work)).toEqual({ effect: 1 });
    expect(await once("again", work)).toEqual({ effect: 1 });
    expect(effects).toBe(1);
  });

  test("at the same moment, ten times on two processes, has one effect and one answer", async () => {
    const inboxes = [world.store.inbox, world.another().inbox];
    let effects = 0;
    const release = Promise.withResolvers<void>();
    const work = async () => {
      effects += 1;
      await release.promise;
      return { effect: effects };
    };
    const answers = Array.from({ length: 10 }, (_, index) => once("crowd", work, inboxes[index % 2]));
    await waitFor(() => effects === 1);
    release.resolve();
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 10 }, () => ({ effect: 1 })));
    expect(effects).toBe(1);
  });

  test.each([[undefined], [null], [false], [0], [""], [{ a: [1] }]])(
    "repeats the answer %j",
    async (answer) => {
      const key = `answer ${JSON.stringify(answer)}`;
      await once(key, async () => answer);
      const repeated = await once(key, async () => "a second effect");
      expect(repeated).toEqual(answer ?? null);
    },
  );

  test("is read back by its codec", async () => {
    const codec: AnswerCodec<Date> = {
      encode: (date) => date.toISOString(),
      decode: (json) => new Date(String(json)),
    };
    const first = new Date("2026-03-02T08:00:00Z");
    await world.store.inbox.once(installation, "codec", async () => first, codec);
    expect(await world.store.inbox.once(installation, "codec", async () => new Date(), codec)).toEqual(first);
  });

  test("in another workspace is another request", async () => {
    const other = { platform: "slack", tenant: "T2" } as const;
    expect(await once("shared", async () => "T1")).toBe("T1");
    expect(await world.store.inbox.once(other, "shared", async () => "T2", asJson)).toBe("T2");
  });
});

describe("work that fails", () => {
  test("is forgotten, so that the next arrival does it", async () => {
    const failure = new Error("not this time");
    await expect(once("fails", () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await once("fails", async () => "done")).toBe("done");
  });

  test("lets a concurrent arrival do it", async () => {
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const first = once("fails late", async () => {
      begun.resolve();
      await release.promise;
      throw new Error("too bad");
    });
    await begun.promise;
    const second = once("fails late", async () => "done");
    release.resolve();
    await expect(first).rejects.toThrow("too bad");
    expect(await second).toBe("done");
  });
});

describe("a process that dies at work", () => {
  test("is waited for while it may live, and then the next arrival does the work", async () => {
    const begun = Promise.withResolvers<void>();
    void once("dies", async () => {
      begun.resolve();
      return await new Promise(() => undefined);
    });
    await begun.promise;
    let effects = 0;
    const second = once("dies", async () => `done ${(effects += 1)}`);
    const [held] = await world.sql("select held_until > now() as held from inbox where key like '%dies'");
    expect({ ...held, effects }).toEqual({ held: true, effects: 0 });
    await world.sql("update inbox set held_until = now() where key like '%dies'");
    expect(await second).toBe("done 1");
    expect(await once("dies", async () => "a second effect")).toBe("done 1");
  });
});

test("a request of more than a day ago is forgotten, younger ones are not", async () => {
  await once("old", async () => 1);
  await once("young", async () => 1);
  await world.sql("update inbox set received_at = now() - interval '25 hours' where key like '% old'");
  await world.store.inbox.forgetOld();
  expect(await once("old", async () => 2)).toBe(2);
  expect(await once("young", async () => 2)).toBe(1);
});
