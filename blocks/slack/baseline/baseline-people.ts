import { Temporal } from "temporal-polyfill";
import type { Sending } from "../../../src/domain/baseline/measurement.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { type Role, roleNames } from "../../../src/domain/role.ts";
import { dateToken } from "../dates.ts";
import { mention } from "../mrkdwn.ts";

/** "technical lead and business sponsor". */
export function sharedAs(held: readonly Role[]): string {
  const names = held.map((role) => roleNames[role]);
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

/** A moment as its reader sees it; ISO text as it is kept, or the moment itself. */
export function momentOf(at: Temporal.Instant | string, timeZone: string): string {
  return dateToken(typeof at === "string" ? Temporal.Instant.from(at) : at, "moment", timeZone);
}

/** "Sent to @tom (technical lead), … by @ana, today at 14:30." and how often before. */
export function sentWords({ timeZone }: Pick<Closeout, "timeZone">, sendings: readonly Sending[]): string {
  const last = sendings.at(-1);
  if (last === undefined) return "It was not sent to anybody yet.";
  const people = last.recipients.map(({ user, roles }) => `${mention(user)} (${sharedAs(roles)})`);
  const before = sendings.length - 1;
  const again = before === 0 ? "" : ` It had been sent ${before === 1 ? "once" : `${before} times`} before.`;
  return `Sent to ${people.join(", ")} by ${mention(last.by.user)}, ${momentOf(last.at, timeZone)}.${again}`;
}
