import type { KnownBlock } from "@slack/types";
import type { Artifact } from "../../../src/domain/archive/artifact.ts";
import { askAgainAfterDays, waitsIn } from "../../../src/domain/archive/disposal.ts";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { artifactName, filesWords, untilWords } from "../archive/archive-words.ts";
import { section } from "../elements.ts";
import { count, line } from "../mrkdwn.ts";

/** Most artifacts that the message names; the list that is approved holds all. */
const mostNamed = 12;

/** What an approval disposes of, each as the retention register has it now; nothing where a request is about something else. */
export function artifactBlocks(artifacts: readonly Artifact[], request: SignoffRequest): KnownBlock[] {
  if (artifacts.length === 0) return [];
  const named = artifacts.slice(0, mostNamed).map((one) => `• ${artifactWords(one, request)}`);
  const more = artifacts.length - named.length;
  const rest =
    more === 0 ? [] : [`…and ${count(more, "more artifact")}, all of them in the list that is approved.`];
  const head = headWords(artifacts, request);
  return [section([head, ...named, ...rest].join("\n"))];
}

/** What is out already is not counted among what an approval deletes. */
function headWords(artifacts: readonly Artifact[], request: SignoffRequest): string {
  if (request.state !== "open") return `*It asked about*: ${filesWords(artifacts)}`;
  const waiting = artifacts.filter((artifact) => waitsIn(artifact, request.id));
  return `*An approval deletes for good*: ${filesWords(waiting)}. The register keeps each line. What is not approved is kept, and asked about again in ${askAgainAfterDays} days.`;
}

function artifactWords(artifact: Artifact, request: SignoffRequest): string {
  const where = `${line(artifact.location, 40)}; was kept ${untilWords(artifact.retainUntil)}`;
  const standing = standingWords(artifact, request);
  return `${artifactName(artifact, 70)} (${where})${standing === "" ? "" : `: *${standing}*`}`;
}

/** A later request may have asked about it again, so the state of an earlier one is not repeated as this one's. */
function standingWords({ disposed, disposal, hold }: Artifact, { id }: SignoffRequest): string {
  if (disposed !== undefined) return "disposed of";
  if (hold !== undefined) return "on hold, so it is kept";
  if (disposal?.request !== id) return "kept, and asked about again since";
  if (disposal.kind === "approved") return "disposal approved, not carried out yet";
  return disposal.kind === "rejected" ? "kept" : "";
}
