import { itemMessage, itemModal } from "../../../blocks/slack/checklist/item-details.ts";
import {
  documentDescribed,
  documentModal,
  documentNotReviewed,
  documentReviewed,
  noDocument,
} from "../../../blocks/slack/document.ts";
import { handoverMessage, sessionModal } from "../../../blocks/slack/handover/handover.ts";
import {
  noSession,
  sessionConfirmed,
  sessionNotConfirmed,
  sessionSaved,
  sessionStale,
  teamNotSet,
  teamSet,
  unknownHandoverWord,
} from "../../../blocks/slack/handover/handover-answers.ts";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import { everyOffer } from "../../../src/domain/checklist/governed-item.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import {
  type DocumentChange,
  handoverAbouts,
  mostAttendees,
  mostSessions,
  type Session,
  type TeamMember,
} from "../../../src/domain/handover/handover.ts";
import type { HandoverView } from "../../../src/domain/handover/handover-view.ts";
import type { ItemView } from "../../../src/domain/views.ts";
import { item, now } from "./fixtures.ts";
import type { Surface } from "./surfaces.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };

/** Everything that documents and knowledge transfer show, with somebody's words in every place that takes words. */
export function handoverSurfaces(words: string, many: number, closeout: Closeout): Record<string, Surface> {
  const mark = { by: { user: "U0TOM", name: words }, at: now.toString() };
  const title = Array.from(words).slice(0, 60).join("") || "Backups";
  const change: DocumentChange = {
    item: "U1",
    number: 3,
    link: `https://example.com/${encodeURIComponent(words.toWellFormed())}`,
    words,
    changed: mark,
  };
  const reviewed = { ...change, reviewed: mark };
  const session: Session = {
    number: 1,
    version: 2,
    title,
    on: "2026-03-30",
    materials: change.link,
    attendees: Array.from({ length: Math.min(many, mostAttendees) }, (_, index) => ({
      user: `U0MARIA${index}`,
      since: now.toString(),
      reminded: 0,
      ...(index % 2 === 0 ? {} : { confirmed: now.toString() }),
    })),
    saved: mark,
  };
  const team = session.attendees.map(
    ({ user }, index): TeamMember => ({
      user,
      state: (["confirmed", "waiting", "no_session"] as const)[index % 3] ?? "waiting",
    }),
  );
  const view: HandoverView = {
    closeout,
    now,
    documents: Array.from({ length: many }, (_, index) => ({
      item: item({ id: `U${index}`, title: words }),
      change: index % 2 === 0 ? change : reviewed,
    })),
    sessions: Array.from({ length: Math.min(many, mostSessions) }, (_, index) => ({
      ...session,
      number: index + 1,
    })),
    team,
    mayRun: true,
  };
  const details = (document: ItemView["document"]): ItemView => ({
    closeout,
    now,
    item: item({ id: "U1", title: words }),
    hint: words,
    notes: [],
    mayChange: true,
    maySkip: true,
    mayChangeDue: true,
    offers: everyOffer,
    ...(document === undefined ? {} : { document }),
  });
  const one = "U0MARIA0";
  return {
    handover: handoverMessage(view, commands),
    handoverEmpty: handoverMessage(
      { ...view, documents: [], sessions: [], team: [], mayRun: false },
      commands,
    ),
    ...Object.fromEntries(
      handoverAbouts.flatMap((about) =>
        [undefined, one, "U0MARIA1", "U0LI"].map((user) => [
          `handover-${about}-${user}`,
          renderNotice({ kind: "handover_session", about, user, closeout, session }),
        ]),
      ),
    ),
    sessionNew: sessionModal({ ...view, team: [] }, undefined, "C1"),
    sessionForm: sessionModal(view, { ...session, materials: "https://example.com/" }, undefined),
    sessionSaved: sessionSaved(closeout, session),
    sessionStale: sessionStale(closeout, session),
    noSession: noSession(closeout, 3, commands),
    sessionConfirmed: sessionConfirmed(closeout, session),
    ...Object.fromEntries(
      [
        { kind: "already" } as const,
        { kind: "not_yours", session } as const,
        { kind: "too_early", session } as const,
      ].map((why) => [`sessionNot-${why.kind}`, sessionNotConfirmed(closeout, why)]),
    ),
    teamSet: teamSet(closeout, team),
    teamNotSet: teamNotSet(closeout, [words], commands),
    unknownHandoverWord: unknownHandoverWord(words, "team", commands),
    documentForm: documentModal(closeout, item({ id: "U1", title: words }), {
      channel: "C1",
      from: "message",
    }),
    documentDescribed: documentDescribed(closeout, change, commands),
    documentReviewed: documentReviewed(closeout, reviewed),
    ...Object.fromEntries(
      (["nothing_to_review", "own_change", "outdated", "already"] as const).map((why) => [
        `documentNot-${why}`,
        documentNotReviewed(closeout, words, why),
      ]),
    ),
    noDocument: noDocument(closeout, words, "U1", commands),
    itemWithoutChange: itemModal(details({ change: undefined, mayReview: false })),
    itemToReview: itemModal(details({ change, mayReview: true })),
    itemReviewed: itemMessage(details({ change: reviewed, mayReview: false })),
  };
}
