import { describe, expect, it } from "vitest";
import { auditMessage } from "../../../blocks/slack/ledger/audit.ts";
import { ana, closeout, now } from "./fixtures.ts";
import { readable } from "./look.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };
const lines = [{ seq: 2, at: now, actor: ana, words: "Ana Ruiz reopened I1", hash: "5b1d90ac".repeat(8) }];

describe("a page of the ledger", () => {
  const asked = (words: string, found = lines) =>
    auditMessage(
      { closeout: closeout(), lines: found, total: found.length, page: 0, pages: 1, upTo: 2 },
      words,
      commands,
    );

  it.each([
    ["<@U0MARIA|maria>", "Ledger of HR_PROD for <@U0MARIA>: 1 entry"],
    ["<@U0MARIA>  reopened I1", "Ledger of HR_PROD for <@U0MARIA> “reopened I1”: 1 entry"],
    ["certificate", "Ledger of HR_PROD for “certificate”: 1 entry"],
    ["", "Ledger of HR_PROD: 1 entry"],
  ])("names the people who were asked for by their names: %j", (words, heading) => {
    expect(asked(words).text).toContain(heading);
    expect(readable(asked(words).blocks)).toContain(heading);
  });

  it("names them where there is nothing to show, too", () => {
    expect(asked("<@U0MARIA|maria>", []).text).toContain("holds no entry for <@U0MARIA>.");
  });

  it("lets nobody ring a channel through the words that were asked for", () => {
    expect(asked("<!channel> <@everyone|x>").text).not.toMatch(/<!channel>|<@everyone/);
  });
});
