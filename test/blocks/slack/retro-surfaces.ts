import { renderNotice } from "../../../blocks/slack/notice.ts";
import {
  actionChanged,
  noActionsHere,
  noSuchAction,
  unknownActionWord,
} from "../../../blocks/slack/retro/action-answers.ts";
import {
  actionAssignModal,
  actionDueModal,
  actionsMessage,
} from "../../../blocks/slack/retro/action-items.ts";
import {
  contributed,
  contributionChanged,
  contributionGone,
  contributionRemoved,
  myContributions,
  noRetro,
  notFacilitator,
  notOwn,
  ownUnknown,
  retroClosed,
  retroImported,
  retroOpened,
  retroOver,
  retroThere,
  unknownRetroWord,
  voted,
} from "../../../blocks/slack/retro/retro-answers.ts";
import { retroAnswer } from "../../../blocks/slack/retro/retro-board.ts";
import {
  contributeModal,
  editContributionModal,
  importModal,
  openRetroModal,
} from "../../../blocks/slack/retro/retro-modals.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { ActionItem } from "../../../src/domain/retro/action-item.ts";
import {
  type Contribution,
  closeRetrospective,
  contributionLength,
  type Retrospective,
  retroSections,
} from "../../../src/domain/retro/retrospective.ts";
import { ana, now } from "./fixtures.ts";
import type { Surface } from "./surfaces.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };
const secret = "s".repeat(43);

function contributions(words: string, many: number, anonymous: boolean): readonly Contribution[] {
  const text = `${words.slice(0, contributionLength.max)}…`;
  return Array.from({ length: many }, (_, index): Contribution => {
    const common = {
      text,
      id: `contribution-${index}`,
      by: anonymous ? null : { user: "U0ANA", name: words },
      key: "k".repeat(64),
      ballots: ["U1", "U2", "U3"].slice(index % 4),
      counted: 0,
    };
    const section = retroSections[index % 3] ?? "well";
    return section === "action"
      ? { ...common, section, owner: "U0MARIA", due: "2026-04-01" }
      : { ...common, section };
  });
}

/** Everything that the retrospective and its action items show. */
export function retroSurfaces(words: string, many: number, closeout: Closeout): Record<string, Surface> {
  const retro: Retrospective = {
    closeoutId: closeout.id,
    anonymous: false,
    openedBy: ana,
    openedAt: now,
    ballotKey: undefined,
    contributions: contributions(words, many, false),
    closed: undefined,
  };
  const anonymous = { ...retro, anonymous: true, contributions: contributions(words, many, true) };
  const over = closeRetrospective(anonymous, { by: ana, at: now });
  const actions = Array.from({ length: many }, (_, index): ActionItem => {
    const done = index % 3 === 2 ? { by: ana, at: now } : undefined;
    return {
      id: `action-${index}`,
      closeoutId: closeout.id,
      number: index + 1,
      title: words.slice(0, contributionLength.max),
      owner: "U0MARIA",
      due: now.add({ hours: 24 * (index % 2 === 0 ? -3 : 3) }),
      done,
      addedAt: now,
      next: done === undefined ? { step: 1, at: now } : undefined,
    };
  });
  const [first] = actions;
  const [named] = retro.contributions;
  const [unnamed] = anonymous.contributions;
  const last = retro.contributions.find(({ section }) => section === "action");
  const metadata = { c: closeout.id, s: secret, ch: "C0HRPROD" };
  const sayings = retro.contributions.slice(0, 300);
  const view = { closeout, retro, own: retro.contributions };
  return {
    retroBoard: renderNotice({ kind: "retro", closeout, retro, deliveryId: "d1", page: 0 }),
    retroBoardNext: renderNotice({ kind: "retro", closeout, retro: anonymous, deliveryId: "d1", page: 1 }),
    retroBoardClosed: renderNotice({ kind: "retro", closeout, retro: over, deliveryId: "d1", page: 0 }),
    retroBoardEmpty: retroAnswer(closeout, { ...retro, contributions: [] }),
    retroAnswer: retroAnswer(closeout, anonymous, 1),
    retroInvitation: renderNotice({ kind: "retro_invitation", closeout, retro }),
    retroInvitationOver: renderNotice({ kind: "retro_invitation", closeout, retro: over }),
    actionsGiven: renderNotice({ kind: "action_items", about: "given", closeout, actions, now }),
    actionsReminder: renderNotice({ kind: "action_items", about: "reminder", closeout, actions, now }),
    actionsList: actionsMessage({ closeout, actions, now }, true, commands, 1),
    actionsOpen: actionsMessage({ closeout, actions, now }, false, commands),
    actionsNone: actionsMessage({ closeout, actions: [], now }, false, commands),
    retroOpenModal: openRetroModal(closeout, "C0HRPROD"),
    retroContributeModal: contributeModal(closeout, retro, metadata, "action"),
    retroImportModal: importModal(closeout, anonymous, metadata),
    retroPreview: importModal(closeout, retro, { ...metadata, h: "h".repeat(64) }, sayings.slice(0, 12)),
    retroMine: myContributions(view),
    retroMineNext: myContributions(view, 1),
    retroMineNone: myContributions({ ...view, own: [] }),
    retroOpened: retroOpened(closeout, retro),
    retroThere: retroThere(closeout, retro),
    retroThereOver: retroThere(closeout, over),
    retroOver: retroOver(closeout),
    retroNone: noRetro(closeout, commands),
    retroOwnUnknown: ownUnknown(closeout),
    retroChanged: contributionChanged(closeout),
    retroRemoved: contributionRemoved(closeout),
    retroGone: contributionGone(closeout),
    retroNotOwn: notOwn(closeout, true),
    retroNotOwnNamed: notOwn(closeout, false),
    retroImported: retroImported(closeout, sayings),
    retroClosed: retroClosed(closeout, retro),
    retroNotFacilitator: notFacilitator(closeout, ["U0ANA", "U0TOM"]),
    retroUnknown: unknownRetroWord(words, words, commands),
    actionUnknown: unknownActionWord(words, words, commands),
    actionsNoneHere: noActionsHere(commands),
    actionNoSuch: noSuchAction(closeout, 7, commands),
    ...(first === undefined
      ? {}
      : {
          actionChanged: actionChanged(closeout, first),
          actionAssign: actionAssignModal(closeout, first, { c: closeout.id, a: 1, ch: "C0HRPROD" }),
          actionDue: actionDueModal(closeout, first, { c: closeout.id, a: 1 }),
        }),
    ...(named === undefined || unnamed === undefined || last === undefined
      ? {}
      : {
          retroContributed: contributed(closeout, named, secret),
          retroContributedUnnamed: contributed(closeout, unnamed, secret),
          retroVoted: voted(named, true),
          retroVoteBack: voted(named, false),
          retroEdit: editContributionModal(closeout, retro, last, metadata),
        }),
  };
}
