import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ControlClient, SeenMessage } from "./control-client.ts";

/** Who starts a closeout where, and what they fill in, by action id. */
export type StartByForm = {
  readonly as: string;
  readonly channel: string;
  readonly migration: string;
  readonly values: Readonly<Record<string, unknown>>;
};

const submitAnswer = z.looseObject({
  closed: z.boolean(),
  errors: z.record(z.string(), z.string()).optional(),
});

/** On a busy machine three seconds can pass before the form opens; then, as people do, the command is typed again. */
const attempts = 6;
const attemptMs = 6_000;
const cardMs = 60_000;
const lookEveryMs = 50;

/** Starts a closeout as its owner would: types the command, fills the form in and waits for the pinned card, which it returns. */
export async function startByForm(control: ControlClient, start: StartByForm): Promise<SeenMessage> {
  const { as, channel, values } = start;
  const view_id = await openForm(control, start);
  const answer = await control.post("submit", { as, view_id, values }, submitAnswer);
  if (answer.errors !== undefined) {
    throw new Error(`The closeout could not be started: ${JSON.stringify(answer.errors)}`);
  }
  const card = await within(cardMs, async () =>
    (await control.messages(as, channel)).find(({ pinned }) => pinned === true),
  );
  if (card === undefined) throw new Error("The closeout could not be started: its card did not appear.");
  await closeWindows(control, as);
  return card;
}

async function openForm(control: ControlClient, { as, channel, migration }: StartByForm): Promise<string> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await control.command(as, channel, `/closeout start ${migration}`);
    const view = await within(attemptMs, () => control.view(as));
    if (view !== undefined) return view.id;
  }
  throw new Error("The closeout could not be started: its form did not open.");
}

/** A start that took its time was answered in a window of its own. */
async function closeWindows(control: ControlClient, as: string): Promise<void> {
  for (let view = await control.view(as); view !== undefined; view = await control.view(as)) {
    await control.post("close-view", { as, view_id: view.id }, z.looseObject({}));
  }
}

async function within<T>(ms: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
  const begin = performance.now();
  for (;;) {
    const seen = await look();
    if (seen !== undefined || performance.now() - begin > ms) return seen;
    await sleep(lookEveryMs);
  }
}
