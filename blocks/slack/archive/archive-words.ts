import type { ConfirmationDialog } from "@slack/types";
import type { Artifact } from "../../../src/domain/archive/artifact.ts";
import { byteWords } from "../../../src/domain/archive/byte-words.ts";
import {
  type RetainUntil,
  type RetentionClass,
  retentionWords,
} from "../../../src/domain/archive/retention.ts";
import { plain } from "../elements.ts";
import { count, line } from "../mrkdwn.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2 Mar 2033", a day in UTC, or "indefinitely" in the place of one. */
export function dayWords(until: RetainUntil): string {
  return until === "indefinite" ? "indefinitely" : `${until.day} ${months[until.month - 1]} ${until.year}`;
}

/** "through 2 Mar 2033" or "indefinitely". */
export function untilWords(until: RetainUntil): string {
  return until === "indefinite" ? "indefinitely" : `through ${dayWords(until)}`;
}

/** "for 7 years" or "indefinitely". */
export function keptWords(retention: RetentionClass): string {
  return retention === "indefinite" ? "indefinitely" : `for ${retentionWords(retention)}`;
}

/** "12 files (1.2 GB)". */
export function filesWords(artifacts: readonly Pick<Artifact, "bytes">[]): string {
  return `${count(artifacts.length, "file")} (${byteWords(artifacts.reduce((sum, { bytes }) => sum + bytes, 0))})`;
}

/** "#3 logs/execution.log": the number, and the path in the vendor's words. */
export function artifactName({ number, path }: Pick<Artifact, "number" | "path">, max: number): string {
  return `#${number} ${line(path, max)}`;
}

const outcomes: Readonly<Record<string, string>> = {
  whole: "whole",
  altered: "altered: its bytes are not those that were registered",
  missing: "missing",
  unreadable: "unreadable",
};

/** What reading it again has shown. */
export function outcomeWords({ verified }: Pick<Artifact, "verified">): string {
  return verified === undefined ? "not read yet" : (outcomes[verified.outcome] ?? verified.outcome);
}

/** Asks once more before a click counts. */
export function confirmation(title: string, text: string, confirm: string): ConfirmationDialog {
  return { title: plain(title), text: plain(text), confirm: plain(confirm), deny: plain("Cancel") };
}

/** "A and B", "A, B and C". */
export function listed(things: readonly string[]): string {
  if (things.length < 2) return things.join("");
  return `${things.slice(0, -1).join(", ")} and ${things.at(-1) ?? ""}`;
}
