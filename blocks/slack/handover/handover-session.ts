import type { KnownBlock } from "@slack/types";
import { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Attendee, Session } from "../../../src/domain/handover/handover.ts";
import type { HandoverNotice } from "../../../src/domain/notice.ts";
import { actionIds } from "../actions.ts";
import { momentOf } from "../baseline/baseline-people.ts";
import { actions, button, context, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { channelLink, line, link, mention } from "../mrkdwn.ts";
import { sessionRef } from "./actions-handover.ts";

/** A session of the knowledge transfer, as the reader of this message needs it: everybody, one who attends, or the owner. */
export function handoverSessionMessage(notice: HandoverNotice): Message {
  const { closeout, session, about, user } = notice;
  if (about === "session" || user === undefined) return inChannel(closeout, session);
  if (about === "unconfirmed") return unconfirmed(closeout, session, user);
  const attendee = session.attendees.find((one) => one.user === user);
  const name = `“${line(session.title, 160)}”`;
  const where = `of ${line(closeout.name, 100)} on ${dayWords(session)}`;
  if (attendee === undefined) {
    const text = `You are no longer among those who attend ${name} ${where}, so nothing waits for you here.`;
    return { text, blocks: [section(text)] };
  }
  const head = about === "reminder" ? "Please confirm: you attend" : "You attend";
  const text = `${head} the knowledge transfer ${name} ${where}. Afterwards say whether you can run this.`;
  return {
    text,
    blocks: [
      section(text),
      context(materials(closeout, session)),
      ...confirmation(closeout, session, attendee),
    ],
  };
}

/** `Mon 30 Mar 2026`. */
export function dayWords({ on }: Pick<Session, "on">): string {
  return Temporal.PlainDate.from(on).toLocaleString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}

/** People whose state fits into one section. */
const inOneSection = 20;

/** "@maria ✓ can run this, …", a line for each. */
function attendeesWords({ timeZone }: Pick<Closeout, "timeZone">, attendees: readonly Attendee[]): string {
  return attendees
    .map(({ user, confirmed }) =>
      confirmed === undefined
        ? `${mention(user)} has not confirmed yet`
        : `${mention(user)} ✓ can run this, ${momentOf(confirmed, timeZone)}`,
    )
    .join("\n");
}

function inChannel(closeout: Closeout, session: Session): Message {
  const done = session.attendees.filter(({ confirmed }) => confirmed !== undefined).length;
  const text = `Knowledge transfer for ${line(closeout.name, 100)}: session ${session.number}, “${line(session.title, 160)}”, on ${dayWords(session)}. ${done} of ${session.attendees.length} can run this.`;
  return {
    text,
    blocks: [
      section(text),
      ...Array.from({ length: Math.ceil(session.attendees.length / inOneSection) }, (_, index) =>
        section(
          attendeesWords(closeout, session.attendees.slice(index * inOneSection, (index + 1) * inOneSection)),
        ),
      ),
      context(`Materials: ${link(session.materials, 1_000)} · by ${mention(session.saved.by.user)}`),
    ],
  };
}

function unconfirmed(closeout: Closeout, session: Session, user: string): Message {
  const confirmed = session.attendees.find((one) => one.user === user)?.confirmed;
  const name = `“${line(session.title, 160)}” of ${line(closeout.name, 100)}`;
  const text =
    confirmed === undefined
      ? `${mention(user)} has not confirmed the knowledge transfer ${name}, after several reminders. I remind them no more: talk to them, hold another session, or name somebody else.`
      : `${mention(user)} has confirmed the knowledge transfer ${name} meanwhile, ${momentOf(confirmed, closeout.timeZone)}.`;
  return { text, blocks: [section(text)] };
}

function materials({ channel }: Closeout, session: Session): string {
  return `Materials: ${link(session.materials, 1_000)} · held by ${mention(session.saved.by.user)} · ${channelLink(channel)}`;
}

function confirmation(closeout: Closeout, session: Session, { confirmed }: Attendee): KnownBlock[] {
  if (confirmed !== undefined) {
    return [section(`✓ You have confirmed *“I can run this”*, ${momentOf(confirmed, closeout.timeZone)}.`)];
  }
  const value = sessionRef.encode({ c: closeout.id, n: session.number });
  return [actions(button("I can run this", actionIds.handoverConfirm, value, { style: "primary" }))];
}
