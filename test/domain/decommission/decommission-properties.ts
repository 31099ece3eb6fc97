import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect } from "vitest";
import { dueMoment } from "../../../src/domain/checklist/due.ts";
import type {
  DecommissionEvent,
  DecommissionFacts,
  Happening,
} from "../../../src/domain/decommission/decommission.ts";
import type { DecommissionPlan } from "../../../src/domain/decommission/decommission-plan.ts";
import { planOrigin } from "../../../src/domain/decommission/decommission-prerequisites.ts";
import { decommissionStanding, nextMoment } from "../../../src/domain/decommission/decommission-standing.ts";
import { stepAllowed, undoAllowed } from "../../../src/domain/decommission/decommission-steps.ts";
import { decommissionSummary } from "../../../src/domain/decommission/decommission-summary.ts";
import type { Person } from "../../../src/domain/identity.ts";
import type { Role } from "../../../src/domain/role.ts";
import type { Seat, SignoffRequest, SignoffState } from "../../../src/domain/signoff/signoff.ts";
import { emptySeat } from "../../../src/domain/signoff/signoff-rules.ts";
import { momentIn, zoneArbitrary } from "../../support/arbitraries.ts";

/**
 * The gates and steps against a model that works another way: it keeps a diary of plain variables in hours and booleans, changes them
 * as things happen, and never looks at events. The clock jumps as it likes, also backwards.
 */

const plan: DecommissionPlan = {
  stages: [
    { id: "read_only", title: "Read-only", from: "PT0S" },
    { id: "minimal", title: "Minimal", from: "P14D" },
    { id: "removal", title: "Removal", from: "P28D" },
  ],
  prerequisites: [
    { id: "P1", title: "Nobody connects", evidence: "connections" },
    { id: "P2", title: "Window", evidence: "rollback_window" },
    { id: "P3", title: "Backup", evidence: "backup" },
    { id: "P4", title: "Approval", evidence: "approval" },
  ],
  steps: [
    step("D1", { undoable: true }),
    step("D2"),
    step("D3", { undoable: true }),
    step("D4", { wait: "P7D" }),
    step("D5", { irreversible: true }),
    step("D6"),
    step("D7", { irreversible: true, optional: true }),
  ],
  wholes: ["M1"],
  rollbackUntil: "P14D",
  notBefore: "P28D",
  confidence: "P28D",
  evidenceValid: "P7D",
};

function step(id: string, traits: Partial<DecommissionPlan["steps"][number]> = {}) {
  return { id, title: id, wait: undefined, irreversible: false, undoable: false, optional: false, ...traits };
}

const acts = ["D1", "D2", "D3", "D4", "D5", "D6", "D7"] as const;
type Act = (typeof acts)[number];

/** What a run does, one thing after another. */
type Deed =
  | { readonly kind: "pass"; readonly hours: number }
  | { readonly kind: "check" | "backup" | "report" | "skip" | "keep" | "restart" }
  | { readonly kind: "approve"; readonly state: SignoffState; readonly current: boolean }
  | { readonly kind: "early"; readonly state: SignoffState; readonly seats: "both" | "one" | "same" }
  | { readonly kind: "rollback"; readonly on: boolean }
  | { readonly kind: "take" | "ask" | "withdraw"; readonly step: Act }
  | { readonly kind: "undo"; readonly step: Act };

const ends: readonly SignoffState[] = ["approved", "rejected", "open", "overridden", "superseded"];
const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const anEnd = fc.oneof(often(4, fc.constant<SignoffState>("approved")), often(1, fc.constantFrom(...ends)));

const deedArbitrary: fc.Arbitrary<Deed> = fc.oneof(
  often(
    5,
    fc.record({
      kind: fc.constant("pass" as const),
      hours: fc.oneof(fc.integer({ min: -30, max: 200 }), fc.constantFrom(24, 167, 168, 169, 336, 672)),
    }),
  ),
  often(4, fc.constant<Deed>({ kind: "check" })),
  often(1, fc.constant<Deed>({ kind: "backup" })),
  often(1, fc.constant<Deed>({ kind: "report" })),
  often(1, fc.constant<Deed>({ kind: "skip" })),
  often(1, fc.constant<Deed>({ kind: "keep" })),
  often(1, fc.constant<Deed>({ kind: "restart" })),
  often(
    2,
    fc.record({
      kind: fc.constant("approve" as const),
      state: anEnd,
      current: fc.oneof(often(5, fc.constant(true)), often(1, fc.constant(false))),
    }),
  ),
  often(
    1,
    fc.record({
      kind: fc.constant("early" as const),
      state: anEnd,
      seats: fc.constantFrom("both" as const, "both" as const, "one" as const, "same" as const),
    }),
  ),
  often(1, fc.record({ kind: fc.constant("rollback" as const), on: fc.boolean() })),
  often(9, fc.record({ kind: fc.constant("take" as const), step: fc.constantFrom(...acts) })),
  often(2, fc.record({ kind: fc.constant("ask" as const), step: fc.constantFrom("D5", "D7", "D6") })),
  often(1, fc.record({ kind: fc.constant("withdraw" as const), step: fc.constantFrom("D5", "D7") })),
  often(1, fc.record({ kind: fc.constant("undo" as const), step: fc.constantFrom(...acts) })),
);

/** A run that goes well up to somewhere, so that the late steps are reached, and then whatever. */
const goodStart: readonly Deed[] = [
  { kind: "backup" },
  { kind: "approve", state: "approved", current: true },
  { kind: "pass", hours: 673 },
  { kind: "check" },
  { kind: "take", step: "D1" },
  { kind: "take", step: "D2" },
  { kind: "take", step: "D3" },
  { kind: "pass", hours: 169 },
  { kind: "check" },
  { kind: "take", step: "D5" },
  { kind: "take", step: "D6" },
];

/** The source is stopped, and the week runs; somebody reports in the middle of it, or looks just before its end. */
const waiting: readonly Deed[] = goodStart.slice(0, 7);
const inTheWait: readonly (readonly Deed[])[] = [
  [
    ...waiting,
    { kind: "pass", hours: 100 },
    { kind: "report" },
    { kind: "pass", hours: 70 },
    { kind: "check" },
  ],
  [
    ...waiting,
    { kind: "pass", hours: 100 },
    { kind: "report" },
    { kind: "pass", hours: 167 },
    { kind: "check" },
  ],
  [...waiting, { kind: "pass", hours: 167 }, { kind: "check" }],
];

/** Somebody would delete the source, and nobody has confirmed it; perhaps what came before it is taken back first. */
const unconfirmed: readonly Deed[] = [...goodStart.slice(0, 9), { kind: "ask", step: "D5" }];
const afterAsking: readonly (readonly Deed[])[] = [
  unconfirmed,
  [...unconfirmed, { kind: "undo", step: "D3" }],
];

const runArbitrary = zoneArbitrary.chain((timeZone) =>
  fc.record({
    timeZone: fc.constant(timeZone),
    // A month before a change of the clocks, the week of waiting has the change in it.
    cutover: fc.oneof(
      momentIn(timeZone),
      momentIn(timeZone).map((moment) => moment.subtract({ hours: 24 * 31 })),
    ),
    deeds: fc
      .tuple(
        fc.oneof(
          fc.integer({ min: 0, max: goodStart.length }).map((from) => goodStart.slice(0, from)),
          fc.constantFrom(...inTheWait, ...afterAsking),
        ),
        fc.array(deedArbitrary, { minLength: 1, maxLength: 16 }),
      )
      .map(([start, deeds]) => [...start, ...deeds]),
  }),
);

const ana: Person = { platform: "slack", tenant: "T1", user: "U_ANA", name: "ana" };

/** The model's diary. Moments are what the clock showed when it was written. */
type Diary = {
  now: Temporal.Instant;
  checkedAt: Temporal.Instant | undefined;
  backups: number;
  /** The number of the backup that the last approval was about. */
  approvedWith: number | undefined;
  reportedAt: Temporal.Instant | undefined;
  early: boolean;
  rollback: boolean;
  skipped: boolean;
  /** The source is kept. */
  kept: boolean;
  done: Set<Act>;
  /** Steps that wait for a second person. */
  asked: Set<Act>;
  /** What every report so far has begun anew. */
  restarts: ("confidence" | "wait" | "evidence" | "nothing")[];
  /** From when the week is counted. */
  waitsFrom: Temporal.Instant | undefined;
};

const afterOrAt = (one: Temporal.Instant, other: Temporal.Instant) =>
  Temporal.Instant.compare(one, other) >= 0;

/** So long after a moment, by the calendar and by the hour, whichever is later. */
function bothWays(from: Temporal.Instant, timeZone: string, days: number): Temporal.Instant {
  const byCalendar = dueMoment(from, timeZone, `P${days}D`);
  const byHours = from.add({ hours: days * 24 });
  return afterOrAt(byCalendar, byHours) ? byCalendar : byHours;
}

/** Whether the model lets a step be taken. */
function modelAllows(diary: Diary, wanted: Act, cutover: Temporal.Instant, timeZone: string): boolean {
  const { now, done } = diary;
  const gone = done.has("D5") || done.has("D7");
  if (diary.kept) return false;
  if (wanted === "D4" || done.has(wanted) || (wanted === "D7" && diary.skipped)) return false;
  if (diary.rollback || diary.backups === 0 || diary.approvedWith !== diary.backups) return false;
  if (diary.checkedAt === undefined) return false;
  if (!gone && afterOrAt(now, dueMoment(diary.checkedAt, timeZone, "P7D"))) return false;
  if (!gone && !diary.early) {
    if (!afterOrAt(now, dueMoment(cutover, timeZone, "P28D"))) return false;
    const begun = done.has("D1");
    if (!begun && diary.reportedAt !== undefined && !afterOrAt(now, bothWays(diary.reportedAt, timeZone, 28)))
      return false;
  }
  const before = acts.slice(0, acts.indexOf(wanted));
  return before.every((one) => {
    if (one !== "D4") return done.has(one) || (one === "D7" && diary.skipped);
    return gone || (diary.waitsFrom !== undefined && afterOrAt(now, bothWays(diary.waitsFrom, timeZone, 7)));
  });
}

/** What a report begins anew at this point of the diary. */
function restartedNow({ done, waitsFrom }: Diary): Diary["restarts"][number] {
  if (done.has("D5") || done.has("D7")) return "nothing";
  if (waitsFrom !== undefined) return "wait";
  return done.has("D1") ? "evidence" : "confidence";
}

/** One way through: the machine and the diary side by side. */
export function runDecommission({
  timeZone,
  cutover,
  deeds,
}: {
  readonly timeZone: string;
  readonly cutover: Temporal.Instant;
  readonly deeds: readonly Deed[];
}): void {
  let events: readonly DecommissionEvent[] = [];
  let requests: readonly SignoffRequest[] = [];
  let serial = 0;
  const diary: Diary = {
    now: cutover,
    checkedAt: undefined,
    backups: 0,
    approvedWith: undefined,
    reportedAt: undefined,
    early: false,
    rollback: false,
    skipped: false,
    kept: false,
    done: new Set(),
    asked: new Set(),
    restarts: [],
    waitsFrom: undefined,
  };
  const facts = (): DecommissionFacts => ({
    plan,
    cutover,
    timeZone,
    events,
    requests,
    planSha256: `plan ${diary.backups}`,
    ticked: new Set(),
    skipped: new Set([...(diary.skipped ? ["D7"] : []), ...(diary.kept ? ["M1"] : [])]),
    stop: diary.rollback ? { kind: "rolled_back", status: "rolling_back" } : undefined,
  });
  const happen = (happening: Happening) => {
    serial += 1;
    events = [...events, { id: `e${serial}`, by: ana, at: diary.now, ...happening }];
  };
  const ask = (kind: "approval_asked" | "early_asked", request: SignoffRequest) => {
    requests = [...requests, request];
    happen(
      kind === "early_asked" ? { kind, request: request.id, reason: "soon" } : { kind, request: request.id },
    );
  };

  const agree = () => {
    const { steps } = decommissionStanding(facts(), diary.now);
    expect(steps.flatMap(({ step: { id }, asked }) => (asked === undefined ? [] : [id]))).toEqual(
      acts.filter((wanted) => diary.asked.has(wanted)),
    );
    const { restarts } = decommissionSummary(facts(), diary.now);
    expect(restarts.map(({ began }) => began.kind)).toEqual(diary.restarts);
    const machine = steps.map(({ step: { id }, allowed }) => `${id} ${allowed.kind === "open"}`);
    expect(machine).toEqual(
      acts.map((wanted) => `${wanted} ${modelAllows(diary, wanted, cutover, timeZone)}`),
    );
    for (const { wait, settled } of steps) {
      if (wait !== undefined && settled && !diary.done.has("D5") && !diary.done.has("D7")) {
        expect(diary.now.since(wait.from).total("hours")).toBeGreaterThanOrEqual(7 * 24);
      }
    }
  };

  const deed = (one: Deed) => {
    switch (one.kind) {
      case "pass":
        diary.now = diary.now.add({ hours: one.hours });
        return;
      case "check":
        happen({ kind: "connections_checked", words: "seen", checkedBy: "U_ANA" });
        diary.checkedAt = diary.now;
        return;
      case "backup":
        diary.backups += 1;
        happen({ kind: "backup_taken", backup: aBackup });
        return;
      case "report":
        happen({ kind: "straggler", reason: "batch" });
        diary.asked.clear();
        diary.restarts.push(restartedNow(diary));
        diary.reportedAt = diary.now;
        diary.checkedAt = undefined;
        diary.early = false;
        // Of a clock that went back, the later reading counts: a wait never becomes shorter.
        if (diary.waitsFrom !== undefined && !diary.done.has("D5") && afterOrAt(diary.now, diary.waitsFrom))
          diary.waitsFrom = diary.now;
        return;
      case "skip":
        diary.skipped = !diary.skipped && !diary.done.has("D7");
        return;
      case "keep":
        if (!diary.kept && (diary.done.has("D5") || diary.done.has("D7"))) return;
        diary.kept = !diary.kept;
        if (!diary.kept) return;
        happen({ kind: "source_kept", whole: "M1", reason: "needed" });
        diary.asked.clear();
        // What was agreed before counts no more, should the source go after all.
        diary.approvedWith = undefined;
        diary.early = false;
        return;
      case "restart":
        // Everything is read back from what was kept.
        events = events.map((event) => ({ ...event, at: Temporal.Instant.from(event.at.toString()) }));
        return;
      case "approve": {
        const about = one.current ? `plan ${diary.backups}` : "another plan";
        ask("approval_asked", aRequest(`r${serial}`, one.state, diary.now, [], about));
        if (one.state === "approved" && one.current) diary.approvedWith = diary.backups;
        return;
      }
      case "early": {
        const { now } = diary;
        ask("early_asked", aRequest(`r${serial}`, one.state, now, openers(one.seats), undefined));
        const counts = one.state === "approved" && one.seats === "both";
        if (counts && (diary.reportedAt === undefined || Temporal.Instant.compare(now, diary.reportedAt) > 0))
          diary.early = true;
        return;
      }
      case "rollback":
        diary.rollback = one.on;
        return;
      case "take":
        if (stepAllowed(facts(), one.step, diary.now).kind !== "open") return;
        expect(modelAllows(diary, one.step, cutover, timeZone)).toBe(true);
        happen({ kind: "step_done", step: one.step, evidence: "done", execution: "hand" });
        diary.done.add(one.step);
        diary.asked.delete(one.step);
        if (one.step === "D3") diary.waitsFrom = diary.now;
        return;
      case "ask":
        if (stepAllowed(facts(), one.step, diary.now).kind !== "open") return;
        happen({ kind: "step_asked", step: one.step, evidence: "will be", execution: "hand" });
        diary.asked.add(one.step);
        return;
      case "withdraw":
        if (!diary.asked.delete(one.step)) return;
        happen({ kind: "step_withdrawn", step: one.step });
        return;
      case "undo":
        return undo(one.step);
      default:
        throw new Error("unknown deed");
    }
  };

  const undo = (wanted: Act) => {
    const allowed = undoAllowed(facts(), wanted);
    const later = (id: Act) => acts.indexOf(id) > acts.indexOf(wanted) && diary.done.has(id);
    const may =
      (wanted === "D3" && diary.done.has("D3") && !diary.done.has("D5")) ||
      (wanted === "D1" && diary.done.has("D1") && !diary.done.has("D3"));
    expect(allowed.kind).toBe(may ? "open" : "blocked");
    if (allowed.kind === "blocked") return;
    happen({ kind: "step_undone", step: wanted, with: [...allowed.with], reason: "again" });
    for (const id of acts.filter(later)) diary.done.delete(id);
    diary.done.delete(wanted);
    diary.asked.clear();
    diary.waitsFrom = undefined;
  };

  agree();
  for (const one of deeds) {
    deed(one);
    agree();
  }
  const next = nextMoment(facts(), diary.now);
  if (next !== undefined) expect(Temporal.Instant.compare(next, diary.now)).toBe(1);
}

const aBackup = {
  location: "vault",
  size: "1 GB",
  checksum: "sha256:00",
  restore: { by: "U_ANA", on: "2026-03-01", words: "reads" },
};

function openers(which: "both" | "one" | "same"): readonly Seat[] {
  const seat = (role: Role, user: string): Seat => ({
    ...emptySeat({ id: role, role, user, name: user }, 1),
    decision: {
      decision: "approved",
      by: { ...ana, user },
      onBehalfOf: undefined,
      words: undefined,
      at: Temporal.Instant.fromEpochMilliseconds(0),
      timeZone: "UTC",
      platformRequest: "",
    },
  });
  const sponsor = seat("business_sponsor", "U_EVA");
  if (which === "one") return [sponsor];
  return [sponsor, seat("compliance_officer", which === "same" ? "U_EVA" : "U_JONAS")];
}

function aRequest(
  id: string,
  state: SignoffState,
  at: Temporal.Instant,
  seats: readonly Seat[],
  sha256: string | undefined,
): SignoffRequest {
  return {
    id,
    closeoutId: "c",
    number: 1,
    purpose: sha256 === undefined ? "early_gate" : "decommission_source",
    title: id,
    meaning: id,
    documents: sha256 === undefined ? [] : [{ sha256, name: "plan.md", origin: planOrigin }],
    seats,
    quorum: { kind: "all" },
    order: "parallel",
    decideBy: at,
    effect: { kind: "none" },
    requestedBy: ana,
    requestedAt: at,
    questions: [],
    state,
    ended: state === "open" ? undefined : { at, by: ana, reason: undefined },
    head: undefined,
  };
}

/** Checks the machine against the model, so many times. */
export function assertDecommissioning(numRuns: number): void {
  fc.assert(fc.property(runArbitrary, runDecommission), { numRuns });
}
