import { z } from "zod";
import { archiveActionIds, archiveCallbackIds } from "./archive/actions-archive.ts";
import { baselineActionIds, baselineCallbackIds } from "./baseline/actions-baseline.ts";
import { budgetActionIds, budgetCallbackIds } from "./budget/actions-budget.ts";
import { certificateActionIds, certificateCallbackIds } from "./certificate/certificate-ids.ts";
import { closingActionIds, closingCallbackIds } from "./closing/actions-closing.ts";
import { below, id, json, page } from "./codec.ts";
import { decommissionActionIds, decommissionCallbackIds } from "./decommission/actions-decommission.ts";
import { handoverActionIds, handoverCallbackIds } from "./handover/actions-handover.ts";
import { auditActionIds } from "./ledger/actions-audit.ts";
import { reportActionIds, reportCallbackIds } from "./report/actions-report.ts";
import { retroActionIds } from "./retro/actions-retro.ts";
import { signoffActionIds, signoffCallbackIds } from "./signoff/signoff-ids.ts";

/**
 * Everything that leaves us inside a Slack message or view and comes back with a click: ids and the values that ride on
 * buttons and options. Each is declared here once; handlers decode with the same codec that the builders encode with.
 */

/** `action_id` of every control. Names are stable: old messages keep their buttons for years. */
export const actionIds = {
  itemDone: "item.done",
  itemUndo: "item.undo",
  itemTake: "item.take",
  itemShow: "item.show",
  /** Static select; its options carry {@link snoozeOption}. */
  itemSnooze: "item.snooze",
  /** Overflow menu; its options carry {@link moreOption}. */
  itemMore: "item.more",
  itemSkip: "item.skip",
  itemAssign: "item.assign",
  itemDue: "item.due",
  itemNote: "item.note",
  /** Buttons of a digest's pages; value {@link digestPageRef}. */
  digestPrevious: "digest.page.previous",
  digestNext: "digest.page.next",
  /** Buttons of the card and of Home; value {@link closeoutRef}. */
  cardItems: "card.items",
  cardTodo: "card.todo",
  cardHelp: "card.help",
  closeoutSettings: "closeout.settings",
  /** Pages of the list of items; value {@link itemsPageRef}. */
  itemsPrevious: "items.page.previous",
  itemsNext: "items.page.next",
  /** Pages of `todo`; value {@link pageRef}. */
  todoPrevious: "todo.page.previous",
  todoNext: "todo.page.next",
  /** Pages of Home; value {@link homePageRef}. The two lists turn separately. */
  homeTodoPrevious: "home.todo.previous",
  homeTodoNext: "home.todo.next",
  homeCloseoutsPrevious: "home.closeouts.previous",
  homeCloseoutsNext: "home.closeouts.next",
  /** Static select of help topics; option values {@link helpTopicSchema}. */
  helpTopic: "help.topic",
  /** Button offered where there is no closeout yet; no value. */
  startOpen: "start.open",
  /** The migration in the form that starts a closeout: choosing one fills in what Sensei knows of it. */
  startMigration: "start.migration",
  ...baselineActionIds,
  ...certificateActionIds,
  ...archiveActionIds,
  ...reportActionIds,
  ...signoffActionIds,
  ...auditActionIds,
  ...retroActionIds,
  ...budgetActionIds,
  ...handoverActionIds,
  ...decommissionActionIds,
  ...closingActionIds,
} as const;
export type ActionId = (typeof actionIds)[keyof typeof actionIds];

/** `callback_id` of every modal that is submitted, and of the message shortcut. */
export const callbackIds = {
  start: "closeout.start",
  settings: "closeout.settings",
  skip: "item.skip",
  snooze: "item.snooze",
  assign: "item.assign",
  due: "item.due",
  note: "item.note",
  ...baselineCallbackIds,
  ...archiveCallbackIds,
  ...reportCallbackIds,
  ...budgetCallbackIds,
  ...handoverCallbackIds,
  ...closingCallbackIds,
  /** Read-only modals: they are never submitted, only paged and clicked in. */
  item: "item.details",
  items: "items.list",
  todo: "todo.list",
  help: "help",
  /** The message shortcut "Add to closeout item". */
  addToItem: "message.add_to_item",
  home: "home",
  ...certificateCallbackIds,
  ...signoffCallbackIds,
  ...decommissionCallbackIds,
} as const;
export type CallbackId = (typeof callbackIds)[keyof typeof callbackIds];

const closeoutWire = z.object({ c: id });
const itemWire = z.object({ c: id, i: id });

/** Value of a button that concerns a whole closeout. */
export const closeoutRef = json(closeoutWire);
export type CloseoutRef = z.output<typeof closeoutRef>;

/** Value of a button that concerns one item: `c` the closeout's id, `i` the item's. */
export const itemRef = json(itemWire);
export type ItemRef = z.output<typeof itemRef>;

/** What a person can choose under "Snooze". `date` opens the modal. */
export const snoozeChoices = ["1h", "tomorrow", "next-working-day", "date"] as const;
export const snoozeOption = json(itemWire.extend({ s: z.enum(snoozeChoices) }));
export type SnoozeOption = z.output<typeof snoozeOption>;

/** What a person can choose under "⋯". `take` acts at once, the others open a modal. */
export const moreActs = ["take", "assign", "skip", "note", "due", "show"] as const;
export const moreOption = json(itemWire.extend({ a: z.enum(moreActs) }));
export type MoreOption = z.output<typeof moreOption>;

/** Value of a digest's page buttons: `d` the delivery's id, `p` the page to turn to, counted from 0. */
export const digestPageRef = json(z.object({ d: id, p: page }));
export type DigestPageRef = z.output<typeof digestPageRef>;

/** Value of page buttons of a list of items. */
export const itemsPageRef = json(closeoutWire.extend({ p: page }));
export type ItemsPageRef = z.output<typeof itemsPageRef>;

/** Value of page buttons that need no more than the page. */
export const pageRef = json(z.object({ p: page }));
export type PageRef = z.output<typeof pageRef>;

/** Value of Home's page buttons: `t` the page of what waits for me, `c` the page of my closeouts. */
export const homePageRef = json(z.object({ t: page, c: page }));
export type HomePageRef = z.output<typeof homePageRef>;

/** Topics of the help. */
export const helpTopics = ["start", "items", "reminders", "people", "commands"] as const;
export const helpTopicSchema = z.enum(helpTopics);
export type HelpTopic = z.infer<typeof helpTopicSchema>;

/**
 * `private_metadata` of the modals that act on an item: which one (absent in the shortcut's modal, where it is chosen), and
 * where the person came from, so that the answer goes back there.
 */
export const itemModalMetadata = json(
  z.object({
    c: id,
    i: id.optional(),
    /** Channel in which the person clicked; absent when they came from Home. */
    ch: id.optional(),
    from: z.enum(["message", "home", "details", "list", "shortcut"]).optional(),
    below: below.optional(),
  }),
);
export type ItemModalMetadata = z.output<typeof itemModalMetadata>;

/** `private_metadata` of the settings and of the list of items. */
export const closeoutModalMetadata = json(z.object({ c: id, ch: id.optional(), p: page.optional() }));
export type CloseoutModalMetadata = z.output<typeof closeoutModalMetadata>;

/**
 * `private_metadata` of the start modal: the channel in which the closeout will live, how often the form was filled in by a
 * choice of migration, and what it was filled in with (name, date, time), so that what a person typed is told from it.
 */
export const startModalMetadata = json(
  z.object({
    ch: id,
    n: z.int().min(0).default(0),
    f: z.object({ n: z.string(), d: z.string(), t: z.string() }).optional(),
  }),
);
export type StartModalMetadata = z.output<typeof startModalMetadata>;

/** `private_metadata` of Home: which pages are shown, so that it can be published again as it was. */
export const homeMetadata = homePageRef;

/** Message metadata by which a delivery is found again: see `find` of the chat port. */
export const deliveryMetadata = {
  eventType: "closeout_delivery",
  payload: z.object({ delivery_id: z.string() }),
} as const;
