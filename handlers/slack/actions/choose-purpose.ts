import type { ModalView } from "@slack/types";
import { elsewhereModal } from "../../../blocks/slack/signoff/signoff-elsewhere.ts";
import {
  readSignoffRequestForm,
  refillSignoff,
  type SignoffFilling,
} from "../../../blocks/slack/signoff/signoff-filling.ts";
import { newSignoffMetadata } from "../../../blocks/slack/signoff/signoff-refs.ts";
import { signoffRequestModal } from "../../../blocks/slack/signoff/signoff-request-modal.ts";
import type { PrepareSignoffOutcome } from "../../../src/usecases/signoff/prepare-signoff.ts";
import type { Click, ClickListener } from "../click.ts";
import { fillingOf, formOf } from "../forms/open-signoff-request.ts";
import { platformErrorCode } from "../platform-error.ts";

/**
 * A purpose was chosen in the form for a new request: fills in what is usual for it. What was changed by hand stays. The use case
 * decides again when the form is submitted.
 */
export const choosePurpose: ClickListener = async (click) => {
  const { place, member, useCases, client } = click;
  if (place.kind !== "modal") return;
  const metadata = newSignoffMetadata.safeDecode(place.metadata);
  if (!metadata.success) return;
  const { c: closeoutId, p: before, n } = metadata.data;
  const typed = readSignoffRequestForm(place.values);
  const [earlier, next] = await Promise.all([
    useCases.prepareSignoff({ closeoutId, member, purpose: before }),
    useCases.prepareSignoff({ closeoutId, member, purpose: typed.purpose }),
  ]);
  const view = viewOf(click, earlier, next, typed, n + 1);
  // What they may is told them when they submit it.
  if (view === undefined) return;
  try {
    await client.views.update({ view_id: place.viewId, view });
  } catch (error) {
    // The form was closed or submitted meanwhile.
    if (platformErrorCode(error) !== "not_found") throw error;
  }
};

function viewOf(
  { member, commands }: Click,
  earlier: PrepareSignoffOutcome,
  next: PrepareSignoffOutcome,
  typed: SignoffFilling,
  revision: number,
): ModalView | undefined {
  if (next.kind === "elsewhere") return elsewhereModal(next.closeout, next.purpose, revision, commands);
  if (next.kind !== "ready") return undefined;
  // Where there was nothing to fill in, nothing was changed by hand.
  const filling =
    earlier.kind === "ready" ? refillSignoff(typed, fillingOf(earlier), fillingOf(next)) : fillingOf(next);
  return signoffRequestModal({ ...formOf(next, { member, commands }), filling, revision });
}
