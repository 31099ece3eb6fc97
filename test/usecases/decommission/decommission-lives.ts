import * as fc from "fast-check";
import type { Temporal } from "temporal-polyfill";
import { expect } from "vitest";
import { isOverdue } from "../../../src/domain/checklist/item.ts";
import { isLive } from "../../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { DecommissionEvent, EventOf } from "../../../src/domain/decommission/decommission.ts";
import type { Automation } from "../../../src/ports.ts";
import { runOperation } from "../../../src/usecases/cleanup/run-operation.ts";
import { trackDecommissions } from "../../../src/usecases/decommission/track-decommissions.ts";
import type { Deps } from "../../../src/usecases/deps.ts";
import { decommissioners } from "../../support/decommissions.ts";
import { aMigration } from "../../support/fake-sensei.ts";
import { decide } from "../../support/signoffs.ts";
import type { World } from "../../support/world.ts";
import { type Known, objections, timely } from "./decommission-audit.ts";

/**
 * Whole lives of decommissionings over the real store: people, an automation and a vendor do whatever they like, and the process is killed
 * around its commits and its calls. An auditor reads along.
 */

const steps = ["D1", "D2", "D3", "D5", "D6", "D7"] as const;
const workers = ["ana", "tom", "ola", "eva"] as const;
type Step = (typeof steps)[number];

/** Where the process dies: before or after a change is committed, before or after the automation has done its work. */
const deaths = ["commit", "committed", "sent", "done"] as const;
type Death = (typeof deaths)[number];

type Deed = { readonly death?: Death | undefined } & (
  | { readonly kind: "pass"; readonly hours: number }
  | { readonly kind: "check" | "backup" | "approve" | "early" | "report" | "work" }
  | { readonly kind: "rollback"; readonly on: boolean }
  | { readonly kind: "automation"; readonly next: "fails" | "lost" | "never arrives" }
  | {
      readonly kind: "take" | "hand over" | "confirm" | "withdraw" | "retry" | "undo";
      readonly step: Step;
      readonly by: (typeof workers)[number];
    }
);

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const death = fc.option(fc.constantFrom(...deaths), { nil: undefined, freq: 2 });
const deedArbitrary: fc.Arbitrary<Deed> = fc.oneof(
  often(
    3,
    fc.record({
      kind: fc.constant("pass" as const),
      hours: fc.constantFrom(1, 24, 100, 167, 169, 673),
      death,
    }),
  ),
  often(
    4,
    fc.record({ kind: fc.constantFrom("check" as const, "report" as const, "check" as const), death }),
  ),
  often(1, fc.record({ kind: fc.constantFrom("backup" as const, "approve" as const, "early" as const) })),
  often(1, fc.record({ kind: fc.constant("rollback" as const), on: fc.boolean() })),
  often(4, fc.record({ kind: fc.constant("work" as const), death })),
  often(
    1,
    fc.record({
      kind: fc.constant("automation" as const),
      next: fc.constantFrom("fails" as const, "lost" as const, "never arrives" as const),
    }),
  ),
  often(
    12,
    fc.record({
      kind: fc.constantFrom(
        ...(["take", "hand over", "hand over", "confirm", "confirm", "retry", "withdraw", "undo"] as const),
      ),
      step: fc.constantFrom(...steps),
      by: fc.constantFrom(...workers),
      death,
    }),
  ),
);

const by = "ola";
/** A life that goes well up to somewhere, so that the late steps are reached. */
const goodStart: readonly Deed[] = [
  { kind: "backup" },
  { kind: "approve" },
  { kind: "pass", hours: 673 },
  { kind: "check" },
  { kind: "take", step: "D1", by },
  { kind: "take", step: "D2", by },
  { kind: "take", step: "D3", by },
  { kind: "pass", hours: 169 },
  { kind: "check" },
  { kind: "hand over", step: "D5", by },
  { kind: "confirm", step: "D5", by: "tom" },
  { kind: "work" },
  { kind: "take", step: "D6", by },
  { kind: "hand over", step: "D7", by },
];

const lifeArbitrary = fc.record({
  timeZone: fc.constantFrom("Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"),
  deeds: fc
    .tuple(
      fc
        .oneof(fc.integer({ min: 2, max: goodStart.length }), fc.integer({ min: 9, max: goodStart.length }))
        .map((until) => goodStart.slice(0, until)),
      fc.array(deedArbitrary, { minLength: 4, maxLength: 16 }),
    )
    .map(([start, deeds]) => [...start, ...deeds]),
});
type LifeStory = {
  readonly timeZone: string;
  readonly deeds: readonly Deed[];
};

/** What all lives together have seen, so that nobody takes an empty campaign for a good one. */
export type Lived = { kills: number; taken: number; irreversible: number; byAutomation: number };

class Killed extends Error {
  override readonly name = "Killed";
}

/** Lives so many of them in a world with the whole procedure. */
export async function liveThrough(world: World, numRuns: number): Promise<Lived> {
  const lived: Lived = { kills: 0, taken: 0, irreversible: 0, byAutomation: 0 };
  await fc.assert(
    fc.asyncProperty(lifeArbitrary, async (story) => {
      const life = await Life.begin(world, story.timeZone, lived);
      await life.live(story);
    }),
    // A life that went wrong is not shortened: each try takes a second.
    { numRuns, endOnFailure: true },
  );
  return lived;
}

class Life {
  readonly #world: World;
  readonly #closeout: Closeout;
  readonly #lived: Lived;
  readonly #deps: Deps;
  /** Keys under which the automation has done its work, step by step. */
  readonly #effects: { readonly step: string; readonly key: string }[] = [];
  #next: "works" | "fails" | "lost" | "never arrives" = "works";
  #death: Death | undefined;
  #events: readonly DecommissionEvent[] = [];
  #approvedWith: number | undefined;
  #openedAfter: number | undefined;
  #rollback = false;

  private constructor(world: World, closeout: Closeout, lived: Lived) {
    this.#world = world;
    this.#closeout = closeout;
    this.#lived = lived;
    this.#deps = this.#mortal(world.deps);
  }

  static async begin(world: World, timeZone: string, lived: Lived): Promise<Life> {
    const cutover = world.clock.now().subtract({ hours: 1 }).toZonedDateTimeISO(timeZone);
    const closeout = await world.start({
      input: {
        timeZone,
        cutoverDate: cutover.toPlainDate().toString(),
        cutoverTime: cutover.toPlainTime().toString({ smallestUnit: "minute" }),
      },
    });
    return new Life(world, closeout, lived);
  }

  async live({ deeds }: LifeStory): Promise<void> {
    for (const [index, deed] of deeds.entries()) {
      this.#death = deed.death;
      await this.#survive(() => this.#do(deed));
      this.#death = undefined;
      await this.#audit(`deed ${index + 1}, ${JSON.stringify(deed)}`);
    }
    await this.#end();
  }

  /** The process dies where it has to, and another takes over what it held. */
  async #survive(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.#lived.kills += 1;
    }
    await this.#world.sql("update operation set lease_until = '-infinity', next_attempt = now()");
  }

  async #do(deed: Deed): Promise<unknown> {
    const { clock, store } = this.#world;
    const closeout = this.#closeout;
    const people = decommissioners({ clock, store, deps: this.#deps });
    switch (deed.kind) {
      case "pass":
        clock.set(clock.now().add({ hours: deed.hours }));
        return await trackDecommissions(this.#deps);
      case "check":
        return await people.check(closeout);
      case "report":
        return await people.report(closeout);
      case "backup":
        return await people.backup(closeout, { location: `s3://vault/${clock.now().epochMilliseconds}` });
      case "approve":
        return await this.#approve({ kind: "plan" }, ["eva", "jonas", "ola"]);
      case "early":
        return await this.#approve({ kind: "early", reason: "The licence ends." }, ["eva", "jonas"]);
      case "rollback":
        return this.#rollBack(deed.on);
      case "automation":
        this.#next = deed.next;
        return undefined;
      case "work":
        return await this.#work();
      case "take":
        return await people.take(closeout, deed.step, deed.by);
      case "hand over":
        return await people.take(closeout, deed.step, deed.by, { execution: "automation" });
      case "confirm":
      case "withdraw":
        return await people.confirm(closeout, deed.step, deed.by, this.#deps, deed.kind);
      case "retry":
        return await people.retry(closeout, deed.step, deed.by, this.#deps);
      case "undo":
        return await people.undo(closeout, deed.step, deed.by);
      default:
        throw new Error("unknown deed");
    }
  }

  async #approve(
    wanted: Parameters<ReturnType<typeof decommissioners>["ask"]>[1],
    names: readonly string[],
  ): Promise<void> {
    const asked = await decommissioners(this.#world).ask(this.#closeout, wanted);
    if (asked.kind !== "asked") return;
    for (const name of names) await decide(this.#world.deps, asked.request, name);
    const events = await this.#read();
    if (wanted.kind === "early") this.#openedAfter = events.length;
    else this.#approvedWith = events.filter(({ kind }) => kind === "backup_taken").length;
  }

  #rollBack(on: boolean): void {
    const { migrations } = this.#world.sensei;
    const { id } = this.#closeout.migration;
    const at = migrations.findIndex((one) => one.id === id);
    migrations[at] = on ? aMigration({ id, status: "rolling_back" }) : aMigration({ id });
    this.#rollback = on;
  }

  async #work(): Promise<void> {
    for (const { id, state } of await this.#world.store.operations.latest(this.#closeout.id)) {
      if (isLive({ state })) await runOperation(this.#deps, { operationId: id });
    }
  }

  #read(): Promise<readonly DecommissionEvent[]> {
    return this.#world.store.decommissions.events(this.#closeout.id);
  }

  #known(): Known {
    const { cutover, timeZone } = this.#closeout;
    const [approvedWith, openedAfter, rollback] = [this.#approvedWith, this.#openedAfter, this.#rollback];
    return { cutover, timeZone, approvedWith, openedAfter, rollback };
  }

  /** What is new is compared with what the auditor would have allowed at that moment. */
  async #audit(words: string): Promise<void> {
    const events = await this.#read();
    for (const [index, event] of events.entries()) {
      if (index < this.#events.length || event.kind !== "step_done") continue;
      this.#auditStep(events.slice(0, index), event, words);
    }
    this.#events = events;
    await this.#auditDues(words);
  }

  /** Nobody is told that a step is overdue while the time does not let it be done. */
  async #auditDues(words: string): Promise<void> {
    const { clock, store } = this.#world;
    const now = clock.now();
    for (const item of await store.closeouts.items([this.#closeout.id], steps)) {
      if (!isOverdue(item, now)) continue;
      const found = objections(this.#events, item.id, now, this.#known());
      const waits = found.filter((objection) => timely.includes(objection));
      expect(waits, `${item.id} is overdue, ${words}`).toEqual([]);
    }
  }

  #auditStep(before: readonly DecommissionEvent[], done: EventOf<"step_done">, words: string): void {
    const { step, execution, confirmedBy, by: who } = done;
    this.#lived.taken += 1;
    // What the automation does was judged when it was called.
    if (execution === "automation") {
      this.#lived.byAutomation += 1;
      expect(this.#effects.filter((effect) => effect.step === step).length, words).toBeGreaterThan(0);
    } else {
      expect(objections(before, step, done.at, this.#known()), `${step}, ${words}`).toEqual([]);
    }
    if (step !== "D5" && step !== "D7") return;
    this.#lived.irreversible += 1;
    const two = ["user" in who ? who.user : undefined, confirmedBy];
    expect(new Set(two).size, words).toBe(2);
    for (const one of two) expect(["U_ANA", "U_TOM", "U_OLA"], words).toContain(one);
  }

  /** Nobody dies any more: whatever the automation did is recorded once, and the chain holds. */
  async #end(): Promise<void> {
    this.#next = "works";
    for (let round = 0; round < 6; round += 1) {
      await this.#survive(() => this.#work());
      await this.#audit("the end");
    }
    const done = this.#events.filter(
      (event): event is EventOf<"step_done"> =>
        event.kind === "step_done" && event.execution === "automation",
    );
    expect(done.map(({ step }) => step)).toEqual(this.#effects.map(({ step }) => step));
    expect(new Set(this.#effects.map(({ key }) => key)).size).toBe(this.#effects.length);
    const recorded = (await this.#world.ledger(this.#closeout)).filter(
      ({ kind }) => kind === "decommission.step_done",
    );
    expect(recorded.length).toBe(this.#events.filter(({ kind }) => kind === "step_done").length);
    // Later lives move the same clock.
    await this.#world.sql("delete from decommission_look where closeout_id = $1", this.#closeout.id);
  }

  #dies(at: Death): void {
    if (this.#death !== at) return;
    this.#death = undefined;
    throw new Killed(at);
  }

  #mortal(deps: Deps): Deps {
    const { closeouts } = deps;
    return {
      ...deps,
      automation: this.#automation(),
      closeouts: {
        ...closeouts,
        change: async (id, work) => {
          const changed = await closeouts.change(id, async (change) => {
            const result = await work(change);
            this.#dies("commit");
            return result;
          });
          this.#dies("committed");
          return changed;
        },
      },
    };
  }

  /** It does what it is asked as often as it is asked, and the auditor looks over its shoulder. */
  #automation(): Automation {
    return {
      has: (task) => steps.some((step) => step === task),
      run: async ({ task, requestId, idempotencyKey: key }) => {
        this.#dies("sent");
        const next = this.#next;
        this.#next = "works";
        const now: Temporal.Instant = this.#world.clock.now();
        expect(
          objections(await this.#read(), task.id, now, this.#known()),
          `the call for ${task.id}`,
        ).toEqual([]);
        const sentence = "It says so.";
        if (next === "fails") {
          return { kind: "rejected", requestId, sentence, conflict: false, afterMs: undefined };
        }
        if (next !== "never arrives") this.#effects.push({ step: task.id, key });
        this.#dies("done");
        if (next !== "works") return { kind: "lost", requestId, sentence };
        return { kind: "done", requestId, status: 200, message: "Done." };
      },
      look: async ({ idempotencyKey }) => ({
        kind: "seen",
        reading: this.#effects.some(({ key }) => key === idempotencyKey) ? "applied" : "not_applied",
        progress: undefined,
      }),
    };
  }
}
