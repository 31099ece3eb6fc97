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

/** One thing that somebody does with mouse and keyboard, and what is to be seen then. */
export type Step = {
  /** What happens, as a sentence without a full stop. */
  readonly title: string;
  readonly by: Who;
  /** Where; the channel unless told. */
  readonly at?: Place;
  /** What is typed there first, and sent. */
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

/** The file that a picture is kept in. */
export function pictureFile({ name }: Picture): string {
  return `walkthrough-${name}.png`;
}
