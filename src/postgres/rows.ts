import type { Selectable } from "kysely";
import type { Item, ItemNote, ItemState } from "../domain/checklist/item.ts";
import type { Occurrence } from "../domain/checklist/occurrence.ts";
import type { Closeout } from "../domain/closeout.ts";
import { type Conversation, conversationKey } from "../domain/conversation.ts";
import { type Installation, installationKey, parseInstallationKey } from "../domain/identity.ts";
import type { Lane } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** Between rows and domain data. Rows are written by this program alone, so their JSON is trusted once typed by the schema. */

export function toCloseout(
  row: Omit<Selectable<Database["closeout"]>, "template" | "head_sign_at">,
): Closeout {
  return {
    id: row.id,
    installation: parseInstallationKey(row.installation),
    channel: row.channel,
    name: row.name,
    migration: row.migration,
    cutover: row.cutover,
    timeZone: row.time_zone,
    owner: row.owner,
    roles: row.roles,
    budgetEstimate: row.budget_estimate ?? undefined,
    settings: row.settings,
    template: { name: row.template_name, sha256: row.template_sha256 },
    status: row.status,
    startedAt: row.started_at,
  };
}

/** The closeout's columns without its template, which is large and rarely wanted. */
export const closeoutColumns = [
  "id",
  "installation",
  "channel",
  "name",
  "migration_id",
  "migration",
  "cutover",
  "time_zone",
  "owner",
  "roles",
  "budget_estimate",
  "settings",
  "template_name",
  "template_sha256",
  "status",
  "started_at",
  "ledger_seq",
  "ledger_hash",
] as const;

function toItemState(row: Selectable<Database["item"]>): ItemState {
  if (row.state === "open") return { kind: "open" };
  if (row.settled_by === null || row.settled_at === null)
    throw new TypeError(`Item ${row.id} is settled by nobody`);
  const { settled_by: by, settled_at: at } = row;
  if (row.state === "done") return { kind: "done", by, at };
  if (!("user" in by)) throw new TypeError(`Item ${row.id} was skipped by nobody`);
  return { kind: "skipped", by, at, reason: row.reason ?? "" };
}

export function toItem(row: Selectable<Database["item"]>): Item {
  return {
    closeoutId: row.closeout_id,
    id: row.id,
    list: row.list,
    position: row.position,
    title: row.title,
    due: row.due,
    state: toItemState(row),
    assignee: row.assignee ?? undefined,
    snoozedUntil: row.snoozed_until ?? undefined,
  };
}

/** The columns of an item that a change can touch. */
export function itemState(item: Item) {
  const { state } = item;
  return {
    due: item.due,
    state: state.kind,
    settled_by: state.kind === "open" ? null : JSON.stringify(state.by),
    settled_at: state.kind === "open" ? null : state.at,
    reason: state.kind === "skipped" ? state.reason : null,
    assignee: item.assignee ?? null,
    snoozed_until: item.snoozedUntil ?? null,
  };
}

export function itemRow(item: Item) {
  return {
    closeout_id: item.closeoutId,
    id: item.id,
    list: item.list,
    position: item.position,
    title: item.title,
    ...itemState(item),
  };
}

export function toNote(row: Selectable<Database["item_note"]>): ItemNote {
  return {
    id: row.id,
    closeoutId: row.closeout_id,
    itemId: row.item_id,
    by: row.written_by,
    at: row.at,
    kind: row.kind,
    text: row.text,
  };
}

export function occurrenceRow(occurrence: Occurrence) {
  return {
    closeout_id: occurrence.closeoutId,
    item_id: occurrence.itemId,
    kind: occurrence.kind,
    moment: occurrence.moment,
  };
}

export function toOccurrence(
  row: Pick<Selectable<Database["occurrence"]>, "closeout_id" | "item_id" | "kind" | "moment">,
): Occurrence {
  return { closeoutId: row.closeout_id, itemId: row.item_id, kind: row.kind, moment: row.moment };
}

/** Inverse of {@link conversationKey}. */
export function parseConversationKey(key: string): Conversation {
  const id = key.slice(key.indexOf(":") + 1);
  return key.startsWith("channel:") ? { kind: "channel", channel: id } : { kind: "direct", user: id };
}

export function toLane(row: { installation: string; conversation: string }): Lane {
  return {
    installation: parseInstallationKey(row.installation),
    conversation: parseConversationKey(row.conversation),
  };
}

export function laneRow(lane: { installation: Installation; conversation: Conversation }) {
  return {
    installation: installationKey(lane.installation),
    conversation: conversationKey(lane.conversation),
  };
}
