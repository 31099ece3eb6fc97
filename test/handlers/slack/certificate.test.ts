import { Temporal } from "temporal-polyfill";
import { afterEach, describe, expect, it } from "vitest";
import { closeoutRef, deliveryMetadata } from "../../../blocks/slack/actions.ts";
import {
  migrationRef,
  recipientOption,
  recipientRef,
  recordRef,
} from "../../../blocks/slack/certificate/certificate-refs.ts";
import { replyFromSensei } from "../../../handlers/slack/ask-sensei.ts";
import type { Recipient } from "../../../src/domain/certificate/distribution.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { distributionWith, recipientWith } from "../../blocks/slack/certificate-surfaces.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig, windowOf, wordsOf } from "./rig.ts";
import { hrProd } from "./stub-use-cases.ts";

const channel = "C0HRPROD";
const eva: Recipient = recipientWith("for project close");
const received = { kind: "received", closeout: hrProd } as const;

describe("the certificate in Slack", () => {
  let rig: Rig;
  afterEach(() => rig.close());
  const start = async (useCases: Partial<UseCases> = {}) => {
    rig = await startRig({ useCases });
  };
  const called = (name: string) => rig.calls.filter((call) => call.name === name).map(({ input }) => input);
  const answer = (as = "U0ANA") =>
    waitFor(async () => (await messagesOf(rig, as)).findLast(({ ephemeral }) => ephemeral === true));
  const command = (text: string) => rig.control("POST /command", { as: "U0ANA", channel, text });

  async function click(element: Record<string, unknown>, more: Record<string, unknown> = {}, as = "U0ANA") {
    const posted = await rig.slack("chat.postMessage", {
      channel,
      text: "A certificate",
      blocks: [{ type: "actions", block_id: "b", elements: [element] }],
      metadata: { event_type: deliveryMetadata.eventType, event_payload: { delivery_id: "delivery-1" } },
    });
    await rig.control("POST /click", {
      as,
      channel,
      ts: posted["ts"],
      action_id: element["action_id"],
      ...more,
    });
  }

  const button = (action_id: string, value: string) => ({
    type: "button",
    action_id,
    text: { type: "plain_text", text: "Button" },
    value,
  });

  it.each([
    ["/closeout certificate", "showCertificate", { refetch: false }],
    ["/closeout cert fetch", "showCertificate", { refetch: true }],
    ["/closeout certificate send", "sendCertificate", { despite: undefined }],
  ] as const)("%s asks for it and answers privately", async (text, name, input) => {
    await start();
    await command(text);
    const { text: words } = await answer();
    expect(called(name)).toMatchObject([{ closeoutId: hrProd.id, member: { user: "U0ANA" }, ...input }]);
    expect(words).toMatch(/Sensei sleeps\. The certificate of .* was not fetched|names nobody who gets/);
  });

  it.each([
    ["certificate.fetch", closeoutRef.encode({ c: hrProd.id }), "showCertificate", { refetch: true }],
    ["certificate.send", closeoutRef.encode({ c: hrProd.id }), "sendCertificate", { closeoutId: hrProd.id }],
    [
      "certificate.send_despite",
      recordRef.encode({ c: hrProd.id, r: "r1" }),
      "sendCertificate",
      { despite: "r1" },
    ],
    [
      "certificate.again",
      recipientRef.encode({ r: "p1" }),
      "changeRecipient",
      { recipientId: "p1", act: { kind: "again" } },
    ],
    ["certificate.received", recipientRef.encode({ r: "p1" }), "receiveCertificate", { recipientId: "p1" }],
  ] as const)("the button %s does what it says, and is answered", async (id, value, name, input) => {
    await start();
    await click(button(id, value));
    await answer();
    expect(called(name)).toMatchObject([input]);
  });

  it("a receipt needs no words, for the message itself says so", async () => {
    await start({
      receiveCertificate: async () => ({
        ...received,
        distribution: distributionWith("BEC-1", { kind: "missing" }, [eva]),
      }),
    });
    await click(button("certificate.received", recipientRef.encode({ r: "p1" })));
    expect(await rig.app.drain(5_000)).toBe(0);
    expect((await messagesOf(rig, "U0ANA")).filter(({ ephemeral }) => ephemeral)).toEqual([]);
  });

  const at = Temporal.Instant.from("2026-03-02T09:00:00Z");
  it.each([
    [{ kind: "already", closeout: hrProd, at }, "You confirmed that already"],
    [{ kind: "not_yours", closeout: hrProd, recipient: eva }, "was sent to <@U0EVA>, and only they can say"],
    [
      { kind: "outdated", closeout: hrProd, sent: true },
      "It was sent to you, too: please confirm that message.",
    ],
    [{ kind: "outdated", closeout: hrProd, sent: false }, "You get it as soon as it is sent."],
    [{ kind: "replaced", closeout: hrProd, by: "U0MARIA" }, "<@U0MARIA> gets the certificate instead of you"],
    [{ kind: "unknown" }, "I do not find what this button is about any more"],
    [{ kind: "closed" }, "is closed"],
  ] as const)(
    "a click that changes nothing (%j) gets its sentence, and the message is brought up to date",
    async (outcome, words) => {
      await start({ receiveCertificate: async () => outcome });
      await click(button("certificate.received", recipientRef.encode({ r: "p1" })));
      expect((await answer()).text).toContain(words);
      await waitFor(() => called("refreshMessage").length > 0);
      expect(called("refreshMessage")).toEqual([{ deliveryId: "delivery-1" }]);
    },
  );

  it.each([
    ["has_received", "has confirmed it"],
    ["on_its_way", "is still on its way. Nothing was sent a second time"],
    ["left", "is no member of this workspace any more. Nothing was sent."],
  ] as const)("sending again to somebody who %s is answered", async (kind, words) => {
    await start({ changeRecipient: async () => ({ kind, closeout: hrProd, recipient: eva }) });
    await click(button("certificate.again", recipientRef.encode({ r: "p1" })));
    expect((await answer()).text).toContain(words);
  });

  it("the menu beside a recipient opens the form for another one, whose problems stand on its fields", async () => {
    await start({
      changeRecipient: async () => ({ kind: "invalid", field: "user", message: "Name a full member." }),
    });
    const value = recipientOption.encode({ r: "p1", a: "replace" });
    const option = { text: { type: "plain_text", text: "Another" }, value };
    const again = {
      text: { type: "plain_text", text: "Again" },
      value: recipientOption.encode({ r: "p1", a: "again" }),
    };
    await click(
      { type: "overflow", action_id: "certificate.recipient", options: [option, again] },
      { value },
    );
    const view = await waitFor(() => windowOf(rig, "U0ANA"));
    expect(view.callback_id).toBe("certificate.recipient");
    const values = {
      "certificate_recipient.user": "U0GUS",
      "certificate_recipient.reason": "Eva is on leave",
    };
    const refused = await rig.control("POST /submit", { as: "U0ANA", view_id: view.id, values });
    expect(wordsOf(refused["errors"])).toContain("Name a full member.");
    expect(called("changeRecipient")).toMatchObject([
      { recipientId: "p1", act: { kind: "replace", user: "U0GUS", reason: "Eva is on leave" } },
    ]);
  });

  it("the offer to start opens the form of that migration", async () => {
    await start();
    await click(button("start.offer", migrationRef.encode({ m: "mig_1" })));
    await waitFor(() => windowOf(rig, "U0ANA"));
    expect(called("prepareStart")).toMatchObject([{ migrationId: "mig_1", channel }]);
  });

  it("an unknown word gets the nearest one", async () => {
    await start();
    await command("/closeout certificate sned");
    expect((await answer()).text).toBe(
      "I do not know “sned” here. Did you mean `/closeout certificate send`? Nothing was changed. `/closeout certificate` shows it; `fetch`, `send`, `send again @somebody` and `replace @somebody` do something.",
    );
  });
});

describe("a slow Sensei", () => {
  it("is spoken of while somebody waits, and the answer follows", async () => {
    const said: string[] = [];
    const asked = { reply: async ({ text }: { readonly text: string }) => void said.push(text) };
    const late = Promise.withResolvers<{ text: string; blocks: [] }>();
    const replying = replyFromSensei(asked, late.promise, 1);
    await waitFor(() => said.length === 1);
    late.resolve({ text: "Here it is.", blocks: [] });
    await replying;
    expect(said).toEqual([expect.stringContaining("I am asking Sensei"), "Here it is."]);
  });

  it("that is quick enough is not", async () => {
    const said: string[] = [];
    const asked = { reply: async ({ text }: { readonly text: string }) => void said.push(text) };
    await replyFromSensei(asked, Promise.resolve({ text: "Here it is.", blocks: [] }), 5_000);
    expect(said).toEqual(["Here it is."]);
  });
});
