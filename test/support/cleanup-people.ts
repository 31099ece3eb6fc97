import { z } from "zod";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { openForm } from "./open-form.ts";
import { ask, cast, hrProd, type Scenario } from "./scenario.ts";
import { waitFor } from "./wait-for.ts";

const { channel } = hrProd;

export const operationRecords = z.object({
  operations: z.array(
    z.looseObject({ migration_id: z.string(), operation: z.string(), outcome: z.string() }),
  ),
});

/** The people of a closeout and what they see of its cleanup. */
export function cleanupPeople(scenario: () => Scenario) {
  const control = () => scenario().control;
  const inChannel = async () =>
    (await control().messages(cast.owner, channel)).filter(({ ephemeral }) => ephemeral !== true);
  /** The channel's newest message that says this. */
  const says = async (words: RegExp, after = "") => {
    let seen: readonly string[] = [];
    try {
      return await waitFor(async () => {
        const messages = (await inChannel()).filter(({ ts }) => ts > after);
        seen = messages.map(({ text }) => text);
        return messages.findLast(({ text }) => words.test(text));
      });
    } catch (cause) {
      throw new Error(`Nothing says ${words}; the channel says ${seen.join("\n")}`, { cause });
    }
  };
  const click = (
    as: string,
    message: SeenMessage,
    actionId: string,
    value: string,
    where: string = channel,
  ) => control().post("click", { as, channel: where, ts: message.ts, action_id: actionId, value });
  const submit = async (as: string, values: Record<string, string>) => {
    const view = await openForm(control(), as);
    const answer = await control().post("submit", { as, view_id: view.id, values });
    const open = await control().view(as);
    if (open !== undefined) await control().post("close-view", { as, view_id: open.id });
    return JSON.stringify(answer);
  };
  /** The plan as somebody is given it, after asking for it. */
  const plan = async (as: string): Promise<SeenMessage> => {
    const text = await ask(control(), as, channel, "/cleanup");
    const seen = (await control().messages(as, channel)).findLast((one) => one.text === text);
    if (seen === undefined) throw new Error("There is no plan.");
    return seen;
  };
  const run = async (as: string, kind: string) => {
    const seen = await plan(as);
    return await click(as, seen, "cleanup.run", buttonIn(seen, "cleanup.run", `"k":"${kind}"`));
  };
  const applied = async (operation: string) =>
    (await scenario().sensei.control.get("operations", {}, operationRecords)).operations.filter(
      (one) => one.operation === operation && one.outcome === "applied",
    ).length;
  return { inChannel, says, click, submit, plan, run, applied };
}

const buttons = z.array(
  z.looseObject({
    elements: z.array(z.unknown()).optional(),
    accessory: z.unknown().optional(),
  }),
);
const aButton = z.looseObject({ action_id: z.string(), value: z.string() });

/** The value of the button of this id whose value holds these words. */
export function buttonIn(message: SeenMessage, actionId: string, words = ""): string {
  const all = buttons
    .parse(message.blocks)
    .flatMap(({ elements = [], accessory }) => [...elements, accessory])
    .flatMap((element) => aButton.safeParse(element).data ?? []);
  const found = all.find(({ action_id, value }) => action_id === actionId && value.includes(words));
  if (found === undefined) throw new Error(`No ${actionId} ${words} in ${JSON.stringify(message.blocks)}`);
  return found.value;
}
