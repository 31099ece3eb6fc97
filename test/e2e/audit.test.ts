import { describe, expect, it } from "vitest";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { controlsOf } from "../support/controls.ts";
import { query } from "../support/query.ts";
import { ask, cast, hrProd, privateAnswer, privateAnswers } from "../support/scenario.ts";
import { shareScenario, startHrProd } from "../support/share-scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;

/** One ledger, read by those who may and by those who may not; each test goes on where the one before has ended. */
describe("the ledger", () => {
  const scenario = shareScenario({}, async (opened) => {
    await startHrProd(opened);
    for (const text of ["check I1", "uncheck I1", "note I1 seen <https://example.com/log>"]) {
      await ask(opened.control, cast.technical_lead, channel, `/closeout ${text}`);
    }
  });

  const audit = (words: string, as: string = cast.it_audit) =>
    ask(scenario.control, as, channel, `/closeout audit ${words}`.trim());

  it("is told privately, newest first, in words", async () => {
    const said = await audit("");
    expect(said).toMatch(/^Ledger of HR_PROD: \d+ entries, newest first\./);
    const places = ["added a note to I1", "reopened I1", "marked I1", "started the closeout"].map((words) =>
      said.indexOf(words),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const others = await privateAnswers(scenario.control, cast.business_sponsor, channel);
    expect(others.some(({ text }) => text.startsWith("Ledger"))).toBe(false);
  });

  it("is filtered by mention, item and kind", async () => {
    expect(await audit(`<@${cast.technical_lead}> reopened`)).toMatch(
      /: 1 entry, newest first\. #\d+ .* reopened I1/,
    );
    expect(await audit(`I1 <@${cast.owner}>`)).toContain("holds no entry");
    expect(await audit("complted")).toContain("Did you mean `/closeout audit completed`?");
  });

  it("is refused to who may not read it, with who may", async () => {
    for (const words of ["", "verify"]) {
      const said = await audit(words, cast.technical_lead);
      expect(said).toContain("only the owner (<@U0ANA>), the compliance officer (<@U0JONAS>) or IT audit");
      expect(said).toContain("Nothing was changed");
    }
    expect(await audit("", cast.guest)).toContain("you are a guest here");
  });

  it("turns its pages in place", async () => {
    for (let n = 0; n < 10; n += 1) {
      await ask(scenario.control, cast.technical_lead, channel, `/closeout note I2 note number ${n}`);
    }
    const before = (await privateAnswers(scenario.control, cast.owner, channel)).length;
    await scenario.control.command(cast.owner, channel, "/closeout audit I2");
    const first = await privateAnswer(scenario.control, cast.owner, channel, before);
    expect(first.text).toContain("10 entries, newest first. Page 1 of 2.");
    const next = controlsOf(first.blocks).find(({ action_id }) => action_id === "audit.page.next");
    const click = { as: cast.owner, channel, ts: first.ts, action_id: "audit.page.next" };
    await scenario.control.post("click", { ...click, value: next?.value });
    const second = await waitFor(
      async (): Promise<SeenMessage | undefined> =>
        (await privateAnswers(scenario.control, cast.owner, channel)).find(({ text }) =>
          text.includes("Page 2 of 2."),
        ),
      { what: "the second page" },
    );
    expect(second.text).toContain("note number 0");
    expect(second.text).not.toContain("note number 9");
  });

  it("is signed by the sweep and verified on demand", async () => {
    await waitFor(
      async () =>
        (await query(scenario.database.url, "select 1 from ledger_signature where why = 'daily'")).length > 0,
      { what: "the day's signature" },
    );
    const said = await audit("verify");
    expect(said).toMatch(
      /^The ledger of HR_PROD is whole: \d+ entries, each chained to the one before, and 1 signature that holds\. Head #\d+ [0-9a-f]{64}\.$/,
    );
  });

  it("names the entry that does not hold", async () => {
    const { url } = scenario.database;
    await query(url, "alter table ledger_entry disable trigger ledger_is_append_only");
    await query(url, `update ledger_entry set data = '{"item":"I9"}' where seq = 2`);
    await query(url, "alter table ledger_entry enable always trigger ledger_is_append_only");
    const said = await audit("verify", cast.compliance_officer);
    expect(said).toContain("does not hold: entry #2 does not say what it said when it was written");
    expect(said).toContain("tell whoever runs Closeout");
  });
});
