import { Temporal } from "temporal-polyfill";
import { roleNames, roleSchema } from "../role.ts";
import { shorten } from "../typed-text.ts";
import type { EntryKind, LedgerEntry } from "./ledger.ts";

/** What a person is called, by user id; `undefined` where it is not known. */
export type NameOf = (user: string) => string | undefined;

/** Says what an entry tells, as what its actor did: "marked I3 as done". Plain text, without the actor and a full stop. */
export type Words = (said: Said) => string;

/** Words for every kind of a family, such as `item`. The compiler finds one that has none. */
export type WordsOf<Family extends string> = Readonly<
  Record<Extract<EntryKind, `${Family}.${string}`>, Words>
>;

/** Longer words are shortened: the entry itself keeps them whole. */
const mostOfAText = 300;

/**
 * Reads an entry's data for its words. Old entries stay as they were written, so that what is missing or of another shape is left
 * out, never an error.
 */
export class Said {
  readonly #data: LedgerEntry["data"];
  readonly #nameOf: NameOf;

  constructor(data: LedgerEntry["data"], nameOf: NameOf) {
    this.#data = data;
    this.#nameOf = nameOf;
  }

  /** A text or number as text; empty when it is not there. */
  text(name: string): string {
    const value = this.#data[name];
    return typeof value === "string" || typeof value === "number" ? shorten(String(value), mostOfAText) : "";
  }

  /** ` (“the words”)`, or nothing when there are none. */
  quoted(name: string): string {
    const words = this.text(name).trim();
    return words === "" ? "" : `: “${words}”`;
  }

  /** `I3 “Distribute certificate”` */
  item(): string {
    const title = this.text("title");
    return title === "" ? this.text("item") : `${this.text("item")} “${title}”`;
  }

  /** The name of the person whose id this is, else `nobody`. */
  person(name: string): string {
    const user = this.#data[name];
    return typeof user === "string" ? this.named(user) : "nobody";
  }

  /** What a person is called by their id; the id itself when nobody knows. */
  named(user: string): string {
    return this.#nameOf(user) ?? user;
  }

  /** An instant as `2026-03-09 14:00 UTC`; anything else as it is. */
  moment(name: string): string {
    const written = this.text(name);
    return momentWords(written);
  }

  /** `true` only if that is what it says. */
  is(name: string): boolean {
    return this.#data[name] === true;
  }

  /** How many there are in a list, or one number alone. */
  count(name: string): number {
    const value = this.#data[name];
    if (Array.isArray(value)) return value.length;
    return typeof value === "number" ? value : 0;
  }

  /** The objects of a list, each to be read in the same way. */
  each(name: string): readonly Said[] {
    const value = this.#data[name];
    if (!Array.isArray(value)) return [];
    return value.flatMap((one) => (isObject(one) ? [new Said(one, this.#nameOf)] : []));
  }

  /** The texts and numbers of a list, with commas between. */
  list(name: string): string {
    const value = this.#data[name];
    if (!Array.isArray(value)) return this.text(name);
    return value.filter((one) => typeof one === "string" || typeof one === "number").join(", ");
  }

  /** The object of this name. */
  part(name: string): Said {
    const value = this.#data[name];
    return new Said(isObject(value) ? value : {}, this.#nameOf);
  }

  /** Names of what is told here. */
  names(): readonly string[] {
    return Object.keys(this.#data);
  }
}

/** A role in words; an unknown one as it is written. */
export function roleWords(role: string): string {
  const known = roleSchema.safeParse(role);
  return known.success ? roleNames[known.data] : role;
}

/** `1 item`, `2 items`. */
export function several(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? "" : "s"}`;
}

/** The beginning of a hash. */
export function shortHash(hash: string): string {
  return hash === "" ? "" : `${hash.slice(0, 8)}…`;
}

function momentWords(written: string): string {
  try {
    const text = Temporal.Instant.from(written).toString({ smallestUnit: "minute" });
    return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
  } catch {
    return written;
  }
}

function isObject(value: unknown): value is LedgerEntry["data"] {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
