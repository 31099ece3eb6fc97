import type { Artifact } from "../../../src/domain/archive/artifact.ts";
import type { RetainUntil } from "../../../src/domain/archive/retention.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { count, line } from "../mrkdwn.ts";
import { artifactName, untilWords } from "./archive-words.ts";

/** Private answers to acts on the archive. */

/** A run has begun, or one is under way. */
export function archiveStarted(closeout: Closeout, begun: boolean): Message {
  const name = line(closeout.name, 80);
  return sentence(
    begun
      ? `Archiving the artifacts of ${name} has begun; the message in the channel shows how far it is.`
      : `The artifacts of ${name} are being archived already; nothing else was started. The message in the channel shows how far it is.`,
  );
}

/** Artifacts are being read again. */
export function verificationAsked(closeout: Closeout, artifacts: number): Message {
  return sentence(
    `${count(artifacts, "file")} of ${line(closeout.name, 80)} ${artifacts === 1 ? "is" : "are"} being read again; the message in the channel shows how far that is and what it finds.`,
  );
}

/** A hold was placed or released, or it was so already. */
export function holdChanged(
  artifact: Artifact,
  act: "hold" | "release",
  what:
    | { readonly kind: "done"; readonly stored: boolean; readonly voided: boolean }
    | { readonly kind: "already" },
): Message {
  const name = artifactName(artifact, 120);
  if (what.kind === "already") {
    return sentence(
      `${name} ${act === "hold" ? "is on hold already" : "is not on hold"}. Nothing was changed.`,
    );
  }
  const store = what.stored
    ? act === "hold"
      ? " The store itself refuses its removal as well."
      : " The store has been told."
    : " The store did not answer and is told as soon as it does; the register counts until then.";
  const voided = what.voided ? " Its disposal, which was proposed or approved, is off." : "";
  return sentence(
    act === "hold"
      ? `${name} is on hold: nothing disposes of it until the hold is released.${store}${voided}`
      : `${name} is no longer on hold; it is kept ${untilWords(artifact.retainUntil)}.${store}`,
  );
}

/** Somebody has said what a file is. */
export function artifactClassified(
  artifact: Artifact,
  as: {
    readonly name: string;
    readonly location: string;
    readonly retainUntil: RetainUntil;
    readonly longer: boolean;
    readonly copyStays: boolean;
  },
): Message {
  const longer = as.longer
    ? " That is longer than its kind asks for: the store had promised it and takes nothing back."
    : "";
  const copy = as.copyStays
    ? ` A copy stays in ${line(artifact.location, 60)}, for it is on hold or the store has promised to keep it there.`
    : "";
  return sentence(
    `${artifactName(artifact, 120)} is ${line(as.name, 80)} now: kept ${untilWords(as.retainUntil)} in ${line(as.location, 60)}.${longer}${copy}`,
  );
}

/** The store failed, in its own sentence. */
export function storeFailed(why: string): Message {
  return sentence(`${line(why, 900)} The register was not changed.`);
}

/** No artifact of that number. */
export function noSuchArtifact(closeout: Closeout, number: number, { archival }: Commands): Message {
  return sentence(
    `The archive of ${line(closeout.name, 80)} has no #${number}. Nothing was changed; \`${archival} status\` lists all.`,
  );
}

/** A word where a number was wanted, or no number. */
export function artifactNumberMissing(
  verb: string,
  word: string | undefined,
  { archival }: Commands,
): Message {
  const what =
    word === undefined ? "Which artifact?" : `“${line(word, 40)}” is not the number of an artifact.`;
  const example = verb === "verify" ? `${verb} 3` : `${verb} 3 why`;
  return sentence(
    `${what} Type \`${archival} ${example}\`; \`${archival} status\` lists the numbers. Nothing was changed.`,
  );
}

/** A word that is none of the archive's. */
export function unknownArchiveWord(
  word: string,
  suggestion: string | undefined,
  { archival }: Commands,
): Message {
  const near = suggestion === undefined ? "" : ` Did you mean \`${archival} ${line(suggestion, 40)}\`?`;
  return sentence(
    `Closeout does not know “${line(word, 40)}” here.${near} Nothing was changed. The words are \`run\`, \`status\`, \`unclassified\`, \`verify\`, \`hold\` and \`release\`; \`${archival}\` alone shows the plan.`,
  );
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
