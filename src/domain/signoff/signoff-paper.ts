import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { textOf } from "../bundle/bundle-entry.ts";
import { documentsOf, type SignoffEvent, type SignoffRecord } from "../bundle/bundle-signoffs.ts";
import { actorSchema } from "../identity.ts";
import type { Paper, PaperPart } from "../paper.ts";
import { roleNames, roles } from "../role.ts";
import { eventParts, shortMoment } from "./signoff-paper-events.ts";

/** What the paper says besides the record. */
export type SignoffPaperContext = {
  readonly closeout: { readonly id: string; readonly name: string };
  /** `HR_PROD → hr_production`. */
  readonly migration: string;
  /** IANA zone in which people read times. */
  readonly timeZone: string;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly madeAt: Temporal.Instant;
};

/** The sign-off certificate: who decided, when, in which role, what that states, on which documents. */
export function signoffPaper(record: SignoffRecord, context: SignoffPaperContext): Paper {
  const { data } = record.requested;
  const title = textOf(data, "title") ?? "Sign-off";
  return {
    title: `Sign-off certificate ${record.number}`,
    subtitle: [...new Set([title, context.closeout.name, context.migration])].join(" · "),
    footer: `Closeout ${context.closeout.id} · sign-off ${record.number} · ledger head #${context.head.seq} ${shortHash(context.head.hash)}`,
    madeAt: context.madeAt,
    parts: [
      { kind: "facts", facts: factsOf(record, context.timeZone) },
      { kind: "heading", level: 1, text: "What an approval states" },
      { kind: "statement", text: `“${textOf(data, "meaning") ?? ""}”` },
      { kind: "heading", level: 1, text: "Decisions" },
      ...decisionParts(record, context.timeZone),
      { kind: "heading", level: 1, text: "Documents" },
      documentTable(record),
      ...eventParts(record, context.timeZone),
      { kind: "heading", level: 1, text: "How to check this" },
      {
        kind: "paragraph",
        text: `Every line of this page stands in the ledger of this closeout, in the entry whose number it gives. The ledger's head here is entry ${context.head.seq} with the SHA-256`,
      },
      { kind: "paragraph", text: context.head.hash },
      {
        kind: "paragraph",
        text: "The README of the bundle that this page comes with says how to check the ledger, the documents and this page.",
      },
    ],
  };
}

function shortHash(hash: string): string {
  return `${hash.slice(0, 4)}…${hash.slice(-2)}`;
}

const stateWords: Readonly<Record<string, string>> = {
  open: "Open: it has not ended yet",
  approved: "Approved",
  rejected: "Rejected",
  withdrawn: "Withdrawn",
  expired: "Expired without an outcome",
  superseded: "Void: a document has changed since",
  overridden: "Overridden: it went on without the missing approvals",
};

function factsOf({ requested, state, events }: SignoffRecord, timeZone: string) {
  const { data } = requested;
  const end = events.findLast(({ event }) => endKinds.has(event));
  const reason = end && textOf(end.data, "reason");
  const facts: { name: string; value: string; tone?: "good" | "bad" }[] = [
    {
      name: "Outcome",
      value: stateWords[state] ?? state,
      ...(state === "approved" ? { tone: "good" } : state === "open" ? {} : { tone: "bad" }),
    },
    ...(end === undefined
      ? []
      : [{ name: "Ended", value: `${momentWords(end.at, timeZone)} · entry ${end.entry}` }]),
    ...(reason === undefined ? [] : [{ name: "Because", value: reason }]),
    { name: "Purpose", value: (textOf(data, "purpose") ?? "").replaceAll("_", " ") },
    {
      name: "Requested by",
      value: `${actorWords(requested.by)}\n${momentWords(requested.at, timeZone)} · entry ${requested.entry}`,
    },
    { name: "To be decided by", value: momentWords(textOf(data, "decideBy"), timeZone) },
    { name: "Needed", value: quorumWords(data["quorum"], data["order"]) },
  ];
  return facts;
}

const endKinds: ReadonlySet<string> = new Set([
  "signoff.completed",
  "signoff.withdrawn",
  "signoff.expired",
  "signoff.superseded",
  "signoff.overridden",
]);

const quorumSchema = z.looseObject({ kind: z.string(), people: z.number().optional() });

function quorumWords(quorum: unknown, order: unknown): string {
  const read = quorumSchema.safeParse(quorum).data;
  const who =
    read?.people === undefined ? "All who are asked" : `${read.people} different people of those asked`;
  return `${who}, ${order === "sequence" ? "one after another" : "in any order"}`;
}

const seatSchema = z.looseObject({
  seat: z.string(),
  role: z.string().nullable(),
  user: z.string(),
  name: z.string(),
});
type SeatWords = z.infer<typeof seatSchema>;

const replacedSchema = seatSchema.extend({ insteadOf: seatSchema });

const decisionSchema = seatSchema.extend({
  decidedAt: z.string(),
  timeZone: z.string(),
  words: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
});

function decisionParts(
  { requested, decisions, events, state }: SignoffRecord,
  timeZone: string,
): readonly PaperPart[] {
  const decided = new Set(decisions.map(({ data }) => textOf(data, "seat")));
  const waiting = presentSeats(requested, events).filter(({ seat }) => !decided.has(seat));
  return [
    {
      kind: "table",
      columns: [
        { title: "Who", share: 26 },
        { title: "In which role", share: 22 },
        { title: "Decision", share: 17 },
        { title: "When", share: 32 },
        { title: "Words", share: 33 },
        { title: "Entry", share: 9, align: "right" },
      ],
      rows: decisions.map((decision) => decisionRow(decision, timeZone)),
      empty: "Nobody has decided.",
    },
    ...(state === "superseded"
      ? [
          {
            kind: "paragraph",
            text: "These decisions are void: they were given on documents that have changed since.",
            tone: "bad",
          } as const,
        ]
      : []),
    ...(waiting.length === 0
      ? []
      : [
          {
            kind: "paragraph",
            text: `Without a decision of: ${waiting.map(seatWords).join("; ")}.`,
            tone: "quiet",
          } as const,
        ]),
  ];
}

/** Who was asked when the request was made, and whoever was put in the place of one of them since. */
function presentSeats(requested: SignoffEvent, events: readonly SignoffEvent[]): readonly SeatWords[] {
  const asked = z.array(seatSchema).safeParse(requested.data["seats"]).data ?? [];
  return events.reduce<readonly SeatWords[]>((seats, { data }) => {
    const replaced = replacedSchema.safeParse(data).data;
    if (replaced === undefined) return seats;
    return seats.map((seat) => (seat.seat === replaced.insteadOf.seat ? replaced : seat));
  }, asked);
}

function decisionRow({ entry, at, by, event, data }: SignoffEvent, zone: string): readonly string[] {
  const read = decisionSchema.safeParse(data).data;
  const inPlace = read?.onBehalfOf ? `, in the place of ${read.name}` : "";
  return [
    actorWords(by),
    `${roleWords(read?.role)}${inPlace}`,
    event === "signoff.approved" ? "Approved" : "Rejected",
    shortMoment(read?.decidedAt ?? at, read?.timeZone ?? zone),
    read?.words ?? "",
    String(entry),
  ];
}

function documentTable({ requested }: SignoffRecord): PaperPart {
  return {
    kind: "table",
    columns: [
      { title: "Document", share: 40 },
      { title: "SHA-256 of its bytes", share: 60 },
    ],
    rows: documentsOf(requested.data).map(({ name, sha256 }) => [
      name,
      `${sha256.slice(0, 32)}\n${sha256.slice(32)}`,
    ]),
    empty: "No document was attached: the request is about what its title says.",
  };
}

function roleWords(role: string | null | undefined): string {
  return capitalized(plainRole(role));
}

function seatWords({ role, name }: SeatWords): string {
  return `${name} (${plainRole(role)})`;
}

function plainRole(role: string | null | undefined): string {
  const known = roles.find((one) => one === role);
  return known === undefined ? "asked by name" : roleNames[known];
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** A name and, since names are not unique, the account: `Ana`, `U0ANA`, `slack T0123`, each on a line. */
function actorWords(actor: unknown): string {
  const read = actorSchema.safeParse(actor).data;
  if (read === undefined || "system" in read) return "Closeout";
  return `${read.name}\n${read.user}\n${read.platform} ${read.tenant}`;
}

/** `2026-04-01 10:12:03 Europe/Berlin`, with the same in UTC below: a page is read in other zones, years later. */
function momentWords(instant: string | undefined, timeZone: string): string {
  if (instant === undefined) return "";
  const moment = Temporal.Instant.from(instant);
  const local = moment.toZonedDateTimeISO(timeZone).toPlainDateTime();
  const text = local.toString({ smallestUnit: "second" }).replace("T", " ");
  return `${text} ${timeZone}\n${moment.toString({ smallestUnit: "second" })}`;
}
