import { tell } from "./control-api.ts";
import type { Json, JsonObject } from "./json.ts";
import { objectAt, textAt } from "./json.ts";
import type { Session } from "./session.ts";
import type { State, Store } from "./state.ts";
import { readClock, readDeliveries } from "./wire.ts";

/** A control as the API names it. */
export type ControlName = { readonly actionId: string; readonly blockId: string };

/** Where a control stands: in a message, or in a modal or the Home. */
export type Place =
  | { readonly kind: "message"; readonly channel: string; readonly ts: string }
  | { readonly kind: "view"; readonly id: string };

/** What came of submitting a modal: errors by block id, empty when it was taken. */
export type SubmitOutcome = { readonly errors: Readonly<Record<string, string>> };

/** What a person can do in the workspace; each call ends when the app has answered, and never throws. */
export type Deeds = {
  /** @returns whether it was taken. */
  readonly say: (text: string, thread?: string) => Promise<boolean>;
  readonly command: (text: string) => Promise<boolean>;
  readonly act: (
    place: Place,
    control: ControlName,
    value: Json | undefined,
    values: Record<string, Json>,
  ) => Promise<void>;
  readonly shortcut: (channel: string, ts: string, callbackId: string) => Promise<void>;
  /** Asks the app for the options of an external select. */
  readonly options: (place: Place, control: ControlName, query: string) => Promise<JsonObject>;
  readonly submit: (view: string, values: Record<string, Json>) => Promise<SubmitOutcome>;
  readonly closeView: (view: string) => Promise<void>;
  readonly moveClock: (move: { readonly advance: string } | { readonly next: true }) => Promise<void>;
};

/** Makes the deeds of the person the store says. */
export function createDeeds(store: Store<State>, session: Session): Deeds {
  const as = (): string => store.get().me;
  const where = (place: Place): Record<string, Json> =>
    place.kind === "view" ? { view_id: place.id } : { channel: place.channel, ts: place.ts };
  const attempt = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    if (store.get().notice !== undefined) store.set({ notice: undefined });
    try {
      return await work();
    } catch (error) {
      session.fail(error);
      return otherwise;
    }
  };
  /** Says so when the app did not take what it was told. */
  const report = (answer: JsonObject): boolean => {
    const failed = readDeliveries(answer).find((each) => each.status < 200 || each.status > 299);
    const { bot, people } = store.get().workspace;
    const name = people.find(({ id }) => id === bot.userId)?.realName ?? bot.name;
    if (failed !== undefined) session.fail(new Error(failureSentence(name, failed.status, failed.error)));
    return failed === undefined;
  };

  return {
    say: (text, thread) =>
      attempt(async () => {
        await tell("say", { as: as(), channel: store.get().open, text, thread_ts: thread });
        return true;
      }, false),
    command: (text) =>
      attempt(async () => {
        const taken = report(await tell("command", { as: as(), channel: store.get().open, text }));
        await session.readModal();
        return taken;
      }, false),
    act: (place, control, value, values) =>
      attempt(async () => {
        const path = place.kind === "view" ? "view-action" : "click";
        const names = { action_id: control.actionId, block_id: control.blockId };
        report(await tell(path, { as: as(), ...where(place), ...names, value, values }));
        await session.readModal();
      }, undefined),
    shortcut: (channel, ts, callbackId) =>
      attempt(async () => {
        report(await tell("shortcut", { as: as(), channel, ts, callback_id: callbackId }));
        await session.readModal();
      }, undefined),
    options: (place, control, query) => {
      const names = { action_id: control.actionId, block_id: control.blockId };
      return attempt(() => tell("options", { as: as(), ...where(place), ...names, query }), {});
    },
    submit: (view, values) =>
      attempt(
        async () => {
          const answer = await tell("submit", { as: as(), view_id: view, values });
          report(answer);
          const errors = objectAt(answer, "errors") ?? {};
          const found = Object.fromEntries(
            Object.keys(errors).map((block) => [block, textAt(errors, block)]),
          );
          if (Object.keys(found).length === 0) await session.readModal();
          return { errors: found };
        },
        { errors: {} },
      ),
    closeView: (view) =>
      attempt(async () => {
        await tell("close-view", { as: as(), view_id: view });
        await session.readModal();
      }, undefined),
    moveClock: (move) =>
      attempt(async () => {
        const clock = readClock(await tell("clock", "next" in move ? move : { ...move, stops: true }));
        if (clock !== undefined) store.set({ clock, clockReadAt: performance.now() });
      }, undefined),
  };
}

function failureSentence(bot: string, status: number, error: string | undefined): string {
  if (error === "timeout")
    return `${bot} did not answer within three seconds. What you asked may still happen.`;
  if (error === "not_connected" || error === "connection_failed")
    return `${bot} is not running or not connected.`;
  return `${bot} could not take this: it answered with status ${status}.`;
}
