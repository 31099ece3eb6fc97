import type { Temporal } from "temporal-polyfill";
import type { Item, ItemNote } from "../domain/checklist/item.ts";
import type { Occurrence } from "../domain/checklist/occurrence.ts";
import type { Closeout } from "../domain/closeout.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { Document } from "../domain/document.ts";
import type { Actor, Installation, Person } from "../domain/identity.ts";
import type { EntryKind, LedgerEntry } from "../domain/ledger/ledger.ts";
import type { SigningReason } from "../domain/ledger/ledger-signature.ts";
import type { RoleHolders } from "../domain/role.ts";
import type { Settings } from "../domain/settings.ts";
import type { ArtifactChanges } from "./artifacts.ts";
import type { BaselineChanges } from "./baselines.ts";
import type { BudgetChanges } from "./budgets.ts";
import type { BundleChanges } from "./bundles.ts";
import type { CertificateWrites } from "./certificates.ts";
import type { MessageRef, Profile } from "./chat.ts";
import type { ClosingChanges } from "./closings.ts";
import type { DecommissionWrites } from "./decommissions.ts";
import type { HandoverChanges } from "./handovers.ts";
import type { OperationChanges } from "./operations.ts";
import type { ReportChanges } from "./reports.ts";
import type { ActionItemChanges, RetroChanges } from "./retros.ts";
import type { SignoffWrites } from "./signoffs.ts";
import type { Subject } from "./subject.ts";

/** A line to be written to a closeout's ledger; sequence, time and hashes are the store's. */
export type NewEntry = {
  readonly actor: Actor;
  readonly kind: EntryKind;
  readonly data: LedgerEntry["data"];
};

/** Which message to send. Its words are composed when it is sent, from the state at that moment. */
export type NewDelivery = {
  readonly id: string;
  readonly conversation: Conversation;
  readonly subject: Subject;
};

/** Everything needed to open a closeout. */
export type NewCloseout = {
  readonly closeout: Closeout;
  /** The template's own text as JSON, kept for good: a closeout follows the template it was started from. */
  readonly template: unknown;
  readonly items: readonly Item[];
  readonly occurrences: readonly Occurrence[];
  readonly deliveries: readonly NewDelivery[];
  readonly entry: NewEntry;
};

export type StartOutcome =
  | { readonly kind: "started" }
  | { readonly kind: "channel_taken"; readonly by: Closeout }
  | { readonly kind: "migration_taken"; readonly by: Closeout };

/** Reading and changing closeouts. */
export interface Closeouts {
  /** Opens a closeout unless its channel or its migration already has an open one. */
  start(opening: NewCloseout): Promise<StartOutcome>;
  get(closeoutId: string): Promise<Closeout | undefined>;
  getMany(closeoutIds: readonly string[]): Promise<readonly Closeout[]>;
  openInChannel(installation: Installation, channel: string): Promise<Closeout | undefined>;
  openWithMigration(installation: Installation, migrationId: string): Promise<Closeout | undefined>;
  /** Open closeouts in which this person is owner, holds a role or is assigned an item. */
  openOf(installation: Installation, user: string): Promise<readonly Closeout[]>;
  /** All items, or those with one of these ids. */
  items(closeoutIds: readonly string[], itemIds?: readonly string[]): Promise<readonly Item[]>;
  notes(closeoutId: string, itemId: string): Promise<readonly ItemNote[]>;
  /** A document that the closeout keeps, by its SHA-256. */
  document(closeoutId: string, sha256: string): Promise<Document | undefined>;
  /** The template as it was when the closeout started; parse it with the template's schema. */
  template(closeoutId: string): Promise<unknown>;
  /** The last entries, newest first. */
  ledger(
    closeoutId: string,
    limit: number,
  ): Promise<readonly { readonly entry: LedgerEntry; readonly hash: string }[]>;
  /** The moment of the earliest reminder still waiting anywhere, for the sandbox's clock. */
  nextMoment(): Promise<Temporal.Instant | undefined>;
  /**
   * The one way to change an open closeout: locks it, runs `work`, and commits state, ledger entries and outgoing messages
   * together, or nothing. Lanes that now hold work are returned so that the queue can hurry.
   */
  change<T>(closeoutId: string, work: (change: CloseoutChange) => Promise<T>): Promise<Changed<T>>;
}

export type Changed<T> = { readonly result: T; readonly lanes: readonly Lane[] };

/** What can be done within one change of a closeout. */
export interface CloseoutChange {
  readonly closeout: Closeout;
  /** The retention register of this closeout. */
  readonly artifacts: ArtifactChanges;
  /** Its measurements of performance. */
  readonly baselines: BaselineChanges;
  readonly bundles: BundleChanges;
  readonly budget: BudgetChanges;
  readonly handover: HandoverChanges;
  readonly closing: ClosingChanges;
  item(itemId: string): Promise<Item | undefined>;
  items(): Promise<readonly Item[]>;
  saveItem(item: Item): Promise<void>;
  saveSettings(settings: Settings): Promise<void>;
  saveRoles(roles: RoleHolders): Promise<void>;
  /** `false` when this very note is there already: the answer to an earlier try was lost. */
  addNote(note: ItemNote): Promise<boolean>;
  /** What was said of one item, and what still waits, earliest first. What was dropped belongs to neither. */
  reminders(
    itemId: string,
  ): Promise<{ readonly announced: readonly Occurrence[]; readonly waiting: readonly Occurrence[] }>;
  /** Replaces the waiting reminders of one item; those already announced are left alone and never announced again. */
  replan(itemId: string, occurrences: readonly Occurrence[]): Promise<void>;
  readonly operations: OperationChanges;
  /** Keeps exact bytes; the same bytes again change nothing. */
  saveDocument(document: Document): Promise<void>;
  /** Puts messages into the outbox. Several into one conversation arrive in this order. */
  post(deliveries: readonly NewDelivery[]): Promise<void>;
  /** Appends to the ledger, in the order of the calls. */
  record(entry: NewEntry): Promise<void>;
  /** Signs the ledger's head as it is once all entries of this change are chained, in the same transaction. */
  signHead(why: SigningReason): Promise<void>;
  /** Makes the card and the latest messages that show these items stale, so that they are updated in place. */
  refresh(itemIds: readonly string[]): Promise<void>;
  /** Makes every message of this closeout stale whose subject has at least these members. */
  refreshAbout(subject: Partial<Subject>): Promise<void>;
  readonly certificates: CertificateWrites;
  /** Its requests for sign-off. */
  readonly signoffs: SignoffWrites;
  /** The draft of its final report, and the frozen versions. */
  readonly reports: ReportChanges;
  readonly retro: RetroChanges;
  readonly actionItems: ActionItemChanges;
  /** What happens in the decommissioning of its source. */
  readonly decommission: DecommissionWrites;
}

/** A closeout whose reminders have fallen due, locked for the sweep, with the items that they are about. */
export type DueCloseout = {
  readonly closeout: Closeout;
  readonly items: readonly Item[];
  readonly due: readonly Occurrence[];
};

/** What the sweep decided for one closeout. */
export type Announcement = {
  readonly closeoutId: string;
  readonly announced: readonly Occurrence[];
  /** Due reminders of items that are settled or snoozed: never to be shown. */
  readonly dropped: readonly Occurrence[];
  /** Successors of recurring reminders. */
  readonly planned: readonly Occurrence[];
  readonly reminders: readonly AnnouncedReminder[];
  readonly entry: NewEntry;
};

/** One reminder shown in one conversation. Unique on (occurrence, conversation): that is what "once" rests on. */
export type AnnouncedReminder = { readonly occurrence: Occurrence; readonly conversation: Conversation };

/** A reminder as part of a digest. */
export type Reminder = {
  readonly occurrence: Occurrence;
  readonly announcedAt: Temporal.Instant;
};

/** The sweep's side of the store. */
export interface Reminders {
  /**
   * Locks up to `limit` closeouts with due reminders (skipping those that another sweep holds), lets `decide` say what to
   * announce, and commits that with one delivery per conversation. Returns how many closeouts were handled and the
   * lanes that now hold work.
   */
  announceDue(
    now: Temporal.Instant,
    limit: number,
    decide: (due: readonly DueCloseout[]) => readonly Announcement[],
  ): Promise<{ readonly closeouts: number; readonly lanes: readonly Lane[] }>;
}

/** One conversation of one installation, as the unit in which messages are sent: one at a time and in order. */
export type Lane = { readonly installation: Installation; readonly conversation: Conversation };

/** A delivery in the hands of one worker, until its lane's lease runs out. */
export type ClaimedDelivery = Lane & {
  readonly id: string;
  readonly closeoutIds: readonly string[];
  readonly subject: Subject;
  /** The message as it stands in the conversation, if it was sent before. */
  readonly message: MessageRef | undefined;
  readonly pinned: boolean;
  /**
   * The message in whose thread it stands; `waiting` while that one was not sent yet. What has no thread, or one whose first message
   * will never be there, stands in the conversation itself.
   */
  readonly thread: MessageRef | "waiting" | undefined;
  /** An earlier attempt may have arrived: look for it, from this moment on, before sending. */
  readonly attemptedSince: Temporal.Instant | undefined;
  readonly revision: number;
  readonly reminders: readonly Reminder[];
};

/** Life of outgoing messages. All leases are reckoned by the database server, never by a worker's clock. */
export interface Deliveries {
  /** Free lanes that hold work, marked so that the next sweeps leave them to the queue for a while. */
  wanting(limit: number): Promise<readonly Lane[]>;
  /** Marks lanes in the same way before the queue is told of them, or takes that back when the queue did not listen. */
  nudged(lanes: readonly Lane[], nudged: boolean): Promise<void>;
  /**
   * Takes those of the given lanes that are free, for `leaseMs`, and from each the messages that want work: the oldest one
   * not yet sent, or where there is none, updates. The attempt is noted before it is made.
   */
  claim(lanes: readonly Lane[], now: Temporal.Instant): Promise<readonly ClaimedDelivery[]>;
  /** How long a claim holds, in milliseconds. */
  readonly leaseMs: number;
  /** Records outcomes and frees the lanes after the rest that each outcome asks for. */
  settle(outcomes: readonly Settled[]): Promise<void>;
  /** Records a permanent refusal in the ledgers concerned and tells their owners directly; returns the lanes to hurry. */
  refuse(delivery: ClaimedDelivery, reason: string): Promise<readonly Lane[]>;
  /** Shows another page of a message to everybody who sees it; `undefined` when there is no such message with pages. */
  turnPage(deliveryId: string, page: number): Promise<Lane | undefined>;
  /** How many messages are still to be sent or brought up to date. */
  outstanding(): Promise<number>;
  /** Lets refused cards of a conversation be sent after all, for we were let in again. */
  revive(lane: Lane): Promise<void>;
  /** Makes one message stale, for a person clicked on something that no longer applies. */
  refresh(deliveryId: string): Promise<Lane | undefined>;
}

/** What became of a claimed delivery. `later` was surely not accepted; `uncertain` must be looked for before it is sent again. */
export type Settled = { readonly delivery: ClaimedDelivery } & (
  | { readonly kind: "sent"; readonly message: MessageRef; readonly pinned: boolean }
  | { readonly kind: "later"; readonly afterMs: number }
  | { readonly kind: "uncertain"; readonly afterMs: number }
  /** Somebody deleted the message on the platform: it is to be sent anew. */
  | { readonly kind: "lost" }
);

/** Remembers what was received, so that a request that arrives again has one effect and gets the first answer. */
export interface Inbox {
  /**
   * Runs `work` for the first arrival of `key` and remembers its answer; later arrivals, also concurrent ones on other
   * processes, get that answer. When `work` throws, the key is forgotten and the error passes on.
   */
  once<T>(
    installation: Installation,
    key: string,
    work: () => Promise<T>,
    answer: AnswerCodec<T>,
  ): Promise<T>;
  /** Forgets what no platform will repeat any more (after a day). */
  forgetOld(): Promise<void>;
}

/** How an answer is kept as JSON and read back. */
export type AnswerCodec<T> = { encode(answer: T): unknown; decode(json: unknown): T };

/** Profiles of people, remembered for a few minutes so that every click need not ask the platform. */
export interface People {
  profile(installation: Installation, user: string): Promise<Profile | undefined>;
}

/** A person whose membership was checked at the door. */
export type Member = Person & { readonly timeZone: string | undefined };
