import { types } from "pg";
import { Temporal } from "temporal-polyfill";

/**
 * How values look on our side of the wire:
 *
 * | column | value |
 * | --- | --- |
 * | `bigint`, also as a `count(*)` | `number`; a value beyond 2^53 is an error, never a rounded number |
 * | `timestamptz` | `Temporal.Instant`; `±infinity` is the last and the first instant there is |
 * | `date`, `timestamp`, `interval`, `numeric` | text as PostgreSQL writes it |
 * | `json`, `jsonb` | parsed |
 *
 * Given to each pool by itself: nothing global is changed.
 */
export const wireTypes = { getTypeParser };

type Parser = (text: string) => unknown;

/** The parsers of `pg`, by any type number. */
const standardParser: (oid: number, format?: "text" | "binary") => Parser = types.getTypeParser;

const { builtins } = types;
const TEXT_ARRAY = 1009;
const INT8_ARRAY = 1016;
const TIMESTAMPTZ_ARRAY = 1185;

const ours: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [builtins.INT8, parseCount],
  [builtins.TIMESTAMPTZ, parseInstant],
  [builtins.DATE, String],
  [builtins.TIMESTAMP, String],
  [builtins.INTERVAL, String],
  [INT8_ARRAY, parseArray(parseCount)],
  [TIMESTAMPTZ_ARRAY, parseArray(parseInstant)],
]);

function getTypeParser(oid: number, format?: "text" | "binary"): Parser {
  const parser = format === "binary" ? undefined : ours.get(oid);
  return parser ?? standardParser(oid, format);
}

const FIRST = Temporal.Instant.fromEpochMilliseconds(-8.64e15);
const LAST = Temporal.Instant.fromEpochMilliseconds(8.64e15);

function parseInstant(text: string): Temporal.Instant {
  if (text === "infinity") return LAST;
  if (text === "-infinity") return FIRST;
  return wholeMilliseconds(text) ?? Temporal.Instant.from(text);
}

const plainUtc = /^([1-9]\d{3})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?\+00$/;

/** The usual form, read without the whole grammar of ISO 8601: a sweep reads tens of thousands of these. */
function wholeMilliseconds(text: string): Temporal.Instant | undefined {
  const parts = plainUtc.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "0"] = parts;
  return Temporal.Instant.fromEpochMilliseconds(
    Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
      Number(fraction.padEnd(3, "0")),
    ),
  );
}

function parseCount(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`The database returned ${text}, which is too large to be counted exactly`);
}

/** The elements, read as texts by `pg`, each parsed by us. */
function parseArray(parse: Parser): Parser {
  const texts = standardParser(TEXT_ARRAY);
  const parseElement = (element: unknown): unknown => {
    if (Array.isArray(element)) return element.map(parseElement);
    return typeof element === "string" ? parse(element) : element;
  };
  return (text) => parseElement(texts(text));
}

/**
 * A value as `pg` can send it: instants as text in microseconds (PostgreSQL's own precision; what is finer is cut off, so
 * that a value read back never lies in the future of the one written), also inside arrays.
 */
export function toWire(value: unknown): unknown {
  if (value instanceof Temporal.Instant) return instantText(value);
  return Array.isArray(value) ? value.map(toWire) : value;
}

function instantText(instant: Temporal.Instant): string {
  if (instant.equals(FIRST)) return "-infinity";
  if (instant.equals(LAST)) return "infinity";
  return instant.toString({ smallestUnit: "microsecond" });
}
