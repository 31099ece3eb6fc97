import type { Temporal } from "temporal-polyfill";
import type { Artifact } from "../../domain/archive/artifact.ts";
import { retentionWords } from "../../domain/archive/retention.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { type Document, documentOf } from "../../domain/document.ts";

/** What is to be disposed of as exact bytes: every artifact by its number, path and SHA-256, for people to read. */
export function disposalList(
  { id, name }: Pick<Closeout, "id" | "name">,
  artifacts: readonly Artifact[],
  now: Temporal.Instant,
): Document {
  const text = [
    `Artifacts of ${name} whose retention is over (closeout ${id}), ${now.toString({ smallestUnit: "second" })}`,
    "Who approves this list agrees that exactly these files are deleted from the archive for good.",
    ...artifacts.map(entryOf),
  ].join("\n\n");
  return documentOf(new TextEncoder().encode(`${text}\n`), {
    name: "disposal-list.txt",
    mediaType: "text/plain",
    savedAt: now,
  });
}

function entryOf({
  number,
  path,
  location,
  bytes,
  sha256,
  storedAt,
  retention,
  retainUntil,
}: Artifact): string {
  return [
    `#${number}  ${path}`,
    `    ${location}, ${bytes} bytes, stored ${storedAt.toString({ smallestUnit: "second" })}`,
    `    to be kept for ${retentionWords(retention)}, through ${retainUntil.toString()} (UTC)`,
    `    SHA-256 ${sha256}`,
  ].join("\n");
}
