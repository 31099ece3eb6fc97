import type { KnownBlock } from "@slack/types";
import type { SignoffEntry } from "../../../src/domain/views.ts";
import { actionIds } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { actions, button, section } from "../elements.ts";
import { actorWords, channelLink, line, mention } from "../mrkdwn.ts";
import { seatRef, signoffRef } from "./signoff-refs.ts";
import { approvalsWords, seatRole } from "./signoff-words.ts";

/** A request that waits for the reader, among everything else that does. */
export function signoffEntryBlocks({ closeout, request, offer }: SignoffEntry): KnownBlock[] {
  const { number, title, requestedBy, decideBy, id } = request;
  const name = `*Sign-off ${number}* ${line(title, 100)}`;
  const details = [
    `Decide by ${dateToken(decideBy, "moment", closeout.timeZone)}`,
    `requested by ${actorWords(requestedBy)}`,
    approvalsWords(request),
    `${line(closeout.name, 80)} in ${channelLink(closeout.channel)}`,
  ].join(" · ");
  const value = signoffRef.encode({ r: id });
  const show = button("Show", actionIds.signoffShow, value);
  if (offer !== undefined) {
    const place = seatRef.encode({ r: id, s: offer.id });
    return [
      section(
        `${name}\n${mention(offer.user)}, ${seatRole(offer)}, asks you to decide in their place. ${details}`,
      ),
      actions(
        button("Accept", actionIds.signoffAccept, place, { style: "primary" }),
        button("Decline", actionIds.signoffDecline, place),
        show,
      ),
    ];
  }
  return [
    section(`${name}\n${details}`),
    actions(
      button("Approve…", actionIds.signoffApprove, value, { style: "primary" }),
      button("Reject…", actionIds.signoffReject, value, { style: "danger" }),
      show,
    ),
  ];
}
