import { describe, expect, test } from "vitest";
import { type Person, system } from "../../../src/domain/identity.ts";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { decide } from "../../../src/domain/signoff/signoff-decide.ts";
import {
  answerDelegation,
  offerDelegation,
  revokeDelegation,
} from "../../../src/domain/signoff/signoff-delegate.ts";
import { override, supersede, withdraw } from "../../../src/domain/signoff/signoff-end.ts";
import { purposeDefaults, usualDecideBy } from "../../../src/domain/signoff/signoff-purposes.ts";
import { approvalCount, standingOf } from "../../../src/domain/signoff/signoff-quorum.ts";
import { decisionFollowUp, followUp } from "../../../src/domain/signoff/signoff-reminders.ts";
import { noteLook, replaceSignatory, seatsToLookAt } from "../../../src/domain/signoff/signoff-replace.ts";
import { answererOf } from "../../../src/domain/signoff/signoff-requester.ts";
import { goesOn, holdsRight, mayBeOverridden } from "../../../src/domain/signoff/signoff-right.ts";
import { type NewSignoff, newRequest } from "../../../src/domain/signoff/signoff-rules.ts";
import { asOf } from "../../../src/domain/signoff/signoff-turns.ts";
import { at, closeout, local } from "../examples.ts";

const now = at("2026-03-02T09:00");
const decideBy = at("2026-03-10T17:00");
const person = (user: string): Person => ({ platform: "slack", tenant: "T1", user, name: user });

function wanted(users: readonly string[], different: Partial<NewSignoff> = {}): NewSignoff {
  return {
    id: "r",
    closeoutId: "c1",
    number: 1,
    purpose: "other",
    title: "A request",
    meaning: "I agree to this as it is.",
    documents: [{ sha256: "a".repeat(64), name: "report.pdf", origin: { kind: "report" } }],
    seats: users.map((user, index) => ({ id: `s${index}`, role: undefined, user, name: user })),
    quorum: { kind: "all" },
    order: "parallel",
    decideBy,
    effect: { kind: "none" },
    requestedBy: person("U_ANA"),
    ...different,
  };
}

function request(users: readonly string[], different: Partial<NewSignoff> = {}): SignoffRequest {
  const outcome = newRequest(wanted(users, different), now, closeout);
  if (outcome.kind === "invalid") throw new Error(JSON.stringify(outcome.problems));
  return outcome.request;
}

function say(on: SignoffRequest, user: string, decision: "approved" | "rejected" = "approved") {
  const outcome = decide(
    on,
    { by: person(user), decision, words: "Because of this.", seat: undefined, platformRequest: user },
    now,
    closeout,
  );
  if (outcome.kind !== "decided") throw new Error(outcome.kind);
  return outcome.request;
}

const some = (people: number) => ({ quorum: { kind: "some", people } }) as const;
const problemsOf = (input: NewSignoff) => {
  const outcome = newRequest(input, now, closeout);
  return outcome.kind === "invalid" ? outcome.problems.map(({ field }) => field) : [];
};

describe("a request of Closeout's own", () => {
  test("is nobody's own: everybody may sit at its table, decide, be a delegate or a replacement", () => {
    const asked = request(["U_ANA", "U_TOM"], { requestedBy: system });
    expect(asked.state).toBe("open");
    expect(say(say(asked, "U_ANA"), "U_TOM").state).toBe("approved");
    const to = { user: "U_EVA", name: "eva" };
    const offer = { by: person("U_ANA"), seat: undefined, to, reason: "I am away." };
    expect(offerDelegation(asked, offer, now).kind).toBe("offered");
  });

  test("is answered for by the owner; any other by whoever has made it", () => {
    const owner = { owner: "U_OWNER" };
    expect(answererOf(owner, request(["U_TOM"], { requestedBy: system }))).toBe("U_OWNER");
    expect(answererOf(owner, request(["U_TOM"]))).toBe("U_ANA");
  });
});

describe("what an approval takes", () => {
  const home = { ...closeout, roles: { ...closeout.roles, compliance_officer: "U_JONAS" } };
  const dispose = { kind: "dispose", artifacts: [] } as const;
  const release = { kind: "release_operation", operation: "o" } as const;
  const waive = { kind: "waive_finding", number: 1, metric: "storage" } as const;

  test.each([
    [dispose, ["U_JONAS"]],
    [release, ["U_JONAS"]],
    [waive, ["U_TOM"]],
    [{ kind: "none" } as const, ["U_JONAS", "U_TOM", "U_NOBODY"]],
  ])("is a role where its effect takes one: %j", (effect, who) => {
    expect(["U_JONAS", "U_TOM", "U_NOBODY"].filter((user) => holdsRight(home, { effect }, user))).toEqual(
      who,
    );
  });

  test("is never gone around where it is a role, and only disposal outlives closing", () => {
    const effects = [dispose, release, waive, { kind: "none" } as const];
    const purpose = "disposal";
    expect(effects.map((effect) => mayBeOverridden({ effect, purpose }, ["disposal"]))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(effects.map((effect) => goesOn({ status: "closed" }, { effect }))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(effects.every((effect) => goesOn({ status: "open" }, { effect }))).toBe(true);
  });
});

describe("a new request", () => {
  test.each([
    ["nobody to decide", wanted([]), ["seats"]],
    ["its requester among those who decide", wanted(["U_TOM", "U_ANA"]), ["seats"]],
    ["one person twice without a role", wanted(["U_TOM", "U_TOM"]), ["seats"]],
    ["more than twenty seats", wanted(Array.from({ length: 21 }, (_, index) => `U_${index}`)), ["seats"]],
    ["more approvals than people", wanted(["U_TOM", "U_EVA"], some(3)), ["quorum"]],
    ["no approval at all", wanted(["U_TOM"], some(0)), ["quorum"]],
    ["a number that is none", wanted(["U_TOM"], some(Number.NaN)), ["quorum"]],
    ["an end that is now", wanted(["U_TOM"], { decideBy: now }), ["decideBy"]],
    ["an end in two years", wanted(["U_TOM"], { decideBy: at("2028-03-02T09:00") }), ["decideBy"]],
    ["a title of blanks", wanted(["U_TOM"], { title: "    " }), ["title"]],
    ["a title that is too long", wanted(["U_TOM"], { title: "x".repeat(101) }), ["title"]],
    ["nothing that it states", wanted(["U_TOM"], { meaning: "ok" }), ["meaning"]],
  ])("with %s is refused", (_, input, fields) => {
    expect(problemsOf(input)).toEqual(fields);
  });

  test("takes one person in two roles, who counts as one of the different people", () => {
    const seats = (["it_audit", "technical_lead"] as const).map((role) => ({
      id: role,
      role,
      user: "U_TOM",
      name: "tom",
    }));
    expect(problemsOf(wanted([], { seats }))).toEqual([]);
    expect(problemsOf(wanted([], { seats, ...some(2) }))).toEqual(["quorum"]);
  });

  test("asks everybody at once, or in a sequence the first alone", () => {
    const asked = (order: NewSignoff["order"]) =>
      request(["U_TOM", "U_EVA", "U_LI"], { order }).seats.map(({ askedAt }) => askedAt !== undefined);
    expect(asked("parallel")).toEqual([true, true, true]);
    expect(asked("sequence")).toEqual([true, false, false]);
  });
});

describe("quorum", () => {
  test("all: approved with the last, lost with the first rejection", () => {
    const two = request(["U_TOM", "U_EVA"]);
    expect(say(two, "U_TOM").state).toBe("open");
    expect(say(say(two, "U_TOM"), "U_EVA").state).toBe("approved");
    expect(say(two, "U_TOM", "rejected").state).toBe("rejected");
  });

  test("some: a rejection that leaves enough others is only recorded", () => {
    const three = request(["U_TOM", "U_EVA", "U_LI"], some(2));
    const once = say(three, "U_TOM", "rejected");
    expect(once.state).toBe("open");
    expect(say(once, "U_EVA", "rejected").state).toBe("rejected");
    expect(say(say(once, "U_EVA"), "U_LI").state).toBe("approved");
  });

  test("some: two approvals of one person are one", () => {
    const seats = [
      { id: "a", role: "it_audit", user: "U_TOM", name: "tom" },
      { id: "b", role: "technical_lead", user: "U_TOM", name: "tom" },
      { id: "c", role: undefined, user: "U_EVA", name: "eva" },
    ] as const;
    let open = request([], { seats, ...some(2) });
    for (const seat of ["a", "b"]) {
      const input = {
        by: person("U_TOM"),
        decision: "approved",
        words: undefined,
        seat,
        platformRequest: seat,
      } as const;
      const outcome = decide(open, input, now, closeout);
      if (outcome.kind !== "decided") throw new Error(outcome.kind);
      open = outcome.request;
    }
    expect(approvalCount(open)).toEqual({ approved: 1, needed: 2 });
    expect(standingOf(open)).toBe("open");
    expect(say(open, "U_EVA").state).toBe("approved");
  });

  test("in a sequence the next are asked whatever the first said, as long as it can be reached", () => {
    const line = request(["U_TOM", "U_EVA", "U_LI"], { order: "sequence", ...some(1) });
    const next = say(line, "U_TOM", "rejected");
    expect(next.seats.map(({ askedAt }) => askedAt !== undefined)).toEqual([true, true, false]);
  });
});

describe("a delegation", () => {
  const offer = (on: SignoffRequest, to = "U_MIA", reason = "I am away.") =>
    offerDelegation(on, { by: person("U_TOM"), seat: undefined, to: { user: to, name: to }, reason }, now);
  const given = () => {
    const offered = offer(request(["U_TOM", "U_EVA"], some(2)));
    if (offered.kind !== "offered") throw new Error(offered.kind);
    const answered = answerDelegation(
      offered.request,
      { by: person("U_MIA"), seat: "s0", accept: true },
      now,
      closeout,
    );
    if (answered.kind !== "answered") throw new Error(answered.kind);
    return answered.request;
  };

  test("needs a reason, and somebody who takes no part", () => {
    const two = request(["U_TOM", "U_EVA"]);
    expect(offer(two, "U_MIA", " ").kind).toBe("invalid");
    expect(offer(two, "U_EVA")).toMatchObject({ kind: "unfit", why: "takes_part" });
    expect(offer(two, "U_ANA")).toMatchObject({ kind: "unfit", why: "requester" });
  });

  test("that is offered to somebody else takes the place of the first offer", () => {
    const first = offer(request(["U_TOM"]));
    if (first.kind !== "offered") throw new Error(first.kind);
    expect(offer(first.request, "U_BEN")).toMatchObject({
      kind: "offered",
      seat: { delegation: { to: "U_BEN" } },
      instead: { to: "U_MIA" },
    });
  });

  test("that is taken back ends the request where too few are left", () => {
    const seats = [
      { id: "a", role: "it_audit", user: "U_TOM", name: "tom" },
      { id: "b", role: "technical_lead", user: "U_TOM", name: "tom" },
      { id: "c", role: undefined, user: "U_EVA", name: "eva" },
    ] as const;
    const offered = offerDelegation(
      request([], { seats, ...some(2) }),
      { by: person("U_TOM"), seat: "a", to: { user: "U_MIA", name: "mia" }, reason: "I am away." },
      now,
    );
    if (offered.kind !== "offered") throw new Error(offered.kind);
    const answer = { by: person("U_MIA"), seat: "a", accept: true };
    const answered = answerDelegation(offered.request, answer, now, closeout);
    if (answered.kind !== "answered") throw new Error(answered.kind);
    const left = say(answered.request, "U_EVA", "rejected");
    expect(left.state).toBe("open");
    const revoked = revokeDelegation(left, { by: person("U_TOM"), seat: "a" }, now, closeout);
    expect(revoked).toMatchObject({
      kind: "revoked",
      request: { state: "rejected", ended: { by: { user: "U_TOM" } } },
    });
  });

  test("names the person on whose behalf somebody decided", () => {
    expect(say(given(), "U_MIA").seats[0]?.decision).toMatchObject({
      by: { user: "U_MIA" },
      onBehalfOf: "U_TOM",
    });
    expect(() => say(given(), "U_TOM")).toThrow("delegated");
  });
});

describe("a replacement", () => {
  const replace = (on: SignoffRequest, user: string, seat = "s0") =>
    replaceSignatory(
      on,
      { by: person("U_ANA"), seat, newSeat: "n", user, name: user, reason: "They have left." },
      now,
      closeout,
    );

  test("keeps role and turn, and is asked if the one before had been", () => {
    const line = request(["U_TOM", "U_EVA"], { order: "sequence" });
    expect(replace(line, "U_MIA")).toMatchObject({
      kind: "replaced",
      seat: { turn: 1, askedAt: now },
      asked: [{ user: "U_MIA" }],
    });
    expect(replace(line, "U_MIA", "s1")).toMatchObject({ seat: { turn: 2, askedAt: undefined }, asked: [] });
  });

  test("is not possible for a seat that is decided, replaced or not there", () => {
    const two = request(["U_TOM", "U_EVA"]);
    expect(replace(say(two, "U_TOM"), "U_MIA").kind).toBe("already_decided");
    expect(replace(two, "U_MIA", "x").kind).toBe("no_such_seat");
    const once = replace(two, "U_MIA");
    if (once.kind !== "replaced") throw new Error(once.kind);
    expect(replace(once.request, "U_BEN").kind).toBe("already_replaced");
  });
});

describe("an end", () => {
  test("at its moment is an expiry, whoever looks, and nothing comes after", () => {
    const open = request(["U_TOM"]);
    expect(asOf(open, decideBy.subtract({ milliseconds: 1 })).state).toBe("open");
    const late = asOf(open, decideBy);
    expect(late).toMatchObject({ state: "expired", ended: { at: decideBy, by: undefined } });
    expect(() => say(late, "U_TOM")).toThrow("ended");
    expect(withdraw(late, { by: person("U_ANA"), reason: "Not now." }, now).kind).toBe("ended");
  });

  test("by withdrawal or break-glass needs a reason, and break-glass a purpose that is allowed", () => {
    const open = request(["U_TOM"]);
    const by = person("U_ANA");
    expect(withdraw(open, { by, reason: "" }, now).kind).toBe("invalid");
    expect(override(open, { by, reason: "It burns.", allowed: ["waiver"] }, now).kind).toBe("not_allowed");
    expect(override(open, { by, reason: "It burns.", allowed: ["other"] }, now).kind).toBe("overridden");
  });

  test("by another document is one of the same origin with other bytes", () => {
    const open = request(["U_TOM"], {
      documents: [
        { sha256: "a".repeat(64), name: "plan.json", origin: { kind: "plan", of: "op1" } },
        { sha256: "b".repeat(64), name: "x.pdf", origin: { kind: "file" } },
      ],
    });
    const other = "f".repeat(64);
    expect(supersede(open, { kind: "plan", of: "op2" }, other, now)).toBeUndefined();
    expect(supersede(open, { kind: "plan", of: "op1" }, "a".repeat(64), now)).toBeUndefined();
    expect(supersede(open, { kind: "file" }, other, now)).toBeUndefined();
    expect(supersede(open, { kind: "certificate" }, other, now)).toBeUndefined();
    expect(supersede(open, { kind: "plan", of: "op1" }, other, now)?.state).toBe("superseded");
  });
});

describe("time to decide", () => {
  test("has reminders after one, three and six eighths, and the owner after seven", () => {
    const plan = decisionFollowUp(now, at("2026-03-10T09:00"));
    expect([...plan.reminders, plan.tellOwner].map((moment) => local(moment))).toEqual([
      "Tue 2026-03-03 09:00",
      "Thu 2026-03-05 09:00",
      "Sun 2026-03-08 09:00",
      "Mon 2026-03-09 09:00",
    ]);
  });

  test("of an hour is reminded of within the hour", () => {
    const plan = decisionFollowUp(now, now.add({ minutes: 60 }));
    expect(local(plan.tellOwner)).toBe("Mon 2026-03-02 09:52");
  });

  test("reminds nobody who has decided, and whoever has not only once for what was missed", () => {
    const open = say(request(["U_TOM", "U_EVA"]), "U_TOM");
    const { reminded, escalated, request: after } = followUp(open, at("2026-03-06T12:00"), closeout);
    expect(reminded.map(({ user, reminded: count }) => ({ user, count }))).toEqual([
      { user: "U_EVA", count: 2 },
    ]);
    expect(escalated).toEqual([]);
    expect(followUp(after, at("2026-03-06T12:00"), closeout).reminded).toEqual([]);
  });

  test("those who have left are looked for a day later, not reminded, and not forgotten when they come back", () => {
    const open = request(["U_TOM"]);
    expect(seatsToLookAt(open, now)).toHaveLength(1);
    const gone = noteLook(open, new Map([["U_TOM", false]]), now);
    expect(gone.left).toHaveLength(1);
    expect(seatsToLookAt(gone.request, now.add({ hours: 23 }))).toEqual([]);
    expect(followUp(gone.request, at("2026-03-06T12:00"), closeout).reminded).toEqual([]);
    const later = now.add({ hours: 24 });
    expect(noteLook(gone.request, new Map([["U_TOM", false]]), later).left).toEqual([]);
    const back = noteLook(gone.request, new Map([["U_TOM", true]]), later);
    expect(back.returned).toHaveLength(1);
    expect(followUp(back.request, at("2026-03-06T12:00"), closeout).reminded).toHaveLength(1);
  });

  test("is what a purpose usually takes, to five in the afternoon of a working day", () => {
    expect(local(usualDecideBy("waiver", at("2026-03-05T20:00"), closeout))).toBe("Tue 2026-03-10 17:00");
    for (const { roles, workingDays } of Object.values(purposeDefaults)) {
      expect(new Set(roles).size).toBe(roles.length);
      expect(workingDays).toBeGreaterThan(0);
    }
  });
});
