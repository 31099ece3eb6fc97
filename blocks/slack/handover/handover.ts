import type { KnownBlock, ModalView } from "@slack/types";
import type { Session, TeamMember } from "../../../src/domain/handover/handover.ts";
import type { HandoverView } from "../../../src/domain/handover/handover-view.ts";
import { actionIds, callbackIds, closeoutRef } from "../actions.ts";
import { closeoutForm } from "../closeout-form.ts";
import { isoDay } from "../dates.ts";
import { documentWords } from "../document.ts";
import { actions, button, context, divider, field, header, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { count, enumerate, line, mention, plainLine } from "../mrkdwn.ts";
import { sessionMetadata, sessionRef } from "./actions-handover.ts";
import { dayWords } from "./handover-session.ts";

/** Documents on one message; a procedure has five. */
const mostDocuments = 8;

/** How far documents and knowledge transfer are, for one person. */
export function handoverMessage(view: HandoverView, { closeout: command }: Commands): Message {
  const { closeout, documents, team, mayRun } = view;
  const done = team.filter(({ state }) => state === "confirmed").length;
  const reviewed = documents.filter(({ change }) => change?.reviewed !== undefined).length;
  const text = `Handover of ${line(closeout.name, 120)}: ${reviewed} of ${count(documents.length, "document")} reviewed, ${done} of ${team.length} in the team can run it.`;
  return {
    text,
    blocks: [
      header(`Handover · ${plainLine(closeout.name, 120)}`),
      section(text),
      ...documents
        .slice(0, mostDocuments)
        .map(({ item, change }) =>
          section(
            `*${line(item.id, 12)}* ${line(item.title, 100)}\n${documentWords(closeout, item, change, 150)}`,
          ),
        ),
      ...(documents.length > mostDocuments
        ? [
            context(
              `And ${count(documents.length - mostDocuments, "more document")}; \`${command} items\` lists them all.`,
            ),
          ]
        : []),
      divider,
      section(`*Has to confirm:* ${teamWords(team)}`),
      ...sessionBlocks(view),
      ...(mayRun
        ? [actions(button("Plan a session…", actionIds.handoverAdd, closeoutRef.encode({ c: closeout.id })))]
        : []),
      context(
        `\`${command} show U1\` opens a document's item. \`${command} handover team @somebody\` says who has to confirm.`,
      ),
    ],
  };
}

/** "@maria (✓ can run it), @li (in no session yet)". */
export function teamWords(team: readonly TeamMember[]): string {
  const words: Readonly<Record<TeamMember["state"], string>> = {
    confirmed: "✓ can run it",
    waiting: "not confirmed yet",
    no_session: "in no session yet",
  };
  return team.length === 0
    ? "nobody"
    : team.map(({ user, state }) => `${mention(user)} (${words[state]})`).join(", ");
}

function sessionBlocks({ closeout, sessions, mayRun }: HandoverView): KnownBlock[] {
  if (sessions.length === 0) return [section("No session is planned yet.")];
  return sessions.map((session) => {
    const waiting = session.attendees.filter(({ confirmed }) => confirmed === undefined);
    const names = enumerate(
      waiting.map(({ user }) => mention(user)),
      3,
    );
    const left = waiting.length === 0 ? "all can run it" : `not confirmed: ${names}`;
    const words = `*${session.number}* ${line(session.title, 80)} · ${dayWords(session)} · ${left}`;
    const value = sessionRef.encode({ c: closeout.id, n: session.number });
    return mayRun ? section(words, button("Change…", actionIds.handoverEdit, value)) : section(words);
  });
}

/** The form for a session: a new one, or one that is there, as it is at this moment. */
export function sessionModal(
  { closeout, now, team }: HandoverView,
  session: Session | undefined,
  channel: string | undefined,
): ModalView {
  const attendees = session?.attendees.map(({ user }) => user) ?? team.map(({ user }) => user);
  const metadata = { c: closeout.id, n: session?.number, v: session?.version, ch: channel };
  return closeoutForm(closeout, callbackIds.session, sessionMetadata.encode(metadata), {
    title: session === undefined ? "Plan a session" : "Change a session",
    submit: "Save",
    before: [],
    fields: [
      field(
        "session",
        "title",
        {
          type: "plain_text_input",
          max_length: 150,
          ...(session === undefined ? { focus_on_load: true } : { initial_value: session.title }),
        },
        { label: "What is it about?", hint: "Such as: running backups and failover of the target." },
      ),
      field(
        "session",
        "date",
        { type: "datepicker", initial_date: session?.on ?? isoDay(now, closeout.timeZone) },
        { label: "Day" },
      ),
      field(
        "session",
        "materials",
        { type: "url_text_input", ...(session === undefined ? {} : { initial_value: session.materials }) },
        { label: "Materials", hint: "A link to slides, a recording or the runbook." },
      ),
      field(
        "session",
        "attendees",
        {
          type: "multi_users_select",
          ...(attendees.length === 0 ? {} : { initial_users: attendees }),
        },
        {
          label: "Who attends?",
          hint: "Each of them is asked directly to confirm “I can run this”, and reminded until they do.",
        },
      ),
    ],
  });
}
