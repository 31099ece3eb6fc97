import type { Closeout } from "../domain/closeout.ts";
import type { Installation } from "../domain/identity.ts";
import type { Deps } from "./deps.ts";

/** The open closeout of a channel: what a command typed there is about. */
export async function findCloseout(
  { closeouts }: Pick<Deps, "closeouts">,
  { installation, channel }: { readonly installation: Installation; readonly channel: string },
): Promise<Closeout | undefined> {
  return closeouts.openInChannel(installation, channel);
}
