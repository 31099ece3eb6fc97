import { z } from "zod";
import { SlackApiError } from "../../slack/api-error.ts";
import { acknowledged, type Delivery } from "../../slack/app-link/envelope.ts";
import { assertNever } from "../../slack/assert-never.ts";
import { clientErrors } from "../../slack/blocks/client-checks.ts";
import type { PlainValue } from "../../slack/blocks/values.ts";
import { type JsonObject, parseJson } from "../../slack/json.ts";
import type { Sandbox } from "../../slack/sandbox.ts";
import { formatTs } from "../../slack/timestamps.ts";
import { parseView } from "../../slack/view-input.ts";
import type { View } from "../../slack/view-store.ts";
import { ControlError } from "../control-error.ts";
import { actionEntry } from "./action.ts";
import { actor, seenView } from "./actor.ts";
import { type ControlName, fillControl, fillControls, findControl } from "./find-control.ts";
import { interactionHead } from "./payloads.ts";

type Values = Readonly<Record<string, PlainValue>>;

/** A person clicks or chooses in a modal or Home, `values` being what is typed elsewhere in it. */
export async function actInView(
  sandbox: Sandbox,
  act: { as: string; view_id: string; values?: Values | undefined } & ControlName,
): Promise<{ delivered: Delivery[]; view: JsonObject | null }> {
  const member = actor(sandbox, act.as);
  const view = seenView(sandbox, member, act.view_id);
  fillControls(view.state, view.content.blocks, act.values ?? {});
  const control = findControl(view.content.blocks, act);
  const value = fillControl(view.state, control, act.value);
  const asks = control.block.type !== "input" || control.block.dispatch_action === true;
  const delivered = !asks
    ? []
    : await sandbox.link.deliver({
        kind: "interactive",
        payload: {
          ...interactionHead(sandbox, "block_actions", member),
          container: { type: "view", view_id: view.id },
          trigger_id: sandbox.triggers.issue(member.id, view.id),
          view: sandbox.views.json(view),
          actions: [actionEntry(control, value, formatTs(sandbox.world.timestamps.next()))],
        },
      });
  const now = sandbox.views.find(view.id);
  return { delivered, view: now === undefined ? null : sandbox.views.json(now) };
}

/** What came of submitting a modal. */
export type Submission = {
  readonly delivered: Delivery[];
  readonly closed: boolean;
  readonly response_action?: string;
  readonly errors?: Readonly<Record<string, string>>;
  readonly view?: JsonObject | null;
};

/** A person fills a modal in and submits it. */
export async function submit(
  sandbox: Sandbox,
  act: { as: string; view_id: string; values: Values },
): Promise<Submission> {
  const member = actor(sandbox, act.as);
  const view = seenView(sandbox, member, act.view_id);
  if (view.content.type !== "modal")
    throw new ControlError(400, "not_a_modal", "Home has nothing to submit.");
  if (view.content.submit === undefined)
    throw new ControlError(400, "no_submit", "This modal has no submit button.");
  fillControls(view.state, view.content.blocks, act.values);
  const errors = clientErrors(view.content.blocks, view.state);
  if (Object.keys(errors).length > 0) return { delivered: [], closed: false, errors };
  const delivered = await sandbox.link.deliver({
    kind: "interactive",
    payload: {
      ...interactionHead(sandbox, "view_submission", member),
      trigger_id: sandbox.triggers.issue(member.id, view.id),
      view: sandbox.views.json(view),
      response_urls: [],
    },
  });
  const [answer] = delivered;
  if (answer === undefined || !acknowledged(answer))
    return { delivered, closed: false, view: top(sandbox, view) };
  return { delivered, ...respond(sandbox, view, answer.body) };
}

const Answer = z.discriminatedUnion("response_action", [
  z.looseObject({ response_action: z.literal("errors"), errors: z.record(z.string(), z.string()) }),
  z.looseObject({ response_action: z.enum(["update", "push"]), view: z.unknown() }),
  z.looseObject({ response_action: z.literal("clear") }),
]);

function respond(sandbox: Sandbox, view: View, body: string): Omit<Submission, "delivered"> {
  if (body.trim() === "" || body.trim() === "{}") {
    sandbox.views.close(view);
    return { closed: true, view: top(sandbox, view) };
  }
  const answer = Answer.safeParse(parseJson(body));
  if (!answer.success) throw badAnswer("is not a response action");
  const { data } = answer;
  const { response_action: action } = data;
  switch (data.response_action) {
    case "errors": {
      const blocks = new Set(view.content.blocks.map((block) => block.block_id));
      const stray = Object.keys(data.errors).find((blockId) => !blocks.has(blockId));
      if (stray !== undefined) throw badAnswer(`names the block "${stray}", which the modal does not have`);
      return { closed: false, response_action: action, errors: data.errors, view: top(sandbox, view) };
    }
    case "clear":
      sandbox.views.clear(view.user);
      return { closed: true, response_action: action, view: null };
    case "update":
    case "push": {
      const content = contentOf(data.view);
      if (action === "push") sandbox.views.push(view.user, content);
      else sandbox.views.update(view, content, undefined);
      return { closed: false, response_action: action, view: top(sandbox, view) };
    }
    default:
      return assertNever(data);
  }
}

function contentOf(raw: unknown) {
  try {
    return parseView(raw, "modal");
  } catch (error) {
    if (error instanceof SlackApiError) throw badAnswer(`has a bad view: ${JSON.stringify(error.details)}`);
    throw error;
  }
}

function badAnswer(why: string): ControlError {
  return new ControlError(422, "bad_answer", `What the app answered to the submission ${why}.`);
}

function top(sandbox: Sandbox, view: View): JsonObject | null {
  const topmost = sandbox.views.top(view.user);
  return topmost === undefined ? null : sandbox.views.json(topmost);
}

/** A person closes a modal without submitting; the app is told where the view asks for it. */
export async function closeView(
  sandbox: Sandbox,
  act: { as: string; view_id: string },
): Promise<{ delivered: Delivery[]; view: JsonObject | null }> {
  const member = actor(sandbox, act.as);
  const view = seenView(sandbox, member, act.view_id);
  if (view.content.type !== "modal") throw new ControlError(400, "not_a_modal", "Home cannot be closed.");
  const cleared = view.content.clear_on_close;
  const closed = cleared ? sandbox.views.clear(member.id) : sandbox.views.close(view);
  const told = closed.filter(({ content }) => content.type === "modal" && content.notify_on_close);
  const deliveries = told.map((one) =>
    sandbox.link.deliver({
      kind: "interactive",
      payload: {
        ...interactionHead(sandbox, "view_closed", member),
        view: sandbox.views.json(one),
        is_cleared: cleared,
      },
    }),
  );
  return { delivered: (await Promise.all(deliveries)).flat(), view: top(sandbox, view) };
}
