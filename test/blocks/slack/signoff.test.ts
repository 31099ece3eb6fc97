import { describe, expect, it } from "vitest";
import { todoMessage } from "../../../blocks/slack/checklist/todo.ts";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import { settingsChanged } from "../../../blocks/slack/outcomes.ts";
import { refillSignoff } from "../../../blocks/slack/signoff/signoff-filling.ts";
import { signoffMessage } from "../../../blocks/slack/signoff/signoff-message.ts";
import { everyOffer } from "../../../src/domain/checklist/governed-item.ts";
import type { SignoffRequest, SignoffState } from "../../../src/domain/signoff/signoff.ts";
import { ana, at, card, closeout, item, now } from "./fixtures.ts";
import { actionIdsOf } from "./look.ts";
import { decidedSeat, requestOf, seatOf } from "./signoff-surfaces.ts";

const project = closeout();
const inChannel = (request: SignoffRequest) =>
  signoffMessage({ closeout: project, request, reader: undefined, mayOverride: false, artifacts: [] });
const direct = (request: SignoffRequest, reader: string) =>
  signoffMessage({ closeout: project, request, reader, mayOverride: false, artifacts: [] });
const ended = (state: SignoffState, different: Partial<SignoffRequest> = {}) =>
  requestOf({ state, ended: { at: now, by: ana, reason: "So it is." }, ...different });
const tomApproved = decidedSeat({}, "approved", "Looks complete.");
const jonas = seatOf({ id: "s2", role: "compliance_officer", user: "U0JONAS" });

describe("when a role has moved", () => {
  const request = requestOf({
    purpose: "checkpoints_release",
    effect: { kind: "release_operation", operation: "o1" },
    seats: [jonas],
  });
  const moved = closeout({ roles: { ...project.roles, compliance_officer: "U0MARIA" } });
  const maria = seatOf({ role: "compliance_officer", user: "U0MARIA" });

  it("the owner hears who is asked instead, and where nobody can decide and what to do about it", () => {
    const asked = { kind: "asked", request, old: jonas, seat: maria } as const;
    expect(settingsChanged(moved, [asked]).text).toContain(
      "Sign-off 2 of HR_PROD (Acceptance of the project) now asks <@U0MARIA> as compliance officer in the place of <@U0JONAS>.",
    );
    const stranded = { kind: "stranded", request, old: jonas, user: "U0MARIA", why: "requester" } as const;
    expect(settingsChanged(moved, [stranded]).text).toContain(
      "can be decided by nobody as compliance officer: <@U0JONAS> may not any more, and <@U0MARIA> has requested it. Withdraw the request and let it be asked for anew, or give the role to somebody else.",
    );
    expect(
      settingsChanged(
        moved,
        Array.from({ length: 30 }, () => asked),
      ).text,
    ).toContain("The same goes for 22 more; each request shows who decides.");
  });

  it("every copy says so of whoever may not decide any more", () => {
    const shown = (of: typeof project) =>
      JSON.stringify(
        signoffMessage({ closeout: of, request, reader: undefined, mayOverride: false, artifacts: [] }),
      );
    expect(shown(project)).toContain("<@U0JONAS>, compliance officer: awaited");
    expect(shown(moved)).toContain("<@U0JONAS>, compliance officer: may not decide on this any more");
  });
});

describe("a request's message", () => {
  it("says in its text alone who is asked, for what, until when and how far it is", () => {
    expect(inChannel(requestOf()).text).toBe(
      "Sign-off 2 of HR_PROD (Acceptance of the project): 0 of 4 have approved; it waits for <@U0TOM>, <@U0JONAS>, <@U0EVA>, <@U0LI>. To be decided by Fri 3 Apr 2026, 17:00 (Europe/Berlin).",
    );
    expect(direct(requestOf(), "U0EVA").text).toBe(
      "<@U0ANA> asks for your approval by Fri 3 Apr 2026, 17:00 (Europe/Berlin): sign-off 2 of HR_PROD (Acceptance of the project). 0 of 4 have approved.",
    );
  });

  it("shows words, role and moment of every decision, short hashes and the head of the ledger", () => {
    const shown = JSON.stringify(inChannel(requestOf({ seats: [tomApproved, jonas] })).blocks);
    expect(shown).toMatch(/✓ {2}<@U0TOM>, technical lead: approved <!date[^>]+> “Looks complete\.”/);
    expect(shown).toContain("<@U0JONAS>, compliance officer: awaited");
    expect(shown).toContain("BEC-1.pdf · sha256 `99999999…9990`");
    expect(shown).toContain("Ledger head #41 `5b1d9999…9999`");
  });

  it("has buttons for those who can still use them, and nobody else", () => {
    const request = requestOf({ seats: [tomApproved, jonas] });
    const decide = ["signoff.approve", "signoff.reject", "signoff.ask", "signoff.more"];
    expect(actionIdsOf(inChannel(request).blocks)).toEqual(decide);
    expect(actionIdsOf(direct(request, "U0JONAS").blocks)).toEqual(decide);
    expect(actionIdsOf(direct(request, "U0TOM").blocks)).toEqual([]);
    expect(actionIdsOf(direct(request, "U0ANA").blocks)).toEqual([]);
  });

  it("lets whoever has given their place away take it back, and whoever has accepted decide", () => {
    const delegation = {
      to: "U0MARIA",
      name: "Maria",
      offeredAt: now,
      answeredAt: now,
      reason: "I am away.",
    };
    const request = requestOf({ seats: [{ ...jonas, delegation: { ...delegation, state: "accepted" } }] });
    expect(actionIdsOf(direct(request, "U0JONAS").blocks)).toEqual(["signoff.more"]);
    const maria = direct(request, "U0MARIA");
    expect(actionIdsOf(maria.blocks)).toEqual(["signoff.approve", "signoff.reject", "signoff.ask"]);
    expect(JSON.stringify(maria.blocks)).toContain("in the place of <@U0JONAS>, as compliance officer");
  });

  it.each(["approved", "rejected", "withdrawn", "expired", "superseded", "overridden"] as const)(
    "has no buttons any more once it is %s",
    (state) => {
      expect(actionIdsOf(inChannel(ended(state)).blocks)).toEqual([]);
      expect(actionIdsOf(direct(ended(state), "U0TOM").blocks)).toEqual([]);
    },
  );

  it("strikes through what no longer counts, and says so in words", () => {
    const { text, blocks } = inChannel(ended("superseded", { seats: [tomApproved, jonas] }));
    expect(JSON.stringify(blocks)).toMatch(/~<@U0TOM>, technical lead: approved [^~]+~ \*void\*/);
    expect(text).toContain("Given signatures no longer count");
  });

  it("tells expired from rejected", () => {
    expect(inChannel(ended("expired")).text).toContain("That is no rejection");
    expect(inChannel(ended("rejected")).text).toContain("rejected by <@U0ANA>");
  });

  it("counts different people where so many are needed", () => {
    const request = requestOf({ quorum: { kind: "some", people: 2 }, seats: [tomApproved, jonas] });
    expect(inChannel(request).text).toContain("1 of the 2 needed has approved");
  });
});

describe("what people see elsewhere", () => {
  it.each([
    [[], "*Sign-off:* not requested"],
    [[requestOf({ seats: [tomApproved, jonas] })], "*Sign-off:* 1 of 2 has approved, waits for <@U0JONAS>"],
    [[ended("approved")], "*Sign-off:* approved <!date"],
    [[ended("superseded")], "*Sign-off:* void <!date"],
  ])("the card says how sign-off stands (%#)", (signoffs, words) => {
    expect(JSON.stringify(renderNotice(card({ signoffs })).blocks)).toContain(words);
  });

  it("approvals come first among what waits for somebody", () => {
    const entries = [
      { closeout: project, request: requestOf(), offer: undefined },
      { closeout: project, item: item(), offers: everyOffer },
    ];
    const { text, blocks } = todoMessage(
      { now, entries },
      { closeout: "/closeout", cleanup: "", archival: "" },
    );
    expect(text).toContain("2 things wait for you: sign-off 2 Acceptance of the project in HR_PROD, I3");
    expect(actionIdsOf(blocks).slice(0, 3)).toEqual(["signoff.approve", "signoff.reject", "signoff.show"]);
  });
});

describe("the form for a new request", () => {
  const usual = {
    title: "Usual",
    meaning: "I agree.",
    documents: ["a"],
    roles: ["it_audit"],
    decideBy: now,
  } as const;
  const next = {
    title: "Other",
    meaning: "I accept.",
    documents: ["b"],
    roles: [],
    decideBy: at("2026-03-09T17:00"),
  };

  it("gives way to the next purpose where nothing was changed", () => {
    expect(refillSignoff(usual, usual, next)).toEqual(next);
  });

  it("keeps what was changed by hand", () => {
    const typed = { ...usual, title: "My own", documents: [], decideBy: at("2026-03-05T12:00") };
    expect(refillSignoff(typed, usual, next)).toEqual({
      ...next,
      title: "My own",
      documents: [],
      decideBy: at("2026-03-05T12:00"),
    });
  });
});
