import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect } from "vitest";
import type { Person } from "../../../src/domain/identity.ts";
import type { Seat, SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { decide } from "../../../src/domain/signoff/signoff-decide.ts";
import {
  answerDelegation,
  offerDelegation,
  revokeDelegation,
} from "../../../src/domain/signoff/signoff-delegate.ts";
import { override, supersede, withdraw } from "../../../src/domain/signoff/signoff-end.ts";
import { activeSeats, approvalCount } from "../../../src/domain/signoff/signoff-quorum.ts";
import { followUp } from "../../../src/domain/signoff/signoff-reminders.ts";
import { noteLook, replaceSignatory } from "../../../src/domain/signoff/signoff-replace.ts";
import { newRequest } from "../../../src/domain/signoff/signoff-rules.ts";
import { asOf } from "../../../src/domain/signoff/signoff-turns.ts";
import { at, closeout } from "../examples.ts";
import { Oracle } from "./signoff-oracle.ts";

/** Eight people; the first makes the request. Some sit at the table, some twice, and the others may be asked to help. */
const users = ["ANA", "TOM", "EVA", "JON", "LI", "OLA", "MIA", "BEN"] as const;
type User = (typeof users)[number];
const anybody = fc.constantFrom(...users);
const reason = "For a reason that an auditor reads.";
const begin = at("2026-03-02T08:00");
const ours = "a".repeat(64);

const person = (user: string): Person => ({
  platform: "slack",
  tenant: "T1",
  user,
  name: user.toLowerCase(),
});

/** The request under test, its clock and the clicks so far. */
type Real = { request: SignoffRequest; now: Temporal.Instant; clicks: number };

type Step = fc.Command<Oracle, Real>;

/** Does something, if anything, and compares the two afterwards. After the end nothing whatever changes. */
function step(words: string, run: (oracle: Oracle, real: Real) => void): Step {
  return {
    check: () => true,
    toString: () => words,
    run(oracle, real) {
      const before = real.request;
      const ended = !oracle.isOpen;
      run(oracle, real);
      if (ended) expect(real.request).toBe(before);
      if (real.request !== before || !ended) compare(oracle, real.request);
    },
  };
}

/** Everything that must agree: the end, the count, who sits and who has said what, and whose turn it is. */
function compare(oracle: Oracle, request: SignoffRequest): void {
  expect(request.state).toBe(oracle.state);
  expect(request.ended === undefined).toBe(oracle.isOpen);
  const seats = activeSeats(request);
  expect(
    seats.map(({ user, turn, decision, delegation }) => ({
      holder: user,
      turn,
      deputy:
        delegation === undefined || delegation.state === "declined"
          ? undefined
          : { to: delegation.to, took: delegation.state === "accepted" },
      word: decision && { by: decision.by.user, what: decision.decision, onBehalfOf: decision.onBehalfOf },
    })),
  ).toEqual(oracle.slots);
  expect(seats.filter(({ decision }) => decision !== undefined)).toHaveLength(oracle.spoken.length);
  for (const { slot, word } of oracle.spoken)
    expect(seats[slot]?.decision).toMatchObject({ by: person(word.by) });
  const yes = oracle.spoken.filter(({ word }) => word.what === "approved");
  const counted = oracle.need.kind === "all" ? yes.length : new Set(yes.map(({ word }) => word.by)).size;
  expect(approvalCount(request).approved).toBe(counted);
  if (!oracle.isOpen) return;
  for (const [index, seat] of seats.entries()) {
    if (oracle.isCalled(oracle.at(index))) expect(seat.askedAt).toBeDefined();
    else expect(seat.askedAt).toBeUndefined();
  }
}

/** Who acts on a slot: mostly whoever it concerns, sometimes anybody. */
type As = "speaker" | "holder" | "deputy" | User;
const somebody: fc.Arbitrary<As> = fc.oneof(
  { weight: 4, arbitrary: fc.constant("speaker") },
  { weight: 2, arbitrary: fc.constant("holder") },
  { weight: 2, arbitrary: fc.constant("deputy") },
  { weight: 2, arbitrary: anybody },
);

function whoIs(as: As, oracle: Oracle, index: number): string {
  const slot = oracle.slots[index % oracle.slots.length];
  if (slot === undefined) throw new RangeError("A table without slots");
  if (as === "speaker") return oracle.speaker(slot);
  if (as === "holder") return slot.holder;
  return as === "deputy" ? (slot.deputy?.to ?? slot.holder) : as;
}

/** The seat of a slot, and its number. */
function seatAt(real: Real, index: number): { readonly at: number; readonly seat: Seat } {
  const seats = activeSeats(real.request);
  const seat = seats[index % seats.length];
  if (seat === undefined) throw new RangeError("A request without seats");
  return { at: index % seats.length, seat };
}

const slots = fc.nat(5);
const speaks = fc
  .record({
    as: somebody,
    slot: slots,
    what: fc.constantFrom("approved", "approved", "approved", "rejected"),
    named: fc.boolean(),
    again: fc.boolean(),
  })
  .map(({ as, slot, what, named, again }) =>
    step(`${as} says ${what} ${named ? "in" : "around"} ${slot}${again ? " twice" : ""}`, (oracle, real) => {
      real.clicks += 1;
      const user = whoIs(as, oracle, slot);
      const { at: index, seat } = seatAt(real, slot);
      const click = (platformRequest = `click ${real.clicks}`) => {
        const wanted = named ? seat.id : undefined;
        const input = { by: person(user), decision: what, words: reason, seat: wanted, platformRequest };
        return decide(real.request, input, real.now, closeout);
      };
      const open = oracle.open(user).filter((one) => !named || one === index);
      const outcome = click();
      expect(outcome.kind === "decided").toBe(open.length === 1);
      expect(outcome.kind === "ended").toBe(!oracle.isOpen);
      if (outcome.kind === "which_seat") expect(outcome.seats).toHaveLength(open.length);
      if (outcome.kind !== "decided" || open[0] === undefined) return;
      oracle.speak(open[0], user, what);
      real.request = outcome.request;
      // The platform delivers some clicks twice: the second changes nothing and is answered as the first.
      if (again) expect(click().kind).toBe("repeated");
      if (named) expect(click("another click").kind).not.toBe("decided");
    }),
  );

const offers = fc.record({ slot: slots, to: anybody }).map(({ slot, to }) =>
  step(`the holder of ${slot} asks ${to} instead`, (oracle, real) => {
    const { at: index, seat } = seatAt(real, slot);
    const input = { by: person(seat.user), seat: seat.id, to: { user: to, name: to }, reason };
    const outcome = offerDelegation(real.request, input, real.now);
    const held = oracle.at(index);
    const { deputy } = held;
    held.deputy = undefined;
    const fits = to !== oracle.requester && !oracle.sits(to);
    held.deputy = deputy;
    const may = oracle.isOpen && held.word === undefined && deputy?.took !== true && fits;
    expect(outcome.kind === "offered").toBe(may);
    if (outcome.kind !== "offered") return;
    held.deputy = { to, took: false };
    real.request = outcome.request;
  }),
);

const answers = fc.record({ slot: slots, as: somebody, accept: fc.boolean() }).map(({ slot, as, accept }) =>
  step(`${as} ${accept ? "accepts" : "declines"} ${slot}`, (oracle, real) => {
    const { at: index, seat } = seatAt(real, slot);
    const user = whoIs(as, oracle, slot);
    const outcome = answerDelegation(
      real.request,
      { by: person(user), seat: seat.id, accept },
      real.now,
      closeout,
    );
    const held = oracle.at(index);
    const { deputy } = held;
    const asked = oracle.isOpen && held.word === undefined && deputy?.to === user && !deputy.took;
    expect(outcome.kind === "answered").toBe(asked);
    held.deputy = undefined;
    // An offer keeps them from every other seat.
    if (asked) expect(oracle.sits(user)).toBe(false);
    held.deputy = deputy;
    if (outcome.kind !== "answered") return;
    held.deputy = accept ? { to: user, took: true } : undefined;
    oracle.look();
    real.request = outcome.request;
  }),
);

const revokes = slots.map((slot) =>
  step(`the holder of ${slot} takes it back`, (oracle, real) => {
    const { at: index, seat } = seatAt(real, slot);
    const outcome = revokeDelegation(
      real.request,
      { by: person(seat.user), seat: seat.id },
      real.now,
      closeout,
    );
    const held = oracle.at(index);
    const may = oracle.isOpen && held.word === undefined && held.deputy !== undefined;
    expect(outcome.kind === "revoked").toBe(may);
    if (outcome.kind !== "revoked") return;
    held.deputy = undefined;
    oracle.look();
    real.request = outcome.request;
  }),
);

const replaces = fc.record({ slot: slots, to: anybody }).map(({ slot, to }) =>
  step(`${to} takes the place of ${slot}`, (oracle, real) => {
    const { at: index, seat } = seatAt(real, slot);
    const newSeat = `${seat.id}+`;
    const input = { by: person("ANA"), seat: seat.id, newSeat, user: to, name: to, reason };
    const outcome = replaceSignatory(real.request, input, real.now, closeout);
    const held = oracle.at(index);
    const { deputy } = held;
    held.deputy = undefined;
    const may = oracle.isOpen && held.word === undefined && to !== oracle.requester && !oracle.sits(to);
    held.deputy = deputy;
    expect(outcome.kind === "replaced").toBe(may);
    if (outcome.kind !== "replaced") return;
    held.holder = to;
    held.deputy = undefined;
    oracle.look();
    real.request = outcome.request;
  }),
);

const ends = fc
  .constantFrom(
    "withdrawn",
    "superseded",
    "same bytes",
    "same bytes",
    "other document",
    "other document",
    "overridden",
  )
  .map((how) =>
    step(how, (oracle, real) => {
      const by = person("ANA");
      const sha256 = how === "same bytes" ? ours : "b".repeat(64);
      const origin = { kind: how === "other document" ? "certificate" : "report" } as const;
      const outcome =
        how === "withdrawn"
          ? withdraw(real.request, { by, reason }, real.now)
          : how === "overridden"
            ? override(real.request, { by, reason, allowed: ["early_gate"] }, real.now)
            : supersede(real.request, origin, sha256, real.now);
      const changed = outcome !== undefined && "request" in outcome ? outcome.request : outcome;
      const ended = changed !== undefined && "seats" in changed ? changed : undefined;
      expect(ended !== undefined).toBe(oracle.isOpen && how !== "same bytes" && how !== "other document");
      if (ended === undefined) return;
      oracle.end(how);
      real.request = ended;
    }),
  );

/** Hours pass; whoever looks next finds it expired, reminds those who are awaited and looks for them. */
const waits = fc
  .record({ hours: fc.constantFrom(1, 6, 12, 24), there: fc.boolean() })
  .map(({ hours, there }) =>
    step(`${hours} hours pass`, (oracle, real) => {
      real.now = real.now.add({ hours });
      const present = asOf(real.request, real.now);
      const late = Temporal.Instant.compare(real.now, real.request.decideBy) >= 0;
      if (oracle.isOpen && late) oracle.end("expired");
      const looked = new Map(users.map((user): [User, boolean] => [user, there]));
      real.request = followUp(noteLook(present, looked, real.now).request, real.now, closeout).request;
    }),
  );

const tables = fc
  .array(fc.constantFrom(...users.slice(1, 6)), { minLength: 1, maxLength: 6 })
  .chain((seated) =>
    fc.record({
      seated: fc.constant(seated),
      order: fc.constantFrom("parallel", "sequence"),
      people: fc.option(fc.integer({ min: 1, max: new Set(seated).size })),
      days: fc.integer({ min: 1, max: 20 }),
    }),
  );

const roles = [
  undefined,
  "technical_lead",
  "compliance_officer",
  "business_sponsor",
  "it_audit",
  "operations_lead",
] as const;

/** Lives of a request, so many of them, each with up to 60 things that happen, compared with the oracle after every one. */
export function checkLives(numRuns: number): void {
  const often = [speaks, speaks, speaks, speaks, offers, offers, answers, answers, answers];
  const steps = fc.commands([...often, ...often, revokes, revokes, replaces, replaces, ends, waits], {
    maxCommands: 60,
    size: "max",
  });
  fc.assert(
    fc.property(tables, steps, ({ seated, order, people, days }, commands) => {
      const quorum = people === null ? ({ kind: "all" } as const) : ({ kind: "some", people } as const);
      const outcome = newRequest(
        {
          id: "r",
          closeoutId: "c1",
          number: 1,
          purpose: "early_gate",
          title: "A request",
          meaning: "I agree to this.",
          documents: [{ sha256: ours, name: "report.pdf", origin: { kind: "report" } }],
          seats: seated.map((user, index) => ({ id: `s${index}`, role: roles[index], user, name: user })),
          quorum,
          order,
          decideBy: begin.add({ hours: 24 * days }),
          effect: { kind: "none" },
          requestedBy: person("ANA"),
        },
        begin,
        closeout,
      );
      if (outcome.kind === "invalid") throw new Error(JSON.stringify(outcome.problems));
      const table = seated.map((user, index) => ({ user, turn: order === "sequence" ? index + 1 : 1 }));
      const oracle = new Oracle("ANA", table, quorum);
      compare(oracle, outcome.request);
      const real: Real = { request: outcome.request, now: begin, clicks: 0 };
      fc.modelRun(() => ({ model: oracle, real }), commands);
    }),
    { numRuns },
  );
}
