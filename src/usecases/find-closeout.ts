import type { Closeout } from "../domain/closeout.ts";
import type { Installation } from "../domain/identity.ts";
import type { Deps } from "./deps.ts";

/** What a command typed in a channel is about: its open closeout, or where none is open, the closed one that was started last. */
export async function findCloseout(
  { closeouts, closings }: Pick<Deps, "closeouts" | "closings">,
  { installation, channel }: { readonly installation: Installation; readonly channel: string },
): Promise<Closeout | undefined> {
  return (
    (await closeouts.openInChannel(installation, channel)) ??
    (await closings.closedInChannel(installation, channel))
  );
}
