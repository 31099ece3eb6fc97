import type { HomeView, ModalView } from "@slack/types";
import { helpTopics } from "../../../blocks/slack/actions.ts";
import { itemMessage, itemModal } from "../../../blocks/slack/checklist/item-details.ts";
import {
  addToItemModal,
  assignModal,
  dueModal,
  noteModal,
  skipModal,
  snoozeModal,
} from "../../../blocks/slack/checklist/item-modals.ts";
import { itemsMessage, itemsModal } from "../../../blocks/slack/checklist/items.ts";
import { statusMessage } from "../../../blocks/slack/checklist/status.ts";
import { todoMessage, todoModal } from "../../../blocks/slack/checklist/todo.ts";
import { closeoutListMessage } from "../../../blocks/slack/closing/closeout-list.ts";
import {
  closedAlready,
  closingMessage,
  notReadyToClose,
  placeTaken,
  reopenModal,
} from "../../../blocks/slack/closing/closing.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import {
  cannotStart,
  itemAlready,
  itemChanged,
  itemSettled,
  itemsChanged,
  settingsChanged,
  settingsUnchanged,
} from "../../../blocks/slack/outcomes.ts";
import {
  closeoutClosed,
  noCloseoutHere,
  noSuchItem,
  notAdmitted,
  notPermitted,
  somethingFailed,
  unavailable,
  unknownCommand,
} from "../../../blocks/slack/refusals.ts";
import { greetingMessage, helpMessage, helpModal, noSuchTopic } from "../../../blocks/slack/start/help.ts";
import { homeView } from "../../../blocks/slack/start/home.ts";
import { cannotDoSo } from "../../../blocks/slack/start/misuse.ts";
import { settingsModal } from "../../../blocks/slack/start/settings-modal.ts";
import { fillingOf, startModal } from "../../../blocks/slack/start/start-modal.ts";
import { everyOffer, type ItemOffers } from "../../../src/domain/checklist/governed-item.ts";
import type { Item, ItemNote, ItemState } from "../../../src/domain/checklist/item.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Closing } from "../../../src/domain/closing.ts";
import type { DigestLine } from "../../../src/domain/notice.ts";
import type { ItemsView, ItemView } from "../../../src/domain/views.ts";
import { archiveSurfaces } from "./archive-surfaces.ts";
import { auditSurfaces } from "./audit-surfaces.ts";
import { budgetSurfaces } from "./budget-surfaces.ts";
import { certificateSurfaces } from "./certificate-surfaces.ts";
import { cleanupSurfaces } from "./cleanup-surfaces.ts";
import { decommissionSurfaces } from "./decommission-surfaces.ts";
import { ana, at, card, closeout, digest, item, line, now } from "./fixtures.ts";
import { handoverSurfaces } from "./handover-surfaces.ts";
import { retroSurfaces } from "./retro-surfaces.ts";
import { requestOf, seatOf, signoffSurfaces } from "./signoff-surfaces.ts";
import { baselineSurfaces } from "./surfaces-baseline.ts";
import { reportSurfaces } from "./surfaces-report.ts";

export type Surface = Message | ModalView | HomeView;

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };
const origin = { channel: "C0HRPROD", from: "message" } as const;

/** Everything that may be offered for an item. */
const offers: readonly ItemOffers[] = [
  everyOffer,
  ...(["evidence", "step", "irreversible_step", "decommission", "none"] as const).map((settle) => ({
    settle,
    skip: false,
    undo: false,
  })),
];

/**
 * Everything that we ever show, with somebody's words in every place that takes words, and as many of everything as there may be.
 */
export function allSurfaces(words: string, many: number): Record<string, Surface> {
  const project = closeout({
    name: words,
    migration: {
      id: "m",
      name: words,
      source: words,
      target: words,
      engines: words,
      status: words,
      recordsTotal: 1e15,
    },
  });
  const items = manyItems(words, many);
  const only = items[0] ?? item({ title: words });
  const itemsView: ItemsView = {
    closeout: project,
    now,
    lists: [
      { id: "a", title: words, parent: undefined, items },
      ...items.slice(0, 20).map((one) => ({ id: one.id, title: words, parent: "I1", items: [one] })),
    ],
  };
  return {
    ...notices(words, many, project, items),
    ...baselineSurfaces(words, many, project),
    ...details(words, many, project),
    ...answers(words, project, items),
    ...cleanupSurfaces(words, project, items),
    ...certificateSurfaces(words, many, project),
    ...archiveSurfaces(words, many, project),
    ...auditSurfaces(words, many, project),
    ...reportSurfaces(words, many, project),
    ...retroSurfaces(words, many, project),
    ...budgetSurfaces(words, many, project),
    ...handoverSurfaces(words, many, project),
    ...decommissionSurfaces(words, many, project),
    ...signoffSurfaces(words, many, project),
    items: itemsMessage(itemsView),
    itemsLast: itemsMessage(itemsView, many),
    itemsModal: itemsModal(itemsView, 1, { channel: "C0HRPROD" }),
    todo: todoMessage(
      { now, entries: items.map((one) => ({ closeout: project, item: one, offers: everyOffer })) },
      commands,
    ),
    todoNext: todoMessage(
      { now, entries: items.map((one) => ({ closeout: project, item: one, offers: everyOffer })) },
      commands,
      1,
    ),
    todoWindow: todoModal(
      { now, entries: items.map((one) => ({ closeout: project, item: one, offers: everyOffer })) },
      commands,
      1,
    ),
    helpWindow: helpModal(commands, "commands"),
    startRefilled: startModal(
      "C0HRPROD",
      { timeZone: "America/Argentina/ComodRivadavia" },
      {
        filling: {
          name: fillingOf({ name: words, timeZone: "UTC" }).name,
          date: "2026-03-02",
          time: "02:30",
        },
        filled: { name: fillingOf({ name: words, timeZone: "UTC" }).name, date: "2026-03-02", time: "02:30" },
        revision: 7,
        obstacle: cannotStart({ kind: "migration_not_ready", migration: { name: words, status: words } })
          .text,
      },
    ),
    todoApprovals: todoMessage(
      {
        now,
        entries: items.map((_, index) => ({
          closeout: project,
          request: requestOf({ title: words }),
          offer: index % 2 === 0 ? undefined : seatOf(),
        })),
      },
      commands,
    ),
    todoEmpty: todoMessage({ now, entries: [] }, commands),
    home: homeView(
      {
        now,
        todo: items.map((one) => ({ closeout: project, item: one, offers: everyOffer })),
        closeouts: items.map(() => ({ kind: "open", card: card({ closeout: project }) }) as const),
      },
      "U0ANA",
      commands,
      { t: 1, c: 1 },
    ),
    closeoutList: closeoutListMessage(
      items.map((_, index) =>
        index % 2 === 0
          ? ({ kind: "open", card: card({ closeout: project }) } as const)
          : ({ kind: "closed", closeout: { ...project, status: "closed" } } as const),
      ),
      "U0ANA",
      commands,
      1,
    ),
    closeoutListEmpty: closeoutListMessage([], "U0ANA", commands),
    ...closingSurfaces(words, project, items),
    homeEmpty: homeView({ now, todo: [], closeouts: [] }, "U0ANA", commands),
    start: startModal("C0HRPROD", {
      migration: { id: "m".repeat(150), name: words, status: words },
      name: words,
      cutover: at("2026-03-02T02:30"),
      timeZone: "America/Argentina/ComodRivadavia",
    }),
    settings: settingsModal(project, { channel: "C0HRPROD" }),
    skip: skipModal(project, only, origin),
    snooze: snoozeModal(project, only, origin),
    assign: assignModal(project, only, origin),
    due: dueModal(project, only, origin),
    note: noteModal(project, only, origin, { kind: "note", text: words }),
    addToItem: addToItemModal(itemsView, origin, { kind: "evidence", text: words }),
  };
}

/** What is said about closing and opening again. */
function closingSurfaces(words: string, project: Closeout, items: readonly Item[]): Record<string, Surface> {
  const by = { user: "U0ANA", name: words };
  const notice = (closing: Closing) => ({
    kind: "closing" as const,
    closeout: project,
    closing,
    thanks: items.map((_, index) => `U0${index}`),
    unnamed: 2,
    openActions: 1,
  });
  const report = undefined;
  return {
    closed: closingMessage(notice({ kind: "closed", number: 1, at: now, by, report: 3, signoff: 2 })),
    reopened: closingMessage(notice({ kind: "reopened", number: 2, at: now, by, reason: words })),
    notReadyToClose: notReadyToClose(
      { closeout: project, now },
      [
        { kind: "items", items },
        { kind: "report" },
        { kind: "acceptance", report, state: "none", request: undefined },
      ],
      commands,
    ),
    closedAlready: closedAlready(project, commands),
    placeTaken: placeTaken(project),
    reopenModal: reopenModal(project, "C0HRPROD"),
  };
}

function notices(
  words: string,
  many: number,
  project: Closeout,
  items: readonly Item[],
): Record<string, Surface> {
  const lines = items.map(
    (one, index): DigestLine =>
      line({
        item: one,
        reason: (["overdue", "due", "soon", "snoozed", "sponsor"] as const)[index % 5] ?? "due",
        daysOverdue: index % 3,
        ownerInformed: true,
        lateSince: at("2026-02-27T09:00"),
        offers: offers[index % offers.length] ?? everyOffer,
      }),
  );
  const separate = lines.map((one, index) => ({ closeout: { ...project, id: `c${index}` }, lines: [one] }));
  const full = card({
    closeout: project,
    phases: items.map((one) => ({ list: one.id, title: words, settled: 1, total: 3, next: one })),
    overdue: items,
    awaited: items.map(() => ({ user: "U0MARIA", items })),
    decommission: { notBefore: at("2026-03-30T02:30"), waitingFor: items },
  });
  return {
    card: renderNotice(full),
    status: statusMessage(full),
    digest: renderNotice(digest(lines, { page: 1, sections: [{ closeout: project, lines }] })),
    directDigest: renderNotice(digest([], { audience: "direct", sections: separate })),
    directDigestNext: renderNotice(digest([], { audience: "direct", sections: separate, page: many })),
    undelivered: renderNotice({
      kind: "undelivered",
      closeout: project,
      what: "card",
      where: { kind: "channel", channel: words },
      reason: words,
    }),
  };
}

function details(words: string, many: number, project: Closeout): Record<string, Surface> {
  const notes = Array.from(
    { length: many },
    (_, index): ItemNote => ({
      id: `n${index}`,
      closeoutId: project.id,
      itemId: "I3",
      by: ana,
      at: now,
      kind: index % 3 === 0 ? "evidence" : "note",
      text: index % 6 === 0 ? `https://example.com/${words}` : words,
    }),
  );
  const view = (state: ItemState, may: boolean): ItemView => ({
    closeout: project,
    now,
    item: item({ title: words, state, snoozedUntil: at("2026-03-05T09:00") }),
    hint: words,
    notes,
    mayChange: may,
    maySkip: may,
    mayChangeDue: may,
    offers: may ? everyOffer : { settle: "irreversible_step", skip: false, undo: false },
  });
  const skipped: ItemState = { kind: "skipped", by: ana, at: now, reason: words };
  return {
    itemModal: itemModal(view({ kind: "open" }, true), origin),
    itemModalSkipped: itemModal(view(skipped, true)),
    itemModalReadOnly: itemModal(view({ kind: "open" }, false)),
    itemMessage: itemMessage(view({ kind: "open" }, true)),
    itemMessageSkipped: itemMessage(view(skipped, false)),
  };
}

function answers(words: string, project: Closeout, items: readonly Item[]): Record<string, Surface> {
  const acts = ["complete", "reopen", "skip", "assign", "snooze", "due", "note", "evidence"] as const;
  const only = items[0] ?? item({ title: words });
  return {
    ...Object.fromEntries(acts.map((act) => [`changed-${act}`, itemChanged(project, only, act)])),
    ...Object.fromEntries(acts.map((act) => [`already-${act}`, itemAlready(project, only, act)])),
    itemSettled: itemSettled(project, only, commands),
    cannotDoSo: cannotDoSo(words, { type: "decommission step D1", does: "notes that it is done" }, commands),
    itemsChanged: itemsChanged(project, items.slice(0, 100), "complete"),
    settingsChanged: settingsChanged(project, []),
    settingsUnchanged: settingsUnchanged(project),
    channelTaken: cannotStart({ kind: "channel_taken", by: project }),
    migrationTaken: cannotStart({ kind: "migration_taken", by: project }),
    notReady: cannotStart({ kind: "migration_not_ready", migration: { name: words, status: words } }),
    notFound: cannotStart({ kind: "migration_not_found", id: words }),
    ...Object.fromEntries(
      (["guest", "foreign", "bot", "deactivated", "unknown"] as const).map((why) => [why, notAdmitted(why)]),
    ),
    noCloseoutHere: noCloseoutHere(commands),
    notPermitted: notPermitted(
      project,
      [
        { as: "owner", user: "U0ANA" },
        { as: "technical_lead", user: "U0TOM" },
      ],
      "skip",
    ),
    noSuchItem: noSuchItem(project, words, "I3", commands),
    unknownCommand: unknownCommand(words, "status", commands),
    somethingFailed: somethingFailed("c7f3a"),
    unavailable: unavailable(words),
    closed: closeoutClosed(project),
    help: helpMessage(commands),
    helpNoSuchTopic: noSuchTopic(words, commands),
    ...Object.fromEntries(helpTopics.map((topic) => [`help-${topic}`, helpMessage(commands, topic)])),
    greeting: greetingMessage(commands),
  };
}

function manyItems(words: string, many: number): readonly Item[] {
  const states: readonly ItemState[] = [
    { kind: "open" },
    { kind: "open" },
    { kind: "skipped", by: ana, at: now, reason: words },
    { kind: "done", by: ana, at: now },
  ];
  return Array.from({ length: many }, (_, index) =>
    item({
      id: `I${index + 1}`,
      title: words,
      state: states[index % states.length] ?? { kind: "open" },
      assignee: index % 2 === 0 ? undefined : "U0MARIA",
      snoozedUntil: index % 3 === 0 ? at("2026-03-05T09:00") : undefined,
    }),
  );
}
