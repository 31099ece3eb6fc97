import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { Closeout } from "../../src/domain/closeout.ts";
import { system } from "../../src/domain/identity.ts";
import type { SignoffRequest } from "../../src/domain/signoff/signoff.ts";
import { newRequest } from "../../src/domain/signoff/signoff-rules.ts";
import type { ArtifactChanges, Hold, NewArtifact, RunClaim } from "../../src/ports.ts";
import { at } from "../domain/examples.ts";
import { installation, openWorld, shareWorld } from "../support/world.ts";

const world = shareWorld();

const now = at("2026-02-12T09:00");
const ana = { ...installation, user: "U_ANA", name: "ana" };
const reason = (text: string, moment = now): Hold => ({ by: ana, at: moment, reason: text });

function anArtifact(path: string, different: Partial<NewArtifact> = {}): NewArtifact {
  return {
    path,
    kind: "execution_logs",
    location: "Log archive",
    place: { location: "log-archive", key: `c1/abc/${path}` },
    bytes: 5_000_000_000,
    sha256: "a".repeat(64),
    mediaType: "text/plain",
    storedAt: now,
    retention: "P2Y",
    retainUntil: Temporal.PlainDate.from("2028-02-12"),
    verifiedAt: now,
    ...different,
  };
}

function change<T>(closeout: Closeout, work: (changes: ArtifactChanges) => Promise<T>): Promise<T> {
  return world.store.closeouts
    .change(closeout.id, ({ artifacts: changes }) => work(changes))
    .then(({ result }) => result);
}

/** A closeout with a run that somebody works on. */
async function aRun(): Promise<{ closeout: Closeout; claim: RunClaim }> {
  const closeout = await world.start();
  const id = randomUUID();
  await change(closeout, (changes) => changes.startRun({ id, startedBy: ana, startedAt: now }));
  const claim = await world.store.artifacts.claimRun(id);
  if (claim === undefined) throw new Error("The run is not to be had");
  return { closeout, claim };
}

async function registered(...list: NewArtifact[]) {
  const { closeout, claim } = await aRun();
  const [artifact] = await change(closeout, (changes) => changes.register(claim.run.id, list));
  if (artifact === undefined) throw new Error("Nothing was registered");
  return { closeout, claim, artifact, read: () => world.store.artifacts.find(closeout.id, artifact.number) };
}

/** A sign-off request to refer to. */
function aRequest(closeout: Closeout): SignoffRequest {
  const made = newRequest(
    {
      id: randomUUID(),
      closeoutId: closeout.id,
      number: 1,
      purpose: "disposal",
      title: "Disposal",
      meaning: "I state that these are not needed any more.",
      documents: [],
      seats: [{ id: randomUUID(), role: "compliance_officer", user: "U_JONAS", name: "jonas" }],
      quorum: { kind: "all" },
      order: "parallel",
      decideBy: now.add({ hours: 24 }),
      effect: { kind: "dispose", artifacts: [] },
      requestedBy: system,
    },
    now,
    closeout,
  );
  if (made.kind !== "new") throw new Error("The request is not valid");
  return made.request;
}

/** Proposes the disposal of an artifact, in a request of its own. */
async function propose(
  closeout: Closeout,
  artifactId: string,
  moment = at("2028-02-13T09:00"),
): Promise<boolean> {
  const { result } = await world.store.closeouts.change(closeout.id, async ({ artifacts, signoffs }) => {
    const request = { ...aRequest(closeout), number: await signoffs.nextNumber() };
    await signoffs.save(request);
    return await artifacts.proposeDisposal(artifactId, request.id, moment);
  });
  return result;
}

const expireLease = (claim: RunClaim) =>
  world.sql("update archive_run set lease_until = '-infinity' where id = $1", claim.run.id);

describe("a run", () => {
  test("is one at a time for each closeout, whoever asks at once", async () => {
    const closeout = await world.start();
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () =>
        change(closeout, (changes) => changes.startRun({ id: randomUUID(), startedBy: ana, startedAt: now })),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === "started")).toHaveLength(1);
    expect(outcomes.find(({ kind }) => kind === "running")).toMatchObject({
      run: { startedBy: ana, attempts: 0 },
    });
  });

  test("is in the hands of one worker, and after its death in those of another", async () => {
    const { claim } = await aRun();
    const store = world.store.artifacts;
    expect(await store.claimRun(claim.run.id)).toBeUndefined();
    expect(await store.waitingRuns(1_000)).not.toContain(claim.run.id);
    await expireLease(claim);
    expect(await store.waitingRuns(1_000)).toContain(claim.run.id);
    const next = await store.claimRun(claim.run.id);
    expect(next?.run.attempts).toBe(2);
    expect(await store.keepRun(claim, {})).toBe(false);
    expect(next && (await store.keepRun(next, {}))).toBe(true);
  });

  test("tells how far it is, and what its export is", async () => {
    const { closeout, claim } = await aRun();
    const progress = { entries: 1, ofEntries: 2, bytes: 3_000_000_000, ofBytes: 5_000_000_000 };
    const found = { bytes: 4_000_000_000, sha256: "b".repeat(64) };
    await world.store.artifacts.keepRun(claim, { progress, export: found });
    await world.store.artifacts.keepRun(claim, {});
    expect(await world.store.artifacts.latestRun(closeout.id)).toMatchObject({ progress, export: found });
  });

  test("that is let go can be taken at once", async () => {
    const { claim } = await aRun();
    await world.store.artifacts.releaseRun(claim);
    expect(await world.store.artifacts.claimRun(claim.run.id)).toBeDefined();
  });

  test("is ended by whoever has it, once, and then another may begin", async () => {
    const { closeout, claim } = await aRun();
    const refused = { kind: "refused", why: "The export is not a ZIP archive." } as const;
    await expireLease(claim);
    const next = await world.store.artifacts.claimRun(claim.run.id);
    if (next === undefined) throw new Error("The run is not to be had");
    expect(await change(closeout, (changes) => changes.endRun(claim, now, refused))).toBe(false);
    expect(await change(closeout, (changes) => changes.endRun(next, now, refused))).toBe(true);
    expect(await change(closeout, (changes) => changes.endRun(next, now, { kind: "completed" }))).toBe(false);
    expect((await world.store.artifacts.latestRun(closeout.id))?.state).toEqual({ ...refused, at: now });
    const again = { id: randomUUID(), startedBy: ana, startedAt: now.add({ hours: 1 }) };
    expect(await change(closeout, (changes) => changes.startRun(again))).toEqual({ kind: "started" });
    expect(await world.store.artifacts.latestRun(closeout.id)).toMatchObject({
      id: again.id,
      export: undefined,
    });
  });
});

describe("the register", () => {
  test("gives back what was registered, numbered in order", async () => {
    const { closeout, claim } = await aRun();
    const list = [
      anArtifact("a.log"),
      anArtifact("odd", { kind: undefined, retention: "indefinite", retainUntil: "indefinite" }),
    ];
    const back = await change(closeout, (changes) => changes.register(claim.run.id, list));
    expect(back).toEqual(await world.store.artifacts.of(closeout.id));
    expect(back).toEqual(await change(closeout, (changes) => changes.all()));
    const { verifiedAt: _, ...first } = anArtifact("a.log");
    expect(back[0]).toEqual({
      ...first,
      storeHolds: false,
      retainUntil: expect.toSatisfy((day: unknown) => String(day) === "2028-02-12"),
      id: expect.any(String),
      closeoutId: closeout.id,
      number: 1,
      runId: claim.run.id,
      classifiedBy: undefined,
      verified: { at: now, outcome: "whole" },
      hold: undefined,
      disposal: undefined,
      disposed: undefined,
    });
    expect(back[1]).toMatchObject({ number: 2, kind: undefined, retainUntil: "indefinite" });
  });

  test("holds each object once, however often it is registered, and numbers on", async () => {
    const { closeout, claim } = await aRun();
    const register = (...paths: string[]) =>
      change(closeout, (changes) =>
        changes.register(
          claim.run.id,
          paths.map((path) => anArtifact(path)),
        ),
      );
    expect(await register("a", "b", "a")).toHaveLength(2);
    expect((await register("b", "c", "a")).map(({ path, number }) => [path, number])).toEqual([["c", 3]]);
    expect(await register()).toEqual([]);
    expect(await world.store.artifacts.of(closeout.id)).toHaveLength(3);
  });

  test("takes thousands at once", async () => {
    const { closeout, claim } = await aRun();
    const many = Array.from({ length: 2_500 }, (_, index) => anArtifact(`${index}.log`));
    await change(closeout, (changes) => changes.register(claim.run.id, many));
    const numbers = (await world.store.artifacts.of(closeout.id)).map(
      ({ number, path }) => `${number - 1}.log` === path,
    );
    expect([numbers.length, numbers.every(Boolean)]).toEqual([2_500, true]);
  });

  test("keeps nothing of a change that fails, and its ledger neither", async () => {
    const { closeout, claim } = await aRun();
    const failing = world.store.closeouts.change(closeout.id, async (changing) => {
      await changing.artifacts.register(claim.run.id, [anArtifact("a.log")]);
      await changing.record({ actor: ana, kind: "artifact.registered", data: {} });
      throw new RangeError("no");
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await world.store.artifacts.of(closeout.id)).toEqual([]);
    expect(await world.ledger(closeout)).toHaveLength(1);
  });

  test("knows whose an artifact is: another closeout has numbers of its own", async () => {
    const { closeout, artifact } = await registered(anArtifact("a.log"));
    const other = await world.start();
    expect(await change(other, (changes) => changes.find(artifact.number))).toBeUndefined();
    expect(await change(closeout, (changes) => changes.find(artifact.number))).toEqual(artifact);
  });

  test("notes what somebody said an artifact is", async () => {
    const { closeout, artifact, read } = await registered(
      anArtifact("odd", { kind: undefined, retainUntil: "indefinite" }),
    );
    const retainUntil = Temporal.PlainDate.from("2033-02-12");
    await change(closeout, (changes) =>
      changes.classify(artifact.id, { kind: "certificate", by: ana, retention: "P7Y", retainUntil }),
    );
    const found = await read();
    expect(found).toMatchObject({
      kind: "certificate",
      classifiedBy: ana,
      retention: "P7Y",
      place: artifact.place,
    });
    expect(found?.retainUntil.toString()).toBe("2033-02-12");
    const place = { location: "compliance-archive", key: "x/y" };
    await change(closeout, (changes) =>
      changes.classify(artifact.id, {
        kind: "certificate",
        by: ana,
        retention: "P7Y",
        retainUntil,
        moved: { location: "Compliance archive", place },
      }),
    );
    expect(await read()).toMatchObject({ location: "Compliance archive", place });
  });

  test("says what was not read again for long", async () => {
    const { closeout, artifact } = await registered(anArtifact("a.log"));
    const later = now.add({ hours: 24 });
    const waiting = async (moment: Temporal.Instant) =>
      (await world.store.artifacts.unverifiedSince(moment, 10_000)).some(({ id }) => id === artifact.id);
    expect(await waiting(now)).toBe(false);
    expect(await waiting(later)).toBe(true);
    await change(closeout, (changes) => changes.saveVerification(artifact.id, later, "altered"));
    expect(await waiting(later)).toBe(false);
    expect(await world.store.artifacts.find(closeout.id, 1)).toMatchObject({
      verified: { at: later, outcome: "altered" },
    });
  });
});

describe("a hold", () => {
  test("is on once, and is released once", async () => {
    const { closeout, artifact, read } = await registered(anArtifact("a.log"));
    const place = () => change(closeout, (changes) => changes.placeHold(artifact.id, reason("audit 7")));
    const release = () =>
      change(closeout, (changes) => changes.releaseHold(artifact.id, reason("audit over")));
    expect([await release(), await place(), await place()]).toEqual([false, true, false]);
    expect((await read())?.hold).toEqual(reason("audit 7"));
    expect([await release(), await release()]).toEqual([true, false]);
    expect((await read())?.hold).toBeUndefined();
    expect(await place()).toBe(true);
  });
});

describe("disposal", () => {
  const afterwards = Temporal.PlainDate.from("2028-02-13");
  const later = at("2028-02-13T09:00");

  /** Whether a closeout is among those with something to ask about. */
  const isExpired = async (closeout: Closeout, today = afterwards, keptBefore = later) =>
    (await world.store.artifacts.withExpired(today, keptBefore, 10_000)).includes(closeout.id);

  test("is proposed from the day after the last day on, and once", async () => {
    const { closeout, artifact } = await registered(anArtifact("a.log"));
    expect(await isExpired(closeout, Temporal.PlainDate.from("2028-02-12"))).toBe(false);
    expect(await isExpired(closeout)).toBe(true);
    expect([await propose(closeout, artifact.id), await propose(closeout, artifact.id)]).toEqual([
      true,
      false,
    ]);
    expect(await isExpired(closeout)).toBe(false);
  });

  test("is never proposed of what is indefinite or held", async () => {
    const { closeout: other } = await registered(anArtifact("a", { retainUntil: "indefinite" }));
    const { closeout, artifact: held } = await registered(anArtifact("b"));
    await change(closeout, (changes) => changes.placeHold(held.id, reason("audit")));
    expect(await isExpired(other, Temporal.PlainDate.from("2999-01-01"))).toBe(false);
    expect(await isExpired(closeout, Temporal.PlainDate.from("2999-01-01"))).toBe(false);
  });

  test("happens only after it was approved, and is noted once", async () => {
    const { closeout, artifact, read } = await registered(anArtifact("a.log"));
    const mark = () => change(closeout, (changes) => changes.markDisposed(artifact.id, later, ana));
    const decide = (kind: "approved" | "rejected") =>
      change(closeout, (changes) =>
        changes.decideDisposal(artifact.id, { kind, ...reason("done with it", later) }),
      );
    expect([await mark(), await decide("approved")]).toEqual([false, false]);
    await propose(closeout, artifact.id);
    expect((await read())?.disposal).toEqual({
      kind: "waiting",
      noticedAt: later,
      request: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(await mark()).toBe(false);
    expect([await decide("approved"), await decide("rejected")]).toEqual([true, false]);
    expect((await world.store.artifacts.toDispose(10_000)).map(({ id }) => id)).toContain(artifact.id);
    expect([await mark(), await mark()]).toEqual([true, false]);
    expect(await read()).toMatchObject({
      disposed: { at: later, by: ana },
      disposal: { kind: "approved", by: ana },
    });
    expect((await world.store.artifacts.toDispose(10_000)).map(({ id }) => id)).not.toContain(artifact.id);
  });

  test("that was rejected is proposed again after a while", async () => {
    const { closeout, artifact } = await registered(anArtifact("a.log"));
    await propose(closeout, artifact.id);
    await change(closeout, (changes) =>
      changes.decideDisposal(artifact.id, { kind: "rejected", ...reason("still needed", later) }),
    );
    expect(await isExpired(closeout, afterwards, later)).toBe(false);
    expect(await isExpired(closeout, afterwards, later.add({ hours: 1 }))).toBe(true);
    expect(await propose(closeout, artifact.id, later.add({ hours: 1 }))).toBe(true);
  });

  test("that was approved is void once a hold is placed, also after its release", async () => {
    const { closeout, artifact, read } = await registered(anArtifact("a.log"));
    await propose(closeout, artifact.id);
    await change(closeout, async (changes) => {
      await changes.decideDisposal(artifact.id, { kind: "approved", ...reason("done", later) });
      await changes.placeHold(artifact.id, reason("audit", later));
    });
    const mark = () => change(closeout, (changes) => changes.markDisposed(artifact.id, later, ana));
    expect(await mark()).toBe(false);
    expect((await read())?.disposal).toMatchObject({ kind: "rejected", reason: "audit" });
    await change(closeout, (changes) => changes.releaseHold(artifact.id, reason("over", later)));
    expect(await mark()).toBe(false);
    expect((await world.store.artifacts.toDispose(10_000)).map(({ id }) => id)).not.toContain(artifact.id);
  });
});

describe("of two changes at once", () => {
  test("a hold and a disposal, only one goes through", async () => {
    const crowd = await openWorld();
    for (let round = 0; round < 10; round += 1) {
      const closeout = await crowd.start();
      const id = randomUUID();
      const { result: artifact } = await crowd.store.closeouts.change(
        closeout.id,
        async ({ artifacts: changes, signoffs }) => {
          await changes.startRun({ id, startedBy: ana, startedAt: now });
          const [one] = await changes.register(id, [anArtifact("a")]);
          if (one === undefined) throw new Error("Nothing was registered");
          const request = aRequest(closeout);
          await signoffs.save(request);
          await changes.proposeDisposal(one.id, request.id, now);
          await changes.decideDisposal(one.id, { kind: "approved", ...reason("done") });
          return one;
        },
      );
      const [held, disposed] = await Promise.all([
        crowd.store.closeouts.change(closeout.id, ({ artifacts: changes }) =>
          changes.placeHold(artifact.id, reason("audit")),
        ),
        crowd
          .another()
          .closeouts.change(closeout.id, ({ artifacts: changes }) =>
            changes.markDisposed(artifact.id, now, ana),
          ),
      ]);
      expect([held.result, disposed.result].filter(Boolean).length).toBeGreaterThanOrEqual(1);
      const after = await crowd.store.artifacts.find(closeout.id, 1);
      expect(after?.hold === undefined || after.disposed === undefined).toBe(true);
    }
  });
});
