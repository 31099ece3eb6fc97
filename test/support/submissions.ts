import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { SeenView } from "../../sandbox/control-client.ts";
import { HttpSender } from "../../sandbox/slack/app-link/http-sender.ts";
import { InboundInput } from "../../sandbox/slack/app-link/inbound.ts";
import { SANDBOX_CREDENTIALS } from "../../sandbox/workspace-server.ts";

/** A form as somebody has filled it in. */
export type FilledForm = { readonly as: string; readonly view: SeenView };

const byTheBook = InboundInput.parse({});
const answerSchema = z.looseObject({ response_action: z.literal("update"), view: z.unknown() });

/**
 * Submits forms to several products at the same moment, which take turns; each is signed as Slack signs it, before the first is sent.
 * Answers with what stands in the place of each form. Throws for whatever else than that is answered.
 */
export async function submitTogether(
  ports: readonly number[],
  forms: readonly FilledForm[],
): Promise<readonly string[]> {
  const sender = new HttpSender(SANDBOX_CREDENTIALS.signingSecret);
  sender.urls = ports.map((port) => `http://127.0.0.1:${port}/slack/events`);
  const signed = forms.flatMap((form) => sender.sign(submissionOf(form), byTheBook) ?? []);
  try {
    const answers = await Promise.all(signed.map((one) => sender.send(one)));
    return answers.map(({ status, body, error }) => {
      if (status !== 200) throw new Error(`A form was answered with ${error ?? `HTTP ${status}`}`);
      return JSON.stringify(answerSchema.parse(JSON.parse(body)).view);
    });
  } finally {
    await sender.close();
  }
}

function submissionOf({ as, view }: FilledForm) {
  const team = { id: "T0NORTHWIND", domain: "northwind" };
  return {
    kind: "interactive" as const,
    payload: {
      type: "view_submission",
      user: { id: as, username: as, name: as, team_id: team.id },
      team,
      api_app_id: "A0CLOSEOUT",
      token: "sandbox",
      enterprise: null,
      is_enterprise_install: false,
      trigger_id: randomUUID(),
      view,
      response_urls: [],
    },
  };
}
