import type { Locator } from "playwright-core";
import type { Desk } from "./desk.ts";

/** Who takes part, by the names under which the sandbox's page knows them. */
export const people = {
  ana: "Ana Ruiz",
  tom: "Tom Becker",
  jonas: "Jonas Weber",
  eva: "Eva Lindqvist",
  li: "Li Na",
  maria: "Maria Santos",
} as const;
export type Who = keyof typeof people;

/** The migration's channel, one's messages with Closeout, or one's Home. */
export type Place = "channel" | "messages" | "home";

export type Wait = Parameters<Desk["moveClock"]>[0];

/** One thing that somebody does with mouse and keyboard, and what is to be seen then. */
export type Step = {
  /** What happens, as a sentence without a full stop. */
  readonly title: string;
  readonly by: Who;
  /** Where; the channel unless told. */
  readonly at?: Place;
  /** How far the clock is moved first, one press after the other. */
  readonly waits?: readonly Wait[];
  /** What is typed there then, and sent. */
  readonly types?: string;
  /** What comes then. It fails if what must be seen is not. */
  readonly does: (desk: Desk) => Promise<void>;
  /** What is worth a picture once all that is done. */
  readonly picture?: Picture;
};

export type Picture = {
  /** A file of `docs/images`, without `walkthrough-` and `.png`. */
  readonly name: string;
  /** A window, a message, or several messages that follow each other. */
  readonly of: (desk: Desk) => Locator | readonly Locator[];
};

/** The steps of a stretch of time. */
export type Chapter = { readonly title: string; readonly steps: readonly Step[] };

/** A command that is answered with these words, and needs nothing more. */
export function asks(by: Who, types: string, title: string, words: string | RegExp): Step {
  return { title, by, types, does: ({ answers }) => answers(words) };
}

/** The file that a picture is kept in. */
export function pictureFile({ name }: Picture): string {
  return `walkthrough-${name}.png`;
}
