import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Session, TeamMember } from "../../../src/domain/handover/handover.ts";
import { actionIds } from "../actions.ts";
import { actions, button, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { count, enumerate, line, mention } from "../mrkdwn.ts";
import { sessionRef } from "./actions-handover.ts";
import { teamWords } from "./handover.ts";
import { dayWords } from "./handover-session.ts";

/** Private answers about the knowledge transfer. */

/** It is saved, and who is told. */
export function sessionSaved(closeout: Closeout, session: Session): Message {
  return sentence(
    `Session ${session.number} of ${line(closeout.name, 80)}, “${line(session.title, 160)}”, is saved for ${dayWords(session)}. The channel shows it, and ${count(session.attendees.length, "person").replace("persons", "people")} can confirm it in a direct message.`,
  );
}

/** Somebody else has changed it while the form was open. */
export function sessionStale(closeout: Closeout, now: Session): Message {
  const who = `${mention(now.saved.by.user)} has changed it`;
  const text = `Session ${now.number} of ${line(closeout.name, 80)} is not what your form showed: ${who}; it is now “${line(now.title, 160)}” on ${dayWords(now)}, with ${enumerate(
    now.attendees.map(({ user }) => mention(user)),
    20,
  )}. Nothing of yours was saved.`;
  const value = sessionRef.encode({ c: closeout.id, n: now.number });
  return {
    text,
    blocks: [section(text), actions(button("Open it as it is now", actionIds.handoverEdit, value))],
  };
}

/** There is no session of that number. */
export function noSession(
  closeout: Closeout,
  number: number | undefined,
  { closeout: command }: Commands,
): Message {
  const which =
    number === undefined
      ? "Which session? Type its number"
      : `${line(closeout.name, 80)} has no session ${number}`;
  return sentence(`${which}. Nothing was changed; \`${command} handover\` lists them.`);
}

/** "I can run this" is noted. */
export function sessionConfirmed(closeout: Closeout, session: Session): Message {
  return sentence(
    `Thank you: it is noted that you can run what “${line(session.title, 160)}” of ${line(closeout.name, 80)} was about.`,
  );
}

/** Why somebody cannot confirm. */
export function sessionNotConfirmed(
  closeout: Closeout,
  why: { readonly kind: "already" } | { readonly kind: "not_yours" | "too_early"; readonly session: Session },
): Message {
  const name = line(closeout.name, 80);
  switch (why.kind) {
    case "already":
      return sentence(`You have confirmed that in ${name} already. Nothing was changed.`);
    case "not_yours":
      return sentence(
        `Only those who attend session ${why.session.number} of ${name} can confirm it, each for themselves. Nothing was changed.`,
      );
    case "too_early":
      return sentence(
        `Session ${why.session.number} of ${name} is on ${dayWords(why.session)}. Confirm it then, when you have seen it; nothing was changed now.`,
      );
    default:
      return assertNever(why);
  }
}

/** Who has to confirm from now on. */
export function teamSet(closeout: Closeout, team: readonly TeamMember[]): Message {
  return sentence(`In ${line(closeout.name, 80)} these have to confirm: ${teamWords(team)}.`);
}

/** Nobody usable was named. */
export function teamNotSet(
  closeout: Closeout,
  strangers: readonly string[],
  { closeout: command }: Commands,
): Message {
  const why =
    strangers.length === 0
      ? `Name the people who have to confirm, forty at most: \`${command} handover team @maria @omar\`.`
      : `${enumerate(strangers.map(mention), 10)} cannot confirm: only full members of this workspace can.`;
  return sentence(`${why} In ${line(closeout.name, 80)} nothing was changed.`);
}

/** A word after `handover` that means nothing; the nearest one, if there is one. */
export function unknownHandoverWord(
  word: string,
  suggestion: string | undefined,
  { closeout: command }: Commands,
): Message {
  const near = suggestion === undefined ? "" : ` Did you mean \`${command} handover ${suggestion}\`?`;
  return sentence(
    `\`${command} handover\` does not know “${line(word, 40)}”.${near} Nothing was changed. It shows documents and sessions; \`add\`, \`edit\`, \`confirm\`, \`team\`, \`document\` and \`review\` work on them.`,
  );
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
