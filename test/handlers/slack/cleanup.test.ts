import { afterEach, describe, expect, it } from "vitest";
import { operationRef } from "../../../blocks/slack/cleanup/actions-cleanup.ts";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { requestOf } from "../../blocks/slack/signoff-surfaces.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig } from "./rig.ts";
import { hrProd } from "./stub-use-cases.ts";

const channel = "C0HRPROD";
const operation = "7d5cf0f2-6f0e-4a53-9a43-4c8f6f4b0a01";
const request: SignoffRequest = { ...requestOf(), effect: { kind: "release_operation", operation } };

describe("“Release…” in a message from before releases were sign-offs", () => {
  let rig: Rig;
  afterEach(() => rig.close());
  const click = async (requests: readonly SignoffRequest[]) => {
    rig = await startRig({
      useCases: {
        listSignoffs: async () => ({ kind: "signoffs", closeout: hrProd, requests, mayRequest: true }),
      },
    });
    const text = { type: "plain_text", text: "Release…" };
    const value = operationRef.encode({ c: hrProd.id, o: operation });
    const elements = [{ type: "button", action_id: "operation.release", text, value }];
    const posted = await rig.slack("chat.postMessage", {
      channel,
      text: "May they be deleted?",
      blocks: [{ type: "actions", block_id: "b", elements }],
    });
    const ts = posted["ts"];
    await rig.control("POST /click", { as: "U0JONAS", channel, ts, action_id: "operation.release" });
    return await waitFor(async () =>
      (await messagesOf(rig, "U0JONAS")).findLast(({ ephemeral }) => ephemeral === true),
    );
  };

  it("names the sign-off in which that is decided, and shows it", async () => {
    const answer = await click([request]);
    expect(answer.text).toContain(`Sign-off ${request.number} asks about these checkpoints`);
    expect(JSON.stringify(answer["blocks"])).toContain('"signoff.show"');
    expect(rig.calls.map(({ name }) => name)).not.toContain("decideSignoff");
  });

  it("says what to do where no sign-off asks", async () => {
    const other = { ...request, effect: { kind: "release_operation", operation: "another" } } as const;
    expect((await click([other])).text).toContain("none asks for these. Nothing was changed.");
  });
});
