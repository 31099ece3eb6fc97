import { afterEach, describe, expect, it } from "vitest";
import { query } from "../support/query.ts";
import { ask, cast, crm, hrProd, privateAnswer, privateAnswers } from "../support/scenario.ts";
import { shareScenario } from "../support/share-scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;

/** Each sentence is the whole of what the person reads. */
describe("what somebody reads who", () => {
  const scenario = shareScenario();
  afterEach(async () => {
    await scenario.control.post("inbound", {});
    await scenario.sensei.control.delete("faults");
  });

  const asks = (text: string, as: string = cast.owner, where: string = channel) =>
    ask(scenario.control, as, where, text);
  const count = async (statement: string) => (await query(scenario.database.url, statement))[0]?.["many"];
  const deeds = () => count("select count(*)::int as many from ledger_entry");

  it("mistypes a command", async () => {
    expect(await asks("/closeout statsu")).toMatchInlineSnapshot(
      `"Closeout does not know “statsu”. Did you mean \`/closeout status\`? Nothing was changed. \`/closeout help\` lists everything."`,
    );
    expect(await asks("/closeout xyzzy")).toMatchInlineSnapshot(
      `"Closeout does not know “xyzzy”. Nothing was changed. \`/closeout help\` lists everything."`,
    );
  });

  it("names items that do not exist, or nothing that could be one", async () => {
    expect(await asks("/closeout check I9")).toMatchInlineSnapshot(
      `"HR_PROD has no item “I9”. Did you mean *I1*? Nothing was changed. \`/closeout items\` lists them all."`,
    );
    expect(await asks("/closeout check Robert'); DROP TABLE item;--")).toMatchInlineSnapshot(`
      "HR_PROD has no item “Robert')”. Nothing was changed. \`/closeout items\` lists them all.
      HR_PROD has no item “DROP”. Nothing was changed. \`/closeout items\` lists them all.
      HR_PROD has no item “TABLE”. Nothing was changed. \`/closeout items\` lists them all.
      HR_PROD has no item “item”. Nothing was changed. \`/closeout items\` lists them all.
      HR_PROD has no item “--”. Nothing was changed. \`/closeout items\` lists them all."
    `);
    expect(
      await asks(`/closeout check ${Array.from({ length: 40 }, (_, at) => `I${at}`).join(" ")}`),
    ).toMatchInlineSnapshot(`"That is more than 20 items at once. Nothing was changed; please name fewer."`);
  });

  it("names no item at all: they are shown the list", async () => {
    await scenario.control.command(cast.owner, channel, "/closeout check");
    const view = await waitFor(() => scenario.control.view(cast.owner), { what: "the list" });
    expect(view.title.text).toMatchInlineSnapshot(`"Items"`);
    await scenario.control.post("close-view", { as: cast.owner, view_id: view.id });
  });

  it("writes ten thousand characters", async () => {
    expect(await asks(`/closeout note I1 ${"wort ".repeat(2_000)}`)).toMatchInlineSnapshot(
      `"I1: The note is longer than 3000 characters. Shorten it, or attach a link to the full text. Nothing was changed."`,
    );
    expect(await asks(`/closeout skip I1 ${"x".repeat(10_000)}`)).toMatchInlineSnapshot(
      `"I1: The reason is longer than 2000 characters. Shorten it, and attach the rest as a note. Nothing was changed."`,
    );
    expect(await asks(`/closeout ${"x".repeat(10_000)}`)).toMatchInlineSnapshot(
      `"Closeout does not know “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”. Nothing was changed. \`/closeout help\` lists everything."`,
    );
    expect(await asks(`/closeout due I1 ${"9".repeat(10_000)}`)).toMatchInlineSnapshot(
      `"I1: I do not understand “999999999999999999999999999999999999999…” as a moment. Write for example 2026-03-09, 2026-03-09 14:00, tomorrow, friday 9am or in 3 days. Nothing was changed."`,
    );
  });

  it("writes from right to left, in emoji, or to the whole channel: kept as written, and nobody is called", async () => {
    const words = "شكرا \u202Eabc 👩‍👩‍👧‍👦 <!channel> & *bold*";
    expect(await asks(`/closeout note I2 ${words}`)).toMatchInlineSnapshot(
      `"*I2* Verify monitoring shows healthy metrics in HR_PROD has your note."`,
    );
    const [kept] = await query(scenario.database.url, "select text from item_note order by at desc limit 1");
    expect(kept).toEqual({ text: words });
    const before = (await privateAnswers(scenario.control, cast.owner, channel)).length;
    await scenario.control.command(cast.owner, channel, "/closeout show I2");
    const shown = await privateAnswer(scenario.control, cast.owner, channel, before);
    expect(JSON.stringify(shown.blocks)).toContain("&lt;!channel&gt;");
    expect(JSON.stringify(shown.blocks)).not.toContain("<!channel>");
  });

  it("sends a wrong signature, an old or a future one, or the same request again: nothing at all, and nothing is done", async () => {
    const before = await deeds();
    const sent = async (inbound: Record<string, unknown>) => {
      await scenario.control.post("inbound", inbound);
      const { delivered } = await scenario.control.command(cast.owner, channel, "/closeout check I4");
      return JSON.stringify(delivered).match(/"status":(\d+)/g);
    };
    expect(await sent({ bad_signature: true })).toEqual(['"status":401']);
    expect(await sent({ timestamp_offset_s: -600 })).toEqual(['"status":401']);
    expect(await sent({ timestamp_offset_s: 2_592_000 })).toEqual(['"status":401']);
    expect(await deeds()).toBe(before);
    expect(await sent({ replay: true })).toEqual(['"status":200', '"status":409']);
    await waitFor(async () => (await deeds()) === Number(before) + 1, { what: "the one that counts" });
  });

  it("is a guest, or belongs to another workspace", async () => {
    const before = await deeds();
    expect(await asks("/closeout check I3", cast.guest)).toMatchInlineSnapshot(
      `"Closeout only takes orders from full members of this workspace, and you are a guest here. Nothing was changed. Ask a member of the team to do it."`,
    );
    expect(await asks("/closeout check I3", cast.stranger)).toMatchInlineSnapshot(
      `"Closeout only takes orders from members of the workspace that it is installed in, and you belong to another one. Nothing was changed. Ask a member of the team to do it."`,
    );
    expect(await deeds()).toBe(before);
  });

  it("may not do what they ask", async () => {
    expect(await asks("/closeout skip I3 we do not need it", cast.it_audit)).toMatchInlineSnapshot(
      `"In HR_PROD only the owner (<@U0ANA>) or the technical lead (<@U0TOM>) can skip an item. Nothing was changed; ask one of them if it has to be done."`,
    );
  });

  it("asks for a migration that does not exist, or is not done, or is closed out already", async () => {
    expect(await asks("/closeout start mig_atlantis", cast.owner, crm.channel)).toMatchInlineSnapshot(
      `"Sensei knows no migration “mig_atlantis”. Nothing was started. Leave the id out, and you can search for it."`,
    );
    expect(await asks("/closeout start mig_billing_us_2026", cast.owner, crm.channel)).toMatchInlineSnapshot(
      `"The migration Billing (US) to PostgreSQL is running. A closeout starts once it is completed or certified; nothing was started."`,
    );
    expect(await asks(`/closeout start ${hrProd.migration}`, cast.owner, crm.channel)).toMatchInlineSnapshot(
      `"That migration is already being closed out in <#C0HRPROD> as HR_PROD, owned by <@U0ANA>. Nothing was started."`,
    );
    expect(await asks(`/closeout start ${crm.migration}`)).toMatchInlineSnapshot(
      `"This channel already holds the open closeout HR_PROD. Start another one in a channel of its own."`,
    );
  });

  it("asks while Sensei is down", async () => {
    const withoutTime = (words: string) => words.replace(/in less than a second|over \d+ s/, "for a while");
    await scenario.sensei.control.post("faults", { kind: "drop", times: 20 });
    expect(
      withoutTime(await asks(`/closeout start ${crm.migration}`, cast.owner, crm.channel)),
    ).toMatchInlineSnapshot(
      `"Sensei is not answering (I tried 3 times for a while; the connection was cut). Nothing was changed; please try again in a few minutes."`,
    );
    await scenario.sensei.control.delete("faults");
    await scenario.sensei.control.post("faults", { kind: "503_html", times: 20 });
    expect(
      withoutTime(await asks(`/closeout start ${crm.migration}`, cast.owner, crm.channel)),
    ).toMatchInlineSnapshot(
      `"Sensei is not answering (I tried 3 times for a while; the last answer was an error 503). Nothing was changed; please try again in a few minutes."`,
    );
  });

  it("asks in a channel without a closeout, or where Closeout is not", async () => {
    expect(await asks("/closeout check I1", cast.owner, crm.channel)).toMatchInlineSnapshot(
      `"There is no open closeout in this channel. Start one with \`/closeout start\`, or go to the channel of your migration."`,
    );
    expect(await asks("/closeout start", cast.owner, "C0RANDOM")).toMatchInlineSnapshot(
      `"I am not in this channel yet, so I could not post anything here. Type \`/invite\` <@U0CLOSEOUT>, then \`/closeout start\` again."`,
    );
  });
});
