import type { Said, WordsOf } from "./ledger-said.ts";

/** How the source is wound down. */
export const decommissionWords: WordsOf<"decommission"> = {
  "decommission.connections_checked": (said) =>
    `found no application connecting to the source any more${said.quoted("words")}`,
  "decommission.backup_taken": (said) =>
    `said where the final backup lies: ${said.part("backup").text("location")}${checksum(said.part("backup"))}`,
  "decommission.approval_asked": (said) =>
    `asked the stakeholders to approve the plan of the decommissioning${number(said)}`,
  "decommission.early_asked": (said) => `asked to decommission the source early${said.quoted("reason")}`,
  "decommission.early_opened": (said) =>
    `let the source be decommissioned early, for both have approved${number(said)}${said.quoted("reason")}`,
  "decommission.source_kept": (said) =>
    `decided that the source is kept, by skipping ${said.text("whole")}${said.quoted("reason")}`,
  "decommission.straggler": (said) => `reported that somebody still uses the source${said.quoted("reason")}`,
  "decommission.step_asked": (said) =>
    `wants to take step ${said.text("step")} and waits for a second person`,
  "decommission.step_withdrawn": (said) => `took back that step ${said.text("step")} is to be taken`,
  "decommission.step_done": (said) =>
    said.text("doneBy") === ""
      ? `took step ${said.text("step")}${said.quoted("evidence")}`
      : `confirmed step ${said.text("step")}, taken by ${said.person("doneBy")}${said.quoted("evidence")}`,
  "decommission.step_undone": (said) => `took step ${said.text("step")} back${said.quoted("reason")}`,
  "decommission.wait_ends_soon": (said) => `told the channel that the wait of ${said.text("step")} ends soon`,
  "decommission.wait_over": (said) => `noticed that the wait of ${said.text("step")} is over`,
  "decommission.evidence_stale": (said) => `noticed that the evidence for ${said.text("of")} is too old`,
  "decommission.refused": (said) => `was refused at the decommissioning${step(said)}${said.quoted("why")}`,
};

function checksum(said: Said): string {
  const sum = said.text("checksum");
  return sum === "" ? "" : `, checksum ${sum}`;
}

function number(said: Said): string {
  const request = said.text("number");
  return request === "" ? "" : ` (sign-off ${request})`;
}

function step(said: Said): string {
  const id = said.text("step") || said.text("undo");
  return id === "" ? "" : `, step ${id}`;
}
