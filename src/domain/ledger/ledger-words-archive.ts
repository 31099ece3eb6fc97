import { type Said, several, shortHash, type WordsOf } from "./ledger-said.ts";

/** Runs of the archive. */
export const archiveWords: WordsOf<"archive"> = {
  "archive.started": () => "started to archive the artifacts",
  "archive.completed": (said) =>
    `archived the artifacts: ${several(said.count("files"), "file")}, ${several(said.count("registered"), "new line")} of the register, export ${shortHash(said.text("export_sha256"))}`,
  "archive.refused": (said) => `took nothing into the archive: ${sentence(said)}`,
  "archive.failed": (said) => `could not archive the artifacts: ${sentence(said)}`,
};

function sentence(said: Said): string {
  return said.text("sentence") || said.text("why");
}

/** Lines of the retention register. */
export const artifactWords: WordsOf<"artifact"> = {
  "artifact.registered": (said) =>
    `registered artifact ${numbered(said)} (${said.text("artifact")}) in ${said.text("location")}, to be kept until ${said.text("retain_until")}, ${shortHash(said.text("sha256"))}`,
  "artifact.classified": (said) => {
    const from = said.text("moved_from");
    const moved = from === "" ? "" : `, moved from ${from}`;
    return `said that artifact ${numbered(said)} is ${said.text("artifact")}, kept in ${said.text("location")} until ${said.text("retain_until")}${moved}`;
  },
  "artifact.verified": (said) => `read artifact ${numbered(said)} again and found it whole`,
  "artifact.verify_failed": (said) =>
    `read artifact ${numbered(said)} again and did not find it whole (${said.text("outcome").replaceAll("_", " ")})`,
  "artifact.disposed": (said) =>
    `disposed of artifact ${numbered(said)} in ${said.text("location")}, ${shortHash(said.text("sha256"))}, as approved by ${said.person("approved_by")}`,
};

/** Holds on artifacts. */
export const holdWords: WordsOf<"hold"> = {
  "hold.placed": (said) => `placed a hold on artifact ${numbered(said)}${said.quoted("reason")}`,
  "hold.released": (said) => `released the hold on artifact ${numbered(said)}${said.quoted("reason")}`,
};

/** What becomes of artifacts after their retention. */
export const disposalWords: WordsOf<"disposal"> = {
  "disposal.noticed": (said) =>
    `noticed that the retention is over of artifacts #${said.list("numbers")}${bySignoff(said)}`,
  "disposal.approved": (said) =>
    `approved the disposal of artifact ${numbered(said)}${bySignoff(said)}${said.quoted("reason")}`,
  "disposal.rejected": (said) => {
    const because = said.text("because");
    return `kept artifact ${numbered(said)} from disposal${bySignoff(said)}${because === "" ? "" : `, because ${because}`}${said.quoted("reason")}`;
  },
};

/** Entries from before disposals were sign-offs name none. */
function bySignoff(said: Said): string {
  const number = said.text("signoff");
  return number === "" ? "" : ` (sign-off ${number})`;
}

/** "#3 reports/final.pdf" */
function numbered(said: Said): string {
  return `#${said.text("number")} ${said.text("path")}`.trim();
}
