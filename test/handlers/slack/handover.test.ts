import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everyOffer } from "../../../src/domain/checklist/governed-item.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig, windowOf } from "./rig.ts";
import { hrProd, itemOf } from "./stub-use-cases.ts";

const who = [
  { as: "owner", user: "U0ANA" },
  { as: "technical_lead", user: "U0TOM" },
  { as: "operations_lead", user: "U0MARIA" },
] as const;

describe("the handover's commands and forms", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({
      useCases: {
        setHandoverTeam: async ({ users }) =>
          users.length === 0
            ? { kind: "nobody", closeout: hrProd }
            : { kind: "not_permitted", closeout: hrProd, who },
        readItem: async ({ itemId }) => ({
          closeout: hrProd,
          now: hrProd.startedAt,
          item: itemOf(itemId),
          hint: undefined,
          notes: [],
          mayChange: true,
          maySkip: true,
          mayChangeDue: true,
          offers: everyOffer,
          document: { change: undefined, mayReview: false },
        }),
      },
    });
  });
  afterAll(() => rig.close());

  async function answerTo(words: string) {
    const before = (await messagesOf(rig, "U0ANA")).length;
    await rig.control("POST /command", {
      as: "U0ANA",
      channel: "C0HRPROD",
      text: `/closeout handover ${words}`,
    });
    return await waitFor(async () => (await messagesOf(rig, "U0ANA")).slice(before).at(-1));
  }

  it.each([
    ["", "Handover of HR_PROD → hr_production: 0 of 0 documents reviewed, 0 of 0 in the team can run it."],
    [
      "team @tom",
      "only the owner (<@U0ANA>), the technical lead (<@U0TOM>) or the operations lead (<@U0MARIA>) can plan",
    ],
    ["team tom", "Name the people who have to confirm"],
    ["edit", "Which session? Type its number."],
    ["edit 7", "has no session 7"],
    ["confirm 3", "has no session 3"],
    ["document", "Which document? Name its item, such as U1."],
    [
      "document U9 https://wiki.example.com",
      "U9 is no item of HR_PROD → hr_production that is about a document. Did you mean U1?",
    ],
    ["review U1", "Nobody has said yet what has changed for U1"],
    ["reveiw", "Did you mean `/closeout handover review`?"],
  ])("answer %j privately", async (words, sentence) => {
    const answer = await answerTo(words);
    expect(answer.text).toContain(sentence);
    expect(answer.ephemeral).toBe(true);
  });

  it("asks for a session in a form, and leaves it open with what is wrong", async () => {
    await rig.control("POST /command", { as: "U0TOM", channel: "C0HRPROD", text: "/closeout handover add" });
    const form = await waitFor(async () => (await windowOf(rig, "U0TOM")) ?? undefined, { what: "the form" });
    const answer = await rig.control("POST /submit", {
      as: "U0TOM",
      view_id: form.id,
      values: {
        "session.title": "Backups",
        "session.date": "2026-03-30",
        "session.materials": "https://wiki.example.com/",
        "session.attendees": ["U0MARIA", "U0TOM"],
      },
    });
    expect(answer).toMatchObject({ errors: { "session.title": "Say what the session is about." } });
    expect(rig.calls.findLast(({ name }) => name === "saveSession")?.input).toMatchObject({
      form: {
        title: "Backups",
        on: "2026-03-30",
        materials: "https://wiki.example.com/",
        attendees: ["U0MARIA", "U0TOM"],
        drawn: undefined,
      },
    });
  });

  it("asks what has changed in a form where no link is typed", async () => {
    await rig.control("POST /command", {
      as: "U0MARIA",
      channel: "C0HRPROD",
      text: "/closeout handover document U1",
    });
    const form = await waitFor(async () => (await windowOf(rig, "U0MARIA")) ?? undefined, {
      what: "the form",
    });
    await rig.control("POST /submit", {
      as: "U0MARIA",
      view_id: form.id,
      values: { "document.link": "https://wiki.example.com/", "document.words": "New target" },
    });
    expect(rig.calls.findLast(({ name }) => name === "describeDocument")?.input).toMatchObject({
      closeoutId: hrProd.id,
      itemId: "U1",
      link: "https://wiki.example.com/",
      words: "New target",
    });
  });
});
