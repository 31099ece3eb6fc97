import type { ControlClient, SeenView } from "../../sandbox/control-client.ts";
import { waitFor } from "./wait-for.ts";

/** The form that somebody has before them, once it can be submitted: a window that still says “One moment” is none yet. */
export function openForm(control: ControlClient, as: string, what = "the form"): Promise<SeenView> {
  return waitFor(
    async () => {
      const view = await control.view(as);
      return view?.["submit"] === undefined ? undefined : view;
    },
    { what },
  );
}
