import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { textOf } from "../bundle/bundle-entry.ts";
import type { SignoffEvent, SignoffRecord } from "../bundle/bundle-signoffs.ts";
import type { PaperPart } from "../paper.ts";

/** What happened about a request besides the decisions, for its certificate. */

type Data = SignoffEvent["data"];

const eventWords: Readonly<Record<string, (data: Data) => string>> = {
  "signoff.questioned": () => "asked a question",
  "signoff.delegated": (data) => `asked ${named(data, "toName")} to decide in their place`,
  "signoff.delegation_accepted": (data) => `accepted to decide in the place of ${named(data, "name")}`,
  "signoff.delegation_declined": (data) => `declined to decide in the place of ${named(data, "name")}`,
  "signoff.delegation_revoked": (data) => `took back that ${named(data, "fromName")} decides`,
  "signoff.replaced": (data) => `put ${named(data, "name")} in the place of ${replacedName(data)}`,
  "signoff.signatory_left": (data) =>
    `noticed that whoever is awaited in the place of ${named(data, "name")} has left the workspace`,
  "signoff.withdrawn": () => "withdrew the request",
  "signoff.expired": () => "noticed that the time was over",
  "signoff.superseded": () => "noticed that a document has changed",
  "signoff.overridden": () => "went on without the missing approvals",
};

function named(data: Data, member: string): string {
  return textOf(data, member) ?? "somebody";
}

const replacedSchema = z.looseObject({ insteadOf: z.looseObject({ name: z.string() }) });

function replacedName(data: Data): string {
  return replacedSchema.safeParse(data).data?.insteadOf.name ?? "somebody";
}

/** What else happened, without reminders and without what the facts say already. */
export function eventParts({ events }: SignoffRecord, timeZone: string): readonly PaperPart[] {
  const rows = events.flatMap(({ event, entry, at, by, data }) => {
    const words = eventWords[event]?.(data);
    const said = textOf(data, "words") ?? textOf(data, "reason");
    return words === undefined
      ? []
      : [
          [
            shortMoment(at, timeZone),
            `${"user" in by ? `${by.name} (${by.user})` : "Closeout"} ${words}${said === undefined ? "." : `: ${said}`}`,
            String(entry),
          ],
        ];
  });
  if (rows.length === 0) return [];
  const columns = [
    { title: "When", share: 25 },
    { title: "What happened", share: 65 },
    { title: "Entry", share: 10, align: "right" },
  ] as const;
  return [
    { kind: "heading", level: 1, text: "What else happened" },
    { kind: "table", columns, rows, empty: "" },
  ];
}

/** A moment in a narrow column: date and time, zone, and UTC, each on a line. */
export function shortMoment(instant: string, timeZone: string): string {
  const moment = Temporal.Instant.from(instant);
  const text = (zone: string) =>
    moment.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "second" }).replace("T", " ");
  return `${text(timeZone)}\n${timeZone}\n${text("UTC")} UTC`;
}
