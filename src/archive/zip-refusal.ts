import { assertNever } from "../domain/assert-never.ts";

/** Why an export is refused as a whole. */
export type ZipFlaw =
  | "not_a_zip"
  | "truncated"
  | "damaged"
  | "empty"
  | "split"
  | "too_many_entries"
  | "too_large"
  | "bomb"
  | "unsafe_path"
  | "special_file"
  | "duplicate"
  | "encrypted"
  | "unknown_method"
  | "overlap"
  | "stray_bytes"
  | "contradiction"
  | "wrong_size"
  | "wrong_checksum";

/** A refused export. `why` is for the ledger, `sentence` for people; `entry` is the vendor's own text: escape it. */
export type ZipRefusal = {
  readonly kind: "refused";
  readonly why: ZipFlaw;
  readonly sentence: string;
  readonly entry?: string;
};

/** Thrown on the way; the edge of the reader turns it into a {@link ZipRefusal}. */
export class ZipRefused extends Error {
  override readonly name = "ZipRefused";
  readonly code = "zip_refused";
  readonly retryable = false;
  readonly refusal: ZipRefusal;

  constructor(why: ZipFlaw, entry?: string) {
    const shown = entry === undefined ? undefined : shownPath(entry);
    const sentence = `${flawSentence(why, shown, "export")} Nothing was archived from it.`;
    super(sentence);
    this.refusal = { kind: "refused", why, sentence, ...(shown === undefined ? {} : { entry: shown }) };
  }
}

/** What is wrong with a ZIP of this kind, as a sentence; `entry` is shown as it is. */
export function flawSentence(why: ZipFlaw, entry: string | undefined, what: "export" | "bundle"): string {
  const it = entry === undefined ? `A file in the ${what}` : `The file “${entry}” in the ${what}`;
  switch (why) {
    case "not_a_zip":
      return `The ${what} is not a ZIP archive.`;
    case "truncated":
      return `The ${what} ends too early: a part of it is missing. Fetch it again.`;
    case "damaged":
      return entry === undefined
        ? `The ${what} is damaged: its list of contents cannot be read.`
        : `${it} is damaged and cannot be unpacked.`;
    case "empty":
      return `The ${what} holds no files.`;
    case "split":
      return `The ${what} is one part of a split archive, which cannot be read alone.`;
    case "too_many_entries":
      return `The ${what} holds more files than allowed.`;
    case "too_large":
      return entry === undefined
        ? `The ${what} unpacks to more than allowed.`
        : `${it} unpacks to more than allowed.`;
    case "bomb":
      return `${it} unpacks to far more than its packed size explains, as an archive that is made to fill disks does.`;
    case "unsafe_path":
      return `${it} has a name that is not a plain path within the ${what}.`;
    case "special_file":
      return `${it} is a link or another special file, not a plain one.`;
    case "duplicate":
      return `${it} is there twice, or its name differs from another's only in capitals, accents or blanks.`;
    case "encrypted":
      return `${it} is encrypted.`;
    case "unknown_method":
      return `${it} is packed by a method other than Deflate.`;
    case "overlap":
      return `${it} shares bytes with another, as an archive that is made to fill disks does.`;
    case "stray_bytes":
      return entry === undefined
        ? `The ${what} holds bytes that belong to none of its files.`
        : `Before or within the file “${entry}” the ${what} holds bytes that belong to no file.`;
    case "contradiction":
      return `${it} is described in two ways that contradict each other.`;
    case "wrong_size":
      return `${it} does not have the size that the ${what} states.`;
    case "wrong_checksum":
      return `${it} does not match its checksum: it was damaged on the way or at the source.`;
    default:
      return assertNever(why);
  }
}

const shownLength = 120;

/** A hostile name as one short line: what cannot be seen is replaced. */
function shownPath(path: string): string {
  const visible = path.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, "�");
  return visible.length > shownLength ? `${visible.slice(0, shownLength - 1)}…` : visible;
}
