import type {
  StartOfferNotice,
  ValidationFailedNotice,
} from "../../../src/domain/certificate/certificate-notice.ts";
import { actionIds } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { actions, button, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { channelLink, line, mention } from "../mrkdwn.ts";
import { migrationRef } from "./certificate-refs.ts";

/** Warns owner and technical lead, in the channel, that the vendor has found something wrong. */
export function validationFailedMessage({ closeout, validationId, at }: ValidationFailedNotice): Message {
  const who = [...new Set([closeout.owner, closeout.roles.technical_lead])].map(mention).join(" and ");
  const which = validationId === undefined ? "A validation" : `The validation ${line(validationId, 80)}`;
  const text = `${which} of ${line(closeout.name, 80)} has failed, Sensei says (${dateToken(at, "moment", closeout.timeZone)}). ${who}: look at it in Sensei before anything is cleaned up or decommissioned. Nothing was changed here.`;
  return { text, blocks: [section(text)] };
}

/** Offers to start a closeout of a migration that has come to its end. */
export function startOfferMessage(notice: StartOfferNotice): Message {
  const { migrationId, migrationName, completedAt, closeout } = notice;
  const name =
    migrationName === undefined
      ? line(migrationId, 80)
      : `${line(migrationName, 80)} (${line(migrationId, 80)})`;
  if (closeout !== undefined) {
    const text = `The migration ${name} is being closed out in ${channelLink(closeout.channel)} by ${mention(closeout.owner)}.`;
    return { text, blocks: [section(text)] };
  }
  const text = `Sensei has finished the migration ${name}, ${dateToken(completedAt, "moment", "UTC")}. Nobody closes it out yet.`;
  return {
    text,
    blocks: [
      section(
        `${text}\nA closeout lives in the channel where it is started: start it here, or give the id \`${line(migrationId, 80).replaceAll("`", "'")}\` to the start command in the migration's own channel.`,
      ),
      actions(
        button("Start a closeout", actionIds.startOffer, migrationRef.encode({ m: migrationId }), {
          style: "primary",
        }),
      ),
    ],
  };
}
