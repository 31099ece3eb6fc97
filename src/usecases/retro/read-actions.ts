import type { Installation } from "../../domain/identity.ts";
import type { ActionsView } from "../../domain/retro/retro-view.ts";
import type { Deps } from "../deps.ts";

/** Which action items: those of a closeout, or of the channel in which somebody asks. */
export type ReadActionsInput =
  | { readonly closeoutId: string }
  | { readonly installation: Installation; readonly channel: string };

/**
 * The action items of a closeout, which may be closed. In a channel: of its newest closeout that has any, or else of the open one, with none.
 * `undefined` when there is no closeout.
 */
export async function readActions(
  deps: Pick<Deps, "actionItems" | "clock" | "closeouts">,
  input: ReadActionsInput,
): Promise<ActionsView | undefined> {
  const closeoutId = "closeoutId" in input ? input.closeoutId : await inChannel(deps, input);
  const closeout = closeoutId === undefined ? undefined : await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return undefined;
  return { closeout, actions: await deps.actionItems.ofCloseout(closeout.id), now: deps.clock.now() };
}

async function inChannel(
  deps: Pick<Deps, "actionItems" | "closeouts">,
  { installation, channel }: Extract<ReadActionsInput, { readonly channel: string }>,
): Promise<string | undefined> {
  const withActions = await deps.actionItems.closeoutOfChannel(installation, channel);
  return withActions ?? (await deps.closeouts.openInChannel(installation, channel))?.id;
}
