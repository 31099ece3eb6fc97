import type { Said, WordsOf } from "./ledger-said.ts";

/** Operations that we ask Sensei to do. */
export const operationWords: WordsOf<"operation"> = {
  "operation.requested": (said) => {
    const override = said.text("override");
    const again = said.is("again") ? " again" : "";
    return `asked${again} to ${deed(said)}${override === "" ? "" : `, although something stood in the way: “${override}”`}`;
  },
  "operation.released": (said) =>
    `released the request to ${deed(said)} (“${said.text("statement")}”)${said.quoted("words")}`,
  "operation.refused": (said) => {
    const why = said.text("why") || said.text("statement");
    return `refused to ${deed(said)}, or was refused it${why === "" ? "" : ` (${why})`}${said.quoted("reason")}`;
  },
  "operation.started": (said) => `began to ${deed(said)}${request(said)}`,
  "operation.succeeded": (said) => `is done: ${deed(said)}${receipt(said)}`,
  "operation.failed": (said) => `could not ${deed(said)}${said.quoted("said")}${receipt(said)}`,
  "operation.uncertain": (said) =>
    `does not know whether it happened: ${deed(said)}${said.quoted("said")}${receipt(said)}`,
};

/** Infrastructure tasks that the company's own automation does. */
export const cleanupWords: WordsOf<"cleanup"> = {
  "cleanup.task_requested": (said) => `asked the automation to do ${task(said)}`,
  "cleanup.task_refused": (said) => `was refused to have ${task(said)} done${said.quoted("why")}`,
  "cleanup.task_started": (said) => `had the automation begin ${task(said)}${request(said)}`,
  "cleanup.task_succeeded": (said) => `heard from the automation that ${task(said)} is done${receipt(said)}`,
  "cleanup.task_failed": (said) =>
    `heard that the automation could not do ${task(said)}${said.quoted("said")}`,
  "cleanup.task_uncertain": (said) =>
    `does not know whether the automation did ${task(said)}${said.quoted("said")}`,
};

const deeds: Readonly<Record<string, string>> = {
  storage: "release temporary storage",
  checkpoints: "delete checkpoints",
  migration: "archive the migration",
};

function deed(said: Said): string {
  const kind = said.text("kind");
  return kind === "task" ? `do ${task(said)}` : (deeds[kind] ?? (kind === "" ? "act at Sensei" : kind));
}

function task(said: Said): string {
  return said.text("task") || "an infrastructure task";
}

function request(said: Said): string {
  const id = said.text("requestId");
  return id === "" ? "" : ` (request ${id})`;
}

/** The vendor's answer, as far as it names one. */
function receipt(said: Said): string {
  const given = said.part("receipt");
  const message = given.quoted("message");
  return `${message}${request(given)}`;
}
