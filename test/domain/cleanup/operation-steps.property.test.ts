import { type Arbitrary, array, assert, constantFrom, nat, property, record } from "fast-check";
import { expect, test } from "vitest";
import type { Reading } from "../../../src/domain/cleanup/cleanup-facts.ts";
import {
  type CallOutcome,
  isLive,
  type Look,
  type Operation,
} from "../../../src/domain/cleanup/operation.ts";
import {
  afterCall,
  afterLook,
  noteCall,
  succeed,
  takeBack,
  wasInterrupted,
} from "../../../src/domain/cleanup/operation-steps.ts";
import { anOperation } from "../../support/operations.ts";

/**
 * A vendor that works another way than our rules: it does what it is asked at once, later, or not at all, again and again for
 * another key; answers truly, falsely or not at all. Our worker is killed between any two things that it does.
 */
type Turn = {
  readonly vendor: "does" | "does_later" | "fails" | "refuses" | "is_busy" | "says_done_too_early";
  readonly answer: "arrives" | "is_lost";
  readonly look: "sees" | "is_blind" | "fails";
  readonly killed: "never" | "before_call" | "after_call";
  readonly lateAfter: number;
};

const turns = array(
  record({
    vendor: constantFrom(
      "does",
      "does_later",
      "fails",
      "refuses",
      "is_busy",
      "says_done_too_early",
    ) satisfies Arbitrary<Turn["vendor"]>,
    answer: constantFrom("arrives", "is_lost") satisfies Arbitrary<Turn["answer"]>,
    look: constantFrom("sees", "sees", "is_blind", "fails") satisfies Arbitrary<Turn["look"]>,
    killed: constantFrom("never", "never", "before_call", "after_call") satisfies Arbitrary<Turn["killed"]>,
    lateAfter: nat(2),
  }),
  { minLength: 1, maxLength: 40 },
);

const calm: Turn = { vendor: "does", answer: "arrives", look: "sees", killed: "never", lateAfter: 0 };
const policy = { checkMs: 1_000, patienceMs: 60_000, mostAttempts: 5 };

class Vendor {
  effects = 0;
  #done = false;
  #later: number | undefined;
  readonly #byKey = new Map<string, CallOutcome>();

  call(key: string, turn: Turn): CallOutcome {
    const answer = this.#byKey.get(key) ?? this.#first(key, turn);
    return turn.answer === "is_lost" ? { kind: "lost", requestId: "r", sentence: "Lost." } : answer;
  }

  #first(key: string, turn: Turn): CallOutcome {
    const common = { requestId: "r", status: 200, message: undefined };
    switch (turn.vendor) {
      case "does":
        this.#apply();
        return this.#keep(key, { kind: "done", ...common });
      case "does_later":
        this.#later = turn.lateAfter;
        return this.#keep(key, { kind: "accepted", ...common });
      case "says_done_too_early":
        this.#later = turn.lateAfter;
        return this.#keep(key, { kind: "done", ...common });
      case "fails":
        return { kind: "lost", requestId: "r", sentence: "500." };
      case "refuses":
        return { kind: "rejected", requestId: "r", sentence: "403.", conflict: false, afterMs: undefined };
      case "is_busy":
        return { kind: "rejected", requestId: "r", sentence: "429.", conflict: false, afterMs: 100 };
      default:
        throw new Error("unreachable");
    }
  }

  #keep(key: string, outcome: CallOutcome): CallOutcome {
    this.#byKey.set(key, outcome);
    return outcome;
  }

  #apply(): void {
    this.#done = true;
    this.effects += 1;
  }

  look(turn: Turn): Look {
    if (turn.look === "fails") return { kind: "unreadable", sentence: "Away." };
    if (this.#later !== undefined && !this.#done) {
      if (this.#later === 0) this.#apply();
      else this.#later -= 1;
    }
    const truth: Reading = this.#done ? "applied" : "not_applied";
    return { kind: "seen", reading: turn.look === "is_blind" ? "unknown" : truth, progress: undefined };
  }

  get done(): boolean {
    return this.#done;
  }
}

/** One step as the job takes it; a kill leaves what was written before. */
function step(operation: Operation, vendor: Vendor, turn: Turn, at: Operation["requestedAt"]): Operation {
  const look = vendor.look(turn);
  const seen = look.kind === "seen" ? look.reading : undefined;
  const interrupted = wasInterrupted(operation) && seen === "not_applied";
  if (operation.doubt !== "none" && !interrupted) return afterLook(operation, look, policy, at).operation;
  const free = interrupted ? takeBack(operation) : operation;
  if (look.kind === "unreadable") return operation;
  if (seen === "applied") return succeed(free, at, { how: "done", knownBy: "reading" }).operation;
  const noted = noteCall(free, "r", at);
  if (turn.killed === "before_call") return noted;
  const outcome = vendor.call(noted.key, turn);
  if (turn.killed === "after_call") return noted;
  return afterCall(noted, outcome, vendor.look(turn), policy, at).operation;
}

test("whatever fails, is lost or killed: one effect at most, and no success that had not happened", () => {
  assert(
    property(turns, (given) => {
      const vendor = new Vendor();
      let operation = anOperation();
      let at = operation.requestedAt;
      for (const turn of given) {
        at = at.add({ seconds: 10 });
        if (!isLive(operation)) break;
        operation = step(operation, vendor, turn, at);
        expect(vendor.effects).toBeLessThanOrEqual(1);
        // Where the look is blind there is only the vendor's word; where it sees, a success was seen.
        const word = operation.receipt?.knownBy === "answer";
        if (operation.state === "succeeded" && !word) expect(vendor.done).toBe(true);
        if (operation.state === "failed" && operation.receipt?.how === "failed")
          expect(vendor.done).toBe(false);
      }
      // What was still under way there comes to its end now: nothing that was denied may turn up.
      for (let late = 0; late < 4; late += 1) vendor.look({ ...calm, look: "sees" });
      expect(vendor.effects).toBeLessThanOrEqual(1);
      if (operation.receipt?.how === "not_happened") expect(vendor.effects).toBe(0);
    }),
    { numRuns: 2_000 },
  );
});

test("an operation whose effect can be seen ends well as soon as the vendor does it", () => {
  assert(
    property(turns, (given) => {
      const vendor = new Vendor();
      let operation = anOperation();
      let at = operation.requestedAt;
      for (const turn of [...given, ...Array.from({ length: 8 }, () => calm)]) {
        at = at.add({ seconds: 10 });
        if (isLive(operation)) operation = step(operation, vendor, turn, at);
      }
      expect(isLive(operation)).toBe(false);
      if (vendor.done && operation.receipt?.knownBy === "reading") {
        expect(operation.state).toBe("succeeded");
      }
    }),
    { numRuns: 2_000 },
  );
});

test("no call is made while something may be out there", () => {
  for (const doubt of ["sent", "accepted", "lost"] as const) {
    expect(() =>
      noteCall(anOperation({ doubt, state: "uncertain" }), "r", anOperation().requestedAt),
    ).toThrow();
  }
});
