import { startModalMetadata } from "../../../blocks/slack/actions.ts";
import { readStartForm } from "../../../blocks/slack/forms.ts";
import { nothingFound } from "../../../blocks/slack/options.ts";
import { cannotStart } from "../../../blocks/slack/outcomes.ts";
import { unavailable } from "../../../blocks/slack/refusals.ts";
import { fillingOf, refill, type StartFilling, startModal } from "../../../blocks/slack/start/start-modal.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { PrepareStartOutcome } from "../../../src/usecases/start/prepare-start.ts";
import type { ClickListener } from "../click.ts";
import { platformErrorCode } from "../platform-error.ts";

const nothing: StartFilling = { name: "", date: "", time: "" };

/**
 * A migration was chosen in the form that starts a closeout: fills in its name and cutover, or says at once why it cannot be closed
 * out. What was typed by hand stays. The use case decides again when the form is submitted.
 */
export const chooseMigration: ClickListener = async (click) => {
  const { place, value: migrationId, member, useCases, client } = click;
  if (place.kind !== "modal" || migrationId === undefined || migrationId === nothingFound) return;
  const metadata = startModalMetadata.safeDecode(place.metadata);
  if (!metadata.success) return;
  const { ch: channel, n, f } = metadata.data;
  const { name, cutoverDate, cutoverTime, timeZone } = readStartForm(place.values);
  const prepared = await useCases.prepareStart({ member, channel, migrationId });
  const known = prepared.kind === "ready" ? prepared.preset : { timeZone: member.timeZone ?? "UTC" };
  const preset = { ...known, timeZone: timeZone === "" ? known.timeZone : timeZone };
  const filled = fillingOf(preset);
  const typed = { name, date: cutoverDate, time: cutoverTime };
  const earlier = f === undefined ? nothing : { name: f.n, date: f.d, time: f.t };
  const change = {
    filling: refill(typed, earlier, filled),
    filled,
    revision: n + 1,
    obstacle: obstacleOf(prepared),
  };
  try {
    await client.views.update({ view_id: place.viewId, view: startModal(channel, preset, change) });
  } catch (error) {
    // The form was closed or submitted meanwhile.
    if (platformErrorCode(error) !== "not_found") throw error;
  }
};

function obstacleOf(prepared: PrepareStartOutcome): string | undefined {
  switch (prepared.kind) {
    case "ready":
      return undefined;
    case "channel_taken":
    case "migration_taken":
    case "migration_not_ready":
    case "migration_not_found":
      return cannotStart(prepared).text;
    case "unavailable":
      return unavailable(prepared.sentence).text;
    default:
      return assertNever(prepared);
  }
}
