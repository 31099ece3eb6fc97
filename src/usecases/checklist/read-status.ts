import { cardNotice } from "../../domain/checklist/progress.ts";
import type { CardNotice } from "../../domain/notice.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";

/** The project card as it stands now; `undefined` when there is no such closeout. */
export async function readStatus(
  deps: Pick<Deps, "clock" | "closeouts" | "decommissions" | "signoffs">,
  { closeoutId }: { readonly closeoutId: string },
): Promise<CardNotice | undefined> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return undefined;
  const template = await templateOf(deps, closeout);
  const items = await deps.closeouts.items([closeoutId]);
  const requests = await deps.signoffs.all(closeoutId);
  const events = await deps.decommissions.events(closeoutId);
  return cardNotice(closeout, items, template, requests, deps.clock.now(), events);
}
