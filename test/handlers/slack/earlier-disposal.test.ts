import { afterEach, describe, expect, it } from "vitest";
import { deliveryMetadata } from "../../../blocks/slack/actions.ts";
import { earlierDisposalActions } from "../../../blocks/slack/archive/actions-archive.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig } from "./rig.ts";
import { hrProd } from "./stub-use-cases.ts";

const channel = "C0HRPROD";

describe("a button of a message from before disposals were sign-offs", () => {
  let rig: Rig;
  afterEach(() => rig.close());

  it.each([...earlierDisposalActions])(
    "%s says where that is decided, and the message is brought up to date",
    async (action_id) => {
      rig = await startRig();
      const value = JSON.stringify({ c: hrProd.id, at: "2033-03-04T09:00:00Z" });
      const text = { type: "plain_text", text: "Approve all 2" };
      const posted = await rig.slack("chat.postMessage", {
        channel,
        text: "Nothing is deleted unless you approve it.",
        blocks: [{ type: "actions", block_id: "b", elements: [{ type: "button", action_id, text, value }] }],
        metadata: { event_type: deliveryMetadata.eventType, event_payload: { delivery_id: "delivery-1" } },
      });
      await rig.control("POST /click", { as: "U0JONAS", channel, ts: posted["ts"], action_id });
      const answer = await waitFor(async () =>
        (await messagesOf(rig, "U0JONAS")).findLast(({ ephemeral }) => ephemeral === true),
      );
      expect(answer.text).toMatch(
        /decided in a sign-off by now, so nothing was changed.*`\/closeout signoff`/,
      );
      await waitFor(async () => rig.calls.some(({ name }) => name === "refreshMessage"));
    },
  );
});
