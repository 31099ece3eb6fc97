import { describe, expect, it } from "vitest";
import { helpTopics } from "../../../blocks/slack/actions.ts";
import {
  cannotStart,
  itemAlready,
  itemChanged,
  itemDoneByHand,
  itemsChanged,
  settingsChanged,
} from "../../../blocks/slack/outcomes.ts";
import { noCloseoutHere, noSuchItem, notPermitted, unknownCommand } from "../../../blocks/slack/refusals.ts";
import { commandTable, helpMessage, noSuchTopic } from "../../../blocks/slack/start/help.ts";
import { undeliveredMessage } from "../../../blocks/slack/start/undelivered.ts";
import { commandNames } from "../../../src/domain/command-line.ts";
import { ana, at, closeout, item, now } from "./fixtures.ts";
import { actionIdsOf, controls, readable } from "./look.ts";

const commands = { closeout: "/co", cleanup: "/cleanup", archival: "/archival" };

describe("refusals", () => {
  it("name who can, and that nothing was changed", () => {
    const who = [
      { as: "owner", user: "U0ANA" },
      { as: "technical_lead", user: "U0TOM" },
    ] as const;
    expect(notPermitted(closeout(), who, "skip").text).toBe(
      "In HR_PROD only the owner (<@U0ANA>) or the technical lead (<@U0TOM>) can skip an item. Nothing was changed; ask one of them if it has to be done.",
    );
  });

  it("name a person of several capacities once", () => {
    const who = [
      { as: "owner", user: "U0ANA" },
      { as: "technical_lead", user: "U0ANA" },
    ] as const;
    expect(notPermitted(closeout(), who, "skip").text).toBe(
      "In HR_PROD only the owner and technical lead (<@U0ANA>) can skip an item. Nothing was changed; ask them if it has to be done.",
    );
  });

  it("call IT audit by its name, without an article", () => {
    const who = [
      { as: "owner", user: "U0ANA" },
      { as: "it_audit", user: "U0LI" },
    ] as const;
    expect(notPermitted(closeout(), who, "audit").text).toContain(
      "only the owner (<@U0ANA>) or IT audit (<@U0LI>) can read the ledger",
    );
  });

  it("suggest what was meant", () => {
    expect(unknownCommand("chekc", "check", commands).text).toContain("Did you mean `/co check`?");
    expect(unknownCommand("xyzzy", undefined, commands).text).not.toContain("Did you mean");
    expect(noSuchItem(closeout(), "I9", "I3", commands).text).toContain(
      "HR_PROD has no item “I9”. Did you mean *I3*?",
    );
  });

  it("offer to start where there is no closeout", () => {
    expect(actionIdsOf(noCloseoutHere(commands).blocks)).toEqual(["start.open"]);
  });

  it("say why a closeout cannot start, and where the other one is", () => {
    expect(cannotStart({ kind: "migration_taken", by: closeout() }).text).toContain(
      "in <#C0HRPROD> as HR_PROD, owned by <@U0ANA>",
    );
    expect(
      cannotStart({ kind: "migration_not_ready", migration: { name: "CRM", status: "rolling_back" } }).text,
    ).toContain("CRM is rolling back");
  });
});

describe("confirmations", () => {
  it("say what an item is now", () => {
    expect(itemChanged(closeout(), item(), "complete").text).toContain("*I3* Distribute");
    expect(itemChanged(closeout(), item({ assignee: undefined }), "assign").text).toContain(
      "is now nobody's",
    );
    expect(itemChanged(closeout(), item({ snoozedUntil: at("2026-03-03T09:00") }), "snooze").text).toContain(
      "is snoozed until <!date^",
    );
  });

  it("say where a tick stands for evidence, and ask what stands in for that", () => {
    const { text, blocks } = itemDoneByHand(closeout(), item(), "certificate");
    expect(text).toContain("is done by hand");
    expect(text).toContain("It completes itself once every recipient has the certificate");
    expect(actionIdsOf(blocks)).toEqual(["item.note", "item.undo"]);
  });

  it("say who was first when there is nothing left to do", () => {
    const done = item({ state: { kind: "done", by: ana, at: now } });
    expect(itemAlready(closeout(), done, "complete").text).toContain("was done already, by <@U0ANA>");
  });

  it("say who has an item already, and when nobody has", () => {
    expect(itemAlready(closeout(), item({ assignee: "U0TOM" }), "assign").text).toContain(
      "is <@U0TOM>'s already. Nothing was changed.",
    );
    expect(itemAlready(closeout(), item({ assignee: undefined }), "assign").text).toContain(
      "is nobody's already. Nothing was changed.",
    );
  });

  it("name several items at once", () => {
    expect(itemsChanged(closeout(), [item(), item({ id: "I4" })], "complete").text).toBe(
      "*I3*, *I4* in HR_PROD are done. The card shows it.",
    );
  });

  it("read the settings back", () => {
    expect(settingsChanged(closeout(), []).text).toContain(
      "Digest at 09:00 on Mon, Tue, Wed, Thu, Fri (Europe/Berlin); quiet from 18:00 to 08:00; owner named after 1, sponsor told after 3 days overdue.",
    );
  });
});

describe("help", () => {
  it("lists every command there is, under the name that it has here", () => {
    const words = readable(helpMessage(commands).blocks);
    for (const name of commandNames) expect(words).toContain(name);
    expect(words).toContain("`/co check I1 I2`");
    expect(words).not.toContain("/closeout");
    const listed = commandTable.map(({ usage }) => usage.split(" ")[0]).filter((name) => name !== "");
    expect(commandNames).toEqual(expect.arrayContaining(listed));
  });

  it.each(helpTopics)("explains %s and leads on to every other topic", (topic) => {
    const message = helpMessage(commands, topic);
    expect(message.text.length).toBeGreaterThan(40);
    expect(controls(message.blocks)).toEqual([{ actionId: "help.topic", values: [...helpTopics] }]);
  });
});

it("help on something unknown says so, and on what there is help", () => {
  const message = noSuchTopic("nonsense", commands);
  expect(message.text).toContain("There is no help on “nonsense”. It is on start, items,");
  expect(controls(message.blocks)).toEqual([{ actionId: "help.topic", values: [...helpTopics] }]);
});

describe("a message that could not be delivered", () => {
  it.each([
    ["not_in_channel", "Closeout is not in that channel.", "/invite"],
    ["is_archived", "the channel is archived.", "Unarchive"],
    ["something_new", "Slack refused it for good.", "something_new"],
  ])("is explained to the owner: %s", (reason, why, next) => {
    const message = undeliveredMessage({
      kind: "undelivered",
      closeout: closeout(),
      what: "digest",
      where: { kind: "channel", channel: "C0HRPROD" },
      reason,
    });
    expect(message.text).toBe(`The reminders of HR_PROD could not be delivered to <#C0HRPROD>: ${why}`);
    expect(readable(message.blocks)).toContain(next);
  });
});
