import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { VendorEvent } from "../../../src/domain/vendor-event.ts";
import { handleVendorEvent } from "../../../src/usecases/certificate/handle-vendor-event.ts";
import { noteVendorEvent } from "../../../src/usecases/certificate/note-vendor-event.ts";
import { sweep } from "../../../src/usecases/delivery/sweep.ts";
import { startCloseout } from "../../../src/usecases/start/start-closeout.ts";
import { certifiedTemplate, issue, look, send, settle, toldDirectly } from "../../support/certified.ts";
import { senseiFault } from "../../support/fake-sensei.ts";
import { installation, member, openWorld, startInput, type World } from "../../support/world.ts";

const announceIn = { kind: "channel", channel: "C_NEWS" } as const;
const open = () => openWorld({ template: certifiedTemplate, announceIn });

function event(different: Partial<VendorEvent> = {}): VendorEvent {
  return {
    id: `evt_${crypto.randomUUID()}`,
    type: "migration.completed",
    migrationId: "mig_hr_prod_2026",
    migrationName: "HR_PROD",
    validationId: undefined,
    createdAt: Temporal.Instant.from("2026-03-02T06:00:00Z"),
    ...different,
  };
}

async function hear(world: World, ...events: readonly VendorEvent[]) {
  for (const one of events) await noteVendorEvent(world.deps, { installation, event: one });
  for (const one of events) await handleVendorEvent(world.deps, { eventId: one.id });
  await settle(world);
}

const news = (world: World) => world.chat.in(announceIn);

describe("a migration that has come to its end", () => {
  test("is offered once, however many events say so, in any order and at the same time", async () => {
    const world = await open();
    const events = [
      event(),
      event({ type: "validation.completed" }),
      event({ createdAt: Temporal.Instant.from("2026-03-01T06:00:00Z") }),
    ];
    for (const one of events) await noteVendorEvent(world.deps, { installation, event: one });
    const workers = [world.deps, world.another(), world.another()];
    await Promise.all(
      workers.flatMap((deps) => events.map(({ id }) => handleVendorEvent(deps, { eventId: id }))),
    );
    await settle(world);
    expect(news(world).map(({ notice }) => notice)).toMatchObject([
      { kind: "start_offer", migrationId: "mig_hr_prod_2026", closeout: undefined },
    ]);
    expect(await world.store.vendorEvents.outstanding()).toBe(0);
  });

  test("is said to be taken as soon as somebody starts its closeout", async () => {
    const world = await open();
    await hear(world, event());
    const started = await startCloseout(world.deps, {
      member: member("ana"),
      channel: "C_NEWS",
      input: startInput(),
    });
    expect(started.kind).toBe("started");
    await world.deliver();
    const [offer] = news(world);
    expect(offer?.notice).toMatchObject({ kind: "start_offer", closeout: { owner: "U_ANA" } });
  });

  test("is not offered where it is being closed out already, or where no channel is named", async () => {
    const world = await open();
    const closeout = await world.start();
    await hear(world, event({ migrationId: closeout.migration.id }));
    expect(news(world)).toEqual([]);
    const quiet = await openWorld();
    await hear(quiet, event());
    expect(quiet.chat.posts).toEqual([]);
    expect(await quiet.store.vendorEvents.outstanding()).toBe(0);
  });
});

describe("a failed validation", () => {
  const failed = (migrationId: string, different: Partial<VendorEvent> = {}) =>
    event({ type: "validation.failed", migrationId, validationId: "val_7", ...different });

  test("warns in the channel once, also when the job dies after the warning was written", async () => {
    const world = await open();
    const closeout = await world.start();
    const one = failed(closeout.migration.id);
    await hear(world, one);
    await world.sql("update vendor_event set status = 'waiting', not_before = now()");
    await handleVendorEvent(world.deps, { eventId: one.id });
    await settle(world);
    const said = world.chat.in({ kind: "channel", channel: closeout.channel });
    expect(said.filter(({ notice }) => notice.kind === "validation_failed")).toHaveLength(1);
    expect((await world.ledger(closeout)).filter(({ kind }) => kind === "validation.failed")).toHaveLength(1);
    expect(await world.store.vendorEvents.outstanding()).toBe(0);
  });

  test.each([
    ["2026-03-02T07:00:00Z", 0],
    ["2026-03-02T05:00:00Z", 1],
  ])("beside one that succeeded at %s: %i warnings", async (createdAt, warnings) => {
    const world = await open();
    const closeout = await world.start();
    const { id } = closeout.migration;
    const later = event({
      type: "validation.completed",
      migrationId: id,
      createdAt: Temporal.Instant.from(createdAt),
    });
    await hear(world, later, failed(id));
    const said = world.chat.in({ kind: "channel", channel: closeout.channel });
    expect(said.filter(({ notice }) => notice.kind === "validation_failed")).toHaveLength(warnings);
  });
});

describe("a certificate that Sensei announces", () => {
  const generated = (migrationId: string) => event({ type: "certificate.generated", migrationId });

  test("is fetched and offered to owner and technical lead, once; the offer ends when it is sent", async () => {
    const world = await open();
    const closeout = await world.start();
    issue(world, closeout);
    await hear(world, generated(closeout.migration.id), generated(closeout.migration.id));
    expect(toldDirectly(world, "U_ANA")).toEqual(["certificate offer"]);
    expect(toldDirectly(world, "U_TOM")).toEqual(["certificate offer"]);
    await send(world, closeout);
    await settle(world);
    expect(world.chat.in({ kind: "direct", user: "U_ANA" })[0]?.notice).toMatchObject({ sent: true });
  });

  test("is offered even if the worker dies between fetching and offering", async () => {
    const world = await open();
    const closeout = await world.start();
    issue(world, closeout);
    await look(world, closeout);
    await hear(world, generated(closeout.migration.id));
    expect(toldDirectly(world, "U_ANA")).toEqual(["certificate offer"]);
  });

  test("alerts and is not offered when it is invalid", async () => {
    const world = await open();
    const closeout = await world.start();
    issue(world, closeout, { different: { migration_id: "mig_other" } });
    await hear(world, generated(closeout.migration.id));
    expect(toldDirectly(world, "U_ANA")).toEqual(["certificate alert"]);
    expect(toldDirectly(world, "U_TOM")).toEqual([]);
  });

  test("that is not there yet, or behind a Sensei that does not answer, is asked for again later", async () => {
    const world = await open();
    const closeout = await world.start();
    const one = generated(closeout.migration.id);
    await hear(world, one);
    world.sensei.fault = senseiFault("unavailable");
    await world.sql("update vendor_event set not_before = now()");
    await handleVendorEvent(world.deps, { eventId: one.id });
    world.sensei.fault = undefined;
    expect(await world.store.vendorEvents.outstanding()).toBe(1);
    expect(await world.store.vendorEvents.waiting(10)).toEqual([]);
    issue(world, closeout);
    await world.sql("update vendor_event set not_before = now()");
    await sweep(world.deps);
    expect(world.queue.jobs.filter(({ name }) => name === "vendor-event").at(-1)?.payload).toEqual({
      eventId: one.id,
    });
    await handleVendorEvent(world.deps, { eventId: one.id });
    await settle(world);
    expect(toldDirectly(world, "U_ANA")).toEqual(["certificate offer"]);
    expect(await world.store.vendorEvents.outstanding()).toBe(0);
  });

  test("that never can be fetched ends with a word to the owner", async () => {
    const world = await open();
    const closeout = await world.start();
    const one = generated(closeout.migration.id);
    await hear(world, one);
    for (let attempt = 2; attempt <= 12; attempt += 1) {
      await world.sql("update vendor_event set not_before = now()");
      await handleVendorEvent(world.deps, { eventId: one.id });
    }
    await settle(world);
    expect(await world.store.vendorEvents.outstanding()).toBe(0);
    expect(toldDirectly(world, "U_ANA")).toEqual(["certificate not_fetched"]);
  });
});

test("an event is noted once, also by four processes at the same moment, and done ones are forgotten after a month", async () => {
  const world = await open();
  const one = event();
  const copies = [world.deps, world.another(), world.another(), world.another()].map((deps) =>
    noteVendorEvent(deps, { installation, event: one }),
  );
  expect((await Promise.all(copies)).map(({ kind }) => kind).toSorted()).toEqual([
    "noted",
    "repeated",
    "repeated",
    "repeated",
  ]);
  await hear(world);
  await handleVendorEvent(world.deps, { eventId: one.id });
  await world.store.vendorEvents.forgetOld();
  expect(await world.sql("select id from vendor_event")).toHaveLength(1);
  await world.sql("update vendor_event set received_at = now() - interval '31 days'");
  await world.store.vendorEvents.forgetOld();
  expect(await world.sql("select id from vendor_event")).toEqual([]);
});
