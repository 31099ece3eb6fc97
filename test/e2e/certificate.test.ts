import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { openForm } from "../support/open-form.ts";
import { allDone, discrepancies } from "../support/outbox.ts";
import type { Product } from "../support/product.ts";
import { ask, cast, clockOf, crm, hrProd, startCloseout } from "../support/scenario.ts";
import { shareScenario } from "../support/share-scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;
const secret = "a-secret-of-sensei-and-us";
const general = "C0GENERAL";

/** One certificate on its way, with everything that can be wrong with it before; each test goes on where the one before ended. */
describe("the certificate", () => {
  let product: Product;
  const scenario = shareScenario({}, async (opened) => {
    const { id, raw } = opened.sensei.certificateKey;
    product = await opened.start({
      env: {
        SENSEI_CERTIFICATE_KEYS: `${id}=${raw}`,
        SENSEI_WEBHOOK_SECRET: secret,
        CLOSEOUT_ANNOUNCE_CHANNEL: general,
      },
    });
    await startCloseout(opened.control, hrProd);
  });
  afterEach(async () => {
    await scenario.sensei.control.delete("faults");
    await scenario.control.delete("faults");
  });

  const asks = (words: string, as: string = cast.owner) =>
    ask(scenario.control, as, channel, `/closeout certificate ${words}`.trim());
  const variant = (name: string) =>
    scenario.sensei.control.post("certificates", { migration_id: hrProd.migration, variant: name });
  const done = () => allDone(scenario.database.url, () => clockOf(scenario.control));
  const direct = (as: string) => scenario.control.messages(as, "U0CLOSEOUT");
  const directWith = (as: string, words: RegExp) =>
    waitFor(async () => (await direct(as)).findLast(({ text }) => words.test(text)), {
      what: `a message to ${as} that says ${words}`,
    });
  const webhook = (type: string, more: object = {}) =>
    scenario.sensei.control.post("webhooks", {
      type,
      migration_id: hrProd.migration,
      url: `http://127.0.0.1:${product.port}/webhooks/sensei`,
      secret,
      ...more,
    });
  const click = (message: SeenMessage, as: string, action_id: string, more: object = {}) =>
    scenario.control.post("click", {
      as,
      channel: message.channel,
      ts: message.ts,
      action_id,
      ...more,
    });

  it.each([
    ["503", "Sensei is not answering (I tried"],
    ["500", "Sensei is not answering (I tried"],
    ["503_html", "Sensei is not answering (I tried"],
    ["drop", "Sensei is not answering (I tried"],
    ["malformed", "Sensei's answer arrived damaged"],
    ["200_html", "does not speak like Sensei"],
    ["redirect", "sent us on to"],
  ])(
    "is not fetched while Sensei fails with %s: the sentence says so, and what did not happen",
    async (kind, sentence) => {
      await scenario.sensei.control.post("faults", {
        kind,
        path: "/validations",
        times: 20,
      });
      const words = await asks("");
      expect(words).toContain(sentence);
      expect(words).toMatch(
        /The certificate of HR_PROD was not fetched, and nothing was sent\. Try again in a minute\.$/,
      );
    },
  );

  it("whose bytes were changed is invalid: said with the reason, not sent, and owner and compliance officer are alerted", async () => {
    await variant("tampered");
    const words = await asks("");
    expect(words).toMatch(
      /Invalid: do not rely on this certificate, and do not pass it on\. The signature does not hold/,
    );
    expect(await asks("send")).toMatch(
      /is invalid, so nothing was sent to anybody\. The signature does not hold/,
    );
    for (const as of [cast.owner, cast.compliance_officer]) {
      expect((await directWith(as, /is invalid\./)).text).toContain(
        "It is not sent to anybody, and what rests on it stops.",
      );
    }
    expect(await direct(cast.business_sponsor)).toEqual([]);
  });

  it.each([
    ["wrong_signature", /Invalid: .*The signature does not hold/],
    ["expired", /Invalid: .*It expired on 2 Mar 2025, 01:30 \(UTC\)\./],
    ["foreign_migration", /Invalid: .*It belongs to another migration/],
    ["other_pdf", /Invalid: .*Its PDF is that of another certificate/],
    ["not_a_pdf", /Invalid: .*is not a PDF/],
    ["unsigned", /Unverifiable: .*It is not signed/],
    ["unknown_scheme", /Unverifiable: .*hash/],
    ["unknown_key", /Unverifiable: .*which is not configured/],
    ["missing", /has no certificate yet.*Nothing was sent/],
  ])("that is %s is told apart in words", async (name, words) => {
    await variant(name);
    expect(await asks("fetch")).toMatch(words);
  });

  it("that nobody can verify goes out only after a question", async () => {
    await variant("unsigned");
    await asks("fetch");
    expect(await asks("send")).toMatch(
      /It is not signed\. Nothing was sent\. You can have this put right first, or send it all the same/,
    );
  });

  it("may be looked at by everybody with a role, and sent by owner and technical lead only", async () => {
    await variant("valid");
    expect(await asks("fetch", cast.technical_lead)).toMatch(
      /^Certificate BEC-2026-0215-00847 of HR_PROD\. Verified/,
    );
    expect(await asks("", cast.it_audit)).toMatch(/It has not been sent to its recipients\.$/);
    expect(await asks("send", cast.it_audit)).toBe(
      "In HR_PROD only the owner (<@U0ANA>) or the technical lead (<@U0TOM>) can fetch and distribute the certificate. Nothing was changed; ask one of them if it has to be done.",
    );
    expect(await asks("sned")).toContain("Did you mean `/closeout certificate send`?");
  });

  it("is sent once by two people at the same moment, although Slack loses answers", async () => {
    const { control } = scenario;
    await control.post("faults", { method: "files.completeUploadExternal", kind: "500_after", times: 1 });
    await control.post("faults", { method: "files.getUploadURLExternal", kind: "drop_before", times: 1 });
    await control.post("faults", { method: "chat.postMessage", kind: "drop_after", times: 1 });
    const answers = await Promise.all([asks("send"), asks("send", cast.technical_lead)]);
    expect(answers.join("\n")).toMatch(/each directly\. The message in the channel shows how far it is\./);
    expect(answers.join("\n")).toMatch(/was sent by <@U0(?:ANA|TOM)>.*Nothing was sent a second time\./);
    await progress(/4 of 4 delivered, 0 of 4 confirmed/);
    await done();
    for (const [as, reason] of [
      [cast.technical_lead, "technical lead, for records"],
      [cast.compliance_officer, "compliance officer, for audit file"],
      [cast.business_sponsor, "business sponsor, for project close"],
      [cast.it_audit, "IT audit, for compliance evidence"],
    ] as const) {
      const got = (await direct(as)).filter(
        ({ text, files }) => files !== undefined || text.includes("for you as"),
      );
      expect(got).toHaveLength(2);
      expect(got[0]?.text).toContain(`for you as ${reason}.`);
      expect(got[1]?.files?.[0]?.name).toBe("BEC-2026-0215-00847.pdf");
      const pdf = Buffer.from(await (await fetch(got[1]?.files?.[0]?.url ?? "")).arrayBuffer());
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    }
    const pictures = (await control.messages(cast.owner, channel)).filter(({ files }) => files !== undefined);
    expect(pictures.map(({ files }) => files?.[0])).toMatchObject([
      { name: "BEC-2026-0215-00847.png", alt_txt: expect.stringContaining("Overall confidence: 0.997.") },
    ]);
    expect(await discrepancies(scenario.database.url, control)).toEqual([]);
  });

  it("has completed its item", async () => {
    const card = await waitFor(async () => {
      const pinned = (await scenario.control.messages(cast.owner, channel)).find((message) => message.pinned);
      return JSON.stringify(pinned?.blocks).includes("1 of 4") && pinned;
    });
    expect(JSON.stringify(card.blocks)).not.toContain("*I3*");
  });

  it("is confirmed by a button: the message and the channel's progress change in place", async () => {
    const copy = await directWith(cast.business_sponsor, /for you as business sponsor/);
    await click(copy, cast.business_sponsor, "certificate.received");
    await progress(/4 of 4 delivered, 1 of 4 confirmed/);
    const after = await waitFor(async () => {
      const now = (await direct(cast.business_sponsor)).find(({ ts }) => ts === copy.ts);
      return now?.text.includes("You confirmed") && now;
    });
    expect(JSON.stringify(after.blocks)).not.toContain("certificate.received");
  });

  it("reminds those who have not confirmed, once a day is over", async () => {
    await scenario.control.post("clock", { advance: "P1D" });
    const reminder = await directWith(cast.it_audit, /^Have you received Certificate BEC/);
    await click(reminder, cast.it_audit, "certificate.received");
    await waitFor(async () =>
      (await direct(cast.it_audit)).find(
        ({ ts, text }) => ts === reminder.ts && text.includes("You confirmed"),
      ),
    );
    await done();
    const sponsor = (await direct(cast.business_sponsor)).filter(({ text }) =>
      text.startsWith("Have you received"),
    );
    expect(sponsor).toEqual([]);
  });

  it("goes to somebody else when the owner names them, with a reason", async () => {
    const message = await progress(/2 of 4 confirmed/);
    await click(message, cast.owner, "certificate.recipient", optionOf(message, "replace"));
    const view = await openForm(scenario.control, cast.owner);
    const submit = (user: string) =>
      scenario.control.post("submit", {
        as: cast.owner,
        view_id: view.id,
        values: {
          "certificate_recipient.user": user,
          "certificate_recipient.reason": "Tom is on leave until May",
        },
      });
    expect(JSON.stringify(await submit(cast.guest))).toContain("Name a full member of this workspace");
    expect(JSON.stringify(await submit(cast.operations_lead))).toContain("gets the certificate instead of");
    await scenario.control.post("close-view", { as: cast.owner, view_id: view.id });
    expect((await directWith(cast.operations_lead, /for you as technical lead/)).text).toContain("Verified");
    await done();
  });

  it("is refreshed and offered when Sensei says that there is a newer one; four copies of the event are one", async () => {
    await scenario.sensei.control.post("certificates", {
      migration_id: hrProd.migration,
      variant: "valid",
      shape: 1,
    });
    const sent = await webhook("certificate.generated", { duplicates: 3 });
    expect(statusesOf(sent)).toEqual([200, 200, 200, 200]);
    const offer = await directWith(cast.owner, /has come from Sensei/);
    const old = await directWith(cast.compliance_officer, /no longer counts/);
    expect(old.text).toContain("A newer certificate has come since");
    await click(offer, cast.owner, "certificate.send");
    await progress(/^Certificate [^:]*: 4 of 4 delivered, 0 of 4 confirmed/);
    await done();
    expect(
      (await direct(cast.owner)).filter(({ text }) => /on its way to its recipients/.test(text)),
    ).toHaveLength(1);
  });

  it("is warned of in the channel when a validation fails", async () => {
    await webhook("validation.failed", { data: { validation_id: "val_77" } });
    const warning = await waitFor(async () =>
      (await scenario.control.messages(cast.owner, channel)).find(({ text }) => text.includes("val_77")),
    );
    expect(warning.text).toContain("has failed, Sensei says");
    expect(warning.text).toContain("<@U0ANA> and <@U0TOM>: look at it in Sensei");
  });

  it("events that are not Sensei's are turned away, and nothing comes of them", async () => {
    for (const tamper of ["body", "secret", "unsigned"]) {
      const sent = await webhook("migration.completed", { migration_id: crm.migration, tamper, attempts: 1 });
      expect(statusesOf(sent)).toEqual([401]);
    }
    expect(await scenario.control.messages(cast.owner, general)).toEqual([]);
    const body = "[]";
    const signature = createHmac("sha256", secret).update(body).digest("hex");
    const answer = await fetch(`http://127.0.0.1:${product.port}/webhooks/sensei`, {
      method: "POST",
      body,
      headers: { "x-sensei-signature": `sha256=${signature}` },
    });
    expect(answer.status).toBe(400);
  });

  it("a finished migration is offered once in the channel for that, and its button opens the form with it", async () => {
    const { control } = scenario;
    await Promise.all([
      webhook("migration.completed", { migration_id: crm.migration, duplicates: 3 }),
      webhook("validation.completed", { migration_id: crm.migration }),
    ]);
    const offer = await waitFor(async () => (await control.messages(cast.owner, general)).at(0));
    expect(offer.text).toContain("Nobody closes it out yet.");
    await click(offer, cast.technical_lead, "start.offer");
    const view = await openForm(control, cast.technical_lead);
    expect(view.callback_id).toBe("closeout.start");
    expect(JSON.stringify(view.blocks)).toContain(crm.migration);
    await control.post("close-view", { as: cast.technical_lead, view_id: view.id });
    await startCloseout(control, crm);
    await waitFor(async () =>
      (await control.messages(cast.owner, general)).at(0)?.text.includes("is being closed out in <#C0CRM>"),
    );
    await done();
    expect(await control.messages(cast.owner, general)).toHaveLength(1);
  });

  it("is not fetched while our limit at Sensei is used up, and what is known from before is shown", async () => {
    await scenario.sensei.control.post("faults", { kind: "429", times: 20, retry_after: 60 });
    expect(await asks("fetch")).toMatch(
      /^Our limit of requests to Sensei is used up; try again in .* The certificate of HR_PROD was not fetched, and nothing was sent\. This is the one from before: Certificate BEC/,
    );
  });

  /** The newest message about the distribution in the channel, once it says so. */
  function progress(words: RegExp): Promise<SeenMessage> {
    return waitFor(
      async () =>
        (await scenario.control.messages(cast.owner, channel))
          .filter(({ ephemeral }) => ephemeral !== true)
          .findLast(({ text }) => words.test(text)),
      { what: `a progress that says ${words}` },
    );
  }
});

const deliveriesSchema = z.object({ deliveries: z.array(z.object({ status: z.number() })) });

function statusesOf(answer: unknown): readonly number[] {
  return deliveriesSchema.parse(answer).deliveries.map(({ status }) => status);
}

/** What a click on the first recipient's choice has to name. */
function optionOf(
  { blocks = [] }: SeenMessage,
  act: string,
): { readonly block_id: string; readonly value: string } {
  for (const block of blocks) {
    const parsed = menuSchema.safeParse(block);
    const option = parsed.data?.accessory.options.find(({ value }) => value.includes(`"a":"${act}"`));
    if (option !== undefined) return { block_id: block.block_id, value: option.value };
  }
  throw new Error(`There is no choice to ${act}.`);
}

const menuSchema = z.looseObject({
  accessory: z.looseObject({ options: z.array(z.looseObject({ value: z.string() })) }),
});
