import { z } from "zod";
import { click } from "./acts/click.ts";
import { openHome } from "./acts/open-home.ts";
import { runCommand } from "./acts/run-command.ts";
import { say } from "./acts/say.ts";
import { suggestOptions } from "./acts/suggest-options.ts";
import { useShortcut } from "./acts/use-shortcut.ts";
import { actInView, closeView, submit } from "./acts/view-acts.ts";
import { type Routes, route } from "./route.ts";

const Plain = z.union([z.string(), z.number(), z.array(z.string()), z.null()]);
const Values = z.record(z.string(), Plain);
const as = z.string();
const control = { action_id: z.string(), block_id: z.string().optional(), value: Plain.optional() };

/** What people do. */
export const actingRoutes: Routes = {
  "POST /control/say": route(
    z.object({ as, channel: z.string(), text: z.string(), thread_ts: z.string().optional() }),
    say,
  ),
  "POST /control/command": route(z.object({ as, channel: z.string(), text: z.string() }), runCommand),
  "POST /control/click": route(z.object({ as, channel: z.string(), ts: z.string(), ...control }), click),
  "POST /control/shortcut": route(
    z.object({ as, channel: z.string().optional(), ts: z.string().optional(), callback_id: z.string() }),
    useShortcut,
  ),
  "POST /control/home": route(z.object({ as }), openHome),
  "POST /control/view-action": route(
    z.object({ as, view_id: z.string(), values: Values.optional(), ...control }),
    actInView,
  ),
  "POST /control/options": route(
    z.intersection(
      z.object({ as, action_id: z.string(), block_id: z.string().optional(), query: z.string() }),
      z.union([z.object({ view_id: z.string() }), z.object({ channel: z.string(), ts: z.string() })]),
    ),
    (sandbox, input) => suggestOptions(sandbox, { ...input, place: input }),
  ),
  "POST /control/submit": route(z.object({ as, view_id: z.string(), values: Values.default({}) }), submit),
  "POST /control/close-view": route(z.object({ as, view_id: z.string() }), closeView),
};
