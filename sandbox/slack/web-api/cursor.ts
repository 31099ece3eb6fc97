import { SlackApiError } from "../api-error.ts";

/** An opaque cursor for the page that begins at `position`. */
export function writeCursor(position: number): string {
  return Buffer.from(`next:${position}`).toString("base64");
}

/** Reads a cursor; `undefined` when none was given. @throws SlackApiError `invalid_cursor`. */
export function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined || cursor === "") return undefined;
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, "base64").toString());
  if (match === null) throw new SlackApiError("invalid_cursor");
  return Number(match[1]);
}

/** One page of a list, with Slack's way of naming the next one. */
export function pageOf<T>(items: readonly T[], cursor: string | undefined, limit: number) {
  const start = readCursor(cursor) ?? 0;
  const end = start + limit;
  const next = end < items.length ? writeCursor(end) : "";
  return { page: items.slice(start, end), response_metadata: { next_cursor: next } };
}
