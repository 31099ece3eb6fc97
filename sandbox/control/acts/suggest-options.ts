import { z } from "zod";
import { acknowledged } from "../../slack/app-link/envelope.ts";
import { option, optionGroup } from "../../slack/blocks/composition.ts";
import type { Control, FormState } from "../../slack/blocks/form-state.ts";
import { type JsonObject, parseJson } from "../../slack/json.ts";
import { LIMITS } from "../../slack/limits.ts";
import type { Sandbox } from "../../slack/sandbox.ts";
import { ControlError } from "../control-error.ts";
import { actor, seenConversation, seenMessage, seenView } from "./actor.ts";
import { messagePlace, messageState } from "./click.ts";
import { findControl } from "./find-control.ts";
import { interactionHead } from "./payloads.ts";

const Options = z.union([
  z.object({ options: z.array(option).max(LIMITS.options) }),
  z.object({ option_groups: z.array(optionGroup).max(LIMITS.optionGroups) }),
]);

type Place = { readonly view_id: string } | { readonly channel: string; readonly ts: string };

/** A person types into an external menu, in a view or in a message, and the app suggests options. */
export async function suggestOptions(
  sandbox: Sandbox,
  act: { as: string; action_id: string; block_id?: string | undefined; query: string; place: Place },
): Promise<JsonObject> {
  const { control, state, where } = locate(sandbox, act);
  if (control.element.type !== "external_select" && control.element.type !== "multi_external_select") {
    throw new ControlError(400, "not_external", `"${act.action_id}" brings its own options.`);
  }
  const delivered = await sandbox.link.deliver({
    kind: "interactive",
    payload: {
      ...interactionHead(sandbox, "block_suggestion", actor(sandbox, act.as)),
      ...where,
      action_id: control.actionId,
      block_id: control.blockId,
      value: act.query,
    },
  });
  const [answer] = delivered;
  if (answer === undefined || !acknowledged(answer)) {
    throw new ControlError(502, "no_options", "The app did not answer with options.");
  }
  const parsed = Options.safeParse(parseJson(answer.body));
  if (!parsed.success) {
    throw new ControlError(
      422,
      "bad_answer",
      `What the app answered are not options: ${parsed.error.message}`,
    );
  }
  const { data } = parsed;
  const known = "options" in data ? data.options : data.option_groups.flatMap((group) => group.options);
  state.suggest(control, known);
  return {
    ...("options" in data ? { options: data.options } : { option_groups: data.option_groups }),
    delivered,
  };
}

function locate(
  sandbox: Sandbox,
  act: { as: string; action_id: string; block_id?: string | undefined; place: Place },
): { control: Control; state: FormState; where: JsonObject } {
  const member = actor(sandbox, act.as);
  if ("view_id" in act.place) {
    const view = seenView(sandbox, member, act.place.view_id);
    const where = { container: { type: "view", view_id: view.id }, view: sandbox.views.json(view) };
    return { control: findControl(view.content.blocks, act), state: view.state, where };
  }
  const conversation = seenConversation(sandbox, member, act.place.channel);
  const message = seenMessage(conversation, member, act.place.ts);
  return {
    control: findControl(message.blocks ?? [], act),
    state: messageState(message, member.id),
    where: messagePlace(sandbox, conversation, message),
  };
}
