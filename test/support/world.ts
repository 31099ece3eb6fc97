import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import type { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { createExportSpool } from "../../src/archive/export-spool.ts";
import { createFileArchive } from "../../src/archive/file-archive.ts";
import { findLeftovers } from "../../src/archive/find-leftovers.ts";
import { takeIn } from "../../src/archive/intake.ts";
import { createBundleWriter } from "../../src/bundle/write-bundle.ts";
import { drawPictures } from "../../src/charts/draw-pictures.ts";
import { systemClock } from "../../src/clock.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import { checkChain } from "../../src/domain/ledger/ledger.ts";
import { printPaper } from "../../src/pdf/print-paper.ts";
import type { Lane, Member, Profile, Signer } from "../../src/ports.ts";
import { createDatabase } from "../../src/postgres/database.ts";
import type { Pacing } from "../../src/postgres/deliveries.ts";
import { createPeople } from "../../src/postgres/people.ts";
import { toLane } from "../../src/postgres/rows.ts";
import type { Database } from "../../src/postgres/schema/schema.ts";
import { createStore, type Store } from "../../src/postgres/store.ts";
import { announceReminders } from "../../src/usecases/checklist/announce-reminders.ts";
import {
  type ChangeItemOutcome,
  changeItem,
  type ItemAct,
} from "../../src/usecases/checklist/change-item.ts";
import { deliverMessages } from "../../src/usecases/delivery/deliver-messages.ts";
import type { Deps } from "../../src/usecases/deps.ts";
import { type StartCloseoutInput, startCloseout } from "../../src/usecases/start/start-closeout.ts";
import { at, berlin, closeout as example } from "../domain/examples.ts";
import { type LogLine, memoryLog } from "../queue/memory-log.ts";
import { vendorKey } from "./certificates.ts";
import { type FakeAutomation, fakeAutomation } from "./fake-automation.ts";
import { type FakeChat, fakeChat } from "./fake-chat.ts";
import { type FakeQueue, fakeQueue } from "./fake-queue.ts";
import { aMigration, type FakeSensei, fakeSensei } from "./fake-sensei.ts";
import { type ManualClock, manualClock } from "./manual-clock.ts";
import { testDatabase } from "./postgres.ts";
import { query } from "./query.ts";
import { testSigner } from "./signers.ts";
import { smallTemplateText, templateFrom } from "./small-template.ts";

/** The use cases over a real database of the test's own; chat, queue, vendor and clock are the test's. */
export type World = {
  readonly url: string;
  /** The archive's folders are below `archive` in it, exports below `exports`. */
  readonly folder: string;
  readonly db: Kysely<Database>;
  readonly store: Store;
  readonly deps: Deps;
  readonly clock: ManualClock;
  readonly chat: FakeChat;
  readonly queue: FakeQueue;
  readonly sensei: FakeSensei;
  readonly automation: FakeAutomation;
  readonly logged: readonly LogLine[];
  /** Another process on the same store: connections of its own. */
  another(): Deps & Pick<Store, "inbox">;
  /** Starts a closeout of ana's in a channel of its own, with whatever is to be different in the form. */
  start(options?: { channel?: string; input?: Partial<StartCloseoutInput> }): Promise<Closeout>;
  /** Does something to an item as one of the cast; the owner unless told. */
  act(closeout: Closeout, itemId: string, act: ItemAct, as?: Member): Promise<ChangeItemOutcome>;
  /** Moves the clock to a local time in Berlin and lets the sweep announce. */
  sweepAt(shown: string): Promise<void>;
  /** Delivers until nothing wants delivery any more. */
  deliver(): Promise<void>;
  /** Lets every lease and rest that the database server reckons run out. */
  letLeasesExpire(): Promise<void>;
  sql(text: string, ...values: unknown[]): Promise<Record<string, unknown>[]>;
  /** The closeout's ledger from its first entry, its chain checked on the way. */
  ledger(closeout: Closeout): Promise<readonly LedgerLine[]>;
};

export type LedgerLine = {
  readonly kind: string;
  readonly actor: unknown;
  readonly data: Record<string, unknown>;
};

export const installation = { platform: "slack", tenant: "T1" } as const;

/** Somebody of the cast as the door lets them in: `ana` is the owner `U_ANA`. */
export function member(name: string, different: Partial<Member> = {}): Member {
  return { ...installation, user: `U_${name.toUpperCase()}`, name, timeZone: berlin, ...different };
}

const kinds: Readonly<Record<string, Profile["kind"]>> = {
  gus: "guest",
  sam: "foreign",
  robot: "bot",
  don: "deactivated",
};

function cast(): readonly Profile[] {
  return ["ana", "tom", "jonas", "eva", "li", "ola", "maria", ...Object.keys(kinds)].map((name) => ({
    user: `U_${name.toUpperCase()}`,
    name,
    kind: kinds[name] ?? "member",
    timeZone: berlin,
  }));
}

/** A form that starts a closeout: cutover on Monday 2 March 2026, 02:30 in Berlin. */
export function startInput(different: Partial<StartCloseoutInput> = {}): StartCloseoutInput {
  return {
    migrationId: aMigration().id,
    name: "HR_PROD → hr_production",
    cutoverDate: "2026-03-02",
    cutoverTime: "02:30",
    timeZone: berlin,
    roles: example.roles,
    budget: "",
    ...different,
  };
}

export type WorldOptions = {
  readonly template?: Deps["template"];
  readonly now?: Temporal.Instant;
  readonly pacing?: Pacing;
  readonly certificateKeys?: Deps["certificateKeys"];
  readonly announceIn?: Deps["announceIn"];
  readonly signer?: Signer;
};

/** Opens a world that ends with the test. It begins on the day of the cutover, Monday 2 March 2026, at eight in Berlin. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const { world, close } = await createWorld(options);
  onTestFinished(close);
  return world;
}

/** One world for all tests of a file or a `describe`, open from before the first of them until after the last. */
export function shareWorld(options: WorldOptions = {}): World {
  let opened: Awaited<ReturnType<typeof createWorld>> | undefined;
  beforeAll(async () => {
    opened = await createWorld(options);
  });
  afterAll(() => opened?.close());
  return new Proxy<World>(Object.create(null), {
    get(_, name: keyof World) {
      if (opened === undefined) throw new Error("The shared world is open within tests only.");
      return opened.world[name];
    },
  });
}

async function createWorld({
  template = templateFrom(smallTemplateText),
  now = at("2026-03-02T08:00"),
  pacing = { betweenPostsMs: 0 },
  certificateKeys = [vendorKey],
  announceIn,
  signer = testSigner,
}: WorldOptions): Promise<{ world: World; close: () => Promise<void> }> {
  const database = await testDatabase();
  const { log, lines } = memoryLog();
  const opened: Kysely<Database>[] = [];
  const clock = manualClock(now);
  const chat = fakeChat(cast());
  const queue = fakeQueue();
  const sensei = fakeSensei();
  const automation = fakeAutomation();
  const folder = await mkdtemp(join(tmpdir(), "closeout-world-"));
  const close = async () => {
    await rm(folder, { recursive: true, force: true });
    await Promise.all(opened.map((db) => db.destroy()));
    await database.close();
  };

  function open() {
    const db = createDatabase({ url: database.url, poolSize: 10, log });
    opened.push(db);
    const store = createStore(db, clock, pacing, signer);
    const people = createPeople(db, clock, chat);
    const archive = createFileArchive({ root: join(folder, "archive"), clock, wallClock: systemClock });
    const deps = {
      ...store,
      clock,
      writeBundle: createBundleWriter(join(folder, "bundles")),
      printPaper,
      signer,
      people,
      chat,
      queue,
      sensei,
      pictures: drawPictures,
      automation,
      operationPolicy: { checkMs: 30_000, patienceMs: 1_800_000, mostAttempts: 5 },
      template,
      certificateKeys,
      announceIn,
      log,
      archive,
      spool: createExportSpool(join(folder, "exports")),
      takeIn: (input) => takeIn(archive, input),
      findLeftovers: (input) => findLeftovers(archive, input),
      verifyEvery: "P30D",
      stopping: new AbortController().signal,
    } satisfies Deps;
    return { db, store, deps };
  }
  const { db, store, deps } = open();
  const run = (text: string, ...values: unknown[]) => query(database.url, text, values);

  const world: World = {
    url: database.url,
    folder,
    db,
    store,
    deps,
    clock,
    chat,
    queue,
    sensei,
    automation,
    logged: lines,
    sql: run,
    another: () => open().deps,

    async start({ channel = `C_${randomUUID()}`, input = {} } = {}) {
      const migration = aMigration({ id: `mig_${randomUUID()}` });
      sensei.migrations.push(migration);
      const outcome = await startCloseout(deps, {
        member: member("ana"),
        channel,
        input: startInput({ migrationId: migration.id, ...input }),
      });
      if (outcome.kind !== "started") throw new Error(JSON.stringify(outcome));
      return outcome.closeout;
    },

    act: (closeout, itemId, act, as = member("ana")) =>
      changeItem(deps, { closeoutId: closeout.id, itemId, member: as, act }),

    async sweepAt(shown) {
      clock.set(at(shown));
      await announceReminders(deps);
    },

    async deliver() {
      for (let lanes = await wantingLanes(db); lanes.length > 0; lanes = await wantingLanes(db)) {
        await deliverMessages(deps, { lanes });
      }
    },

    async letLeasesExpire() {
      await run("update lane set free_at = '-infinity', nudged_until = '-infinity'");
      await run("update delivery set not_before = now()");
    },

    async ledger(closeout) {
      const entries = (await store.closeouts.ledger(closeout.id, 10_000)).toReversed();
      const check = checkChain(entries);
      if (check.kind !== "holds") throw new Error(JSON.stringify(check));
      return entries.map(({ entry: { kind, actor, data } }) => ({ kind, actor, data }));
    },
  };
  return { world, close };
}

/** Lanes that a worker could take at this very moment and that hold work. */
async function wantingLanes(db: Kysely<Database>): Promise<readonly Lane[]> {
  const { rows } = await sql<{ installation: string; conversation: string }>`
    select distinct installation, conversation
    from delivery left join lane using (installation, conversation)
    where (status = 'pending' or (status = 'sent' and shown_revision < revision))
      and not_before <= now() and coalesce(free_at <= now(), true)`.execute(db);
  return rows.map(toLane);
}
