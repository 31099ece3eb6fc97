import type { Button, KnownBlock } from "@slack/types";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { progressBar } from "../../../src/domain/checklist/progress.ts";
import type { ReleaseRef } from "../../../src/domain/cleanup/cleanup.ts";
import { factsHash } from "../../../src/domain/cleanup/cleanup-facts.ts";
import { operationWords } from "../../../src/domain/cleanup/cleanup-sentences.ts";
import { isLive, type Operation } from "../../../src/domain/cleanup/operation.ts";
import type { PlannedStep } from "../../../src/domain/decommission/decommission-plan.ts";
import type { CleanupNotice } from "../../../src/domain/notice.ts";
import { actionIds } from "../actions.ts";
import { decommissionActionIds, partRef } from "../decommission/actions-decommission.ts";
import { confirmStepDialog } from "../decommission/decommission.ts";
import { actions, button, context, plain, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { line } from "../mrkdwn.ts";
import { signoffRef } from "../signoff/signoff-refs.ts";
import { cleanupActionIds, operationRef, runRef } from "./actions-cleanup.ts";
import { figure, operationName, operationStanding, receiptWords } from "./operation-words.ts";

/** One operation in the channel: progress while it runs, the receipt when it has ended. Updated in place. */
export function operationMessage({
  closeout,
  operation,
  now,
  release,
  step,
}: Extract<CleanupNotice, { kind: "operation" }>): Message {
  const name = line(closeout.name, 150);
  const title = `${operationName(operation)} of ${name}`;
  const standing = operationStanding(closeout, operation, now);
  const blocks: KnownBlock[] = [section(`*${title}*\n${progress(operation)}${capital(standing)}`)];
  const small = isLive(operation) ? doubtWords(operation) : receiptWords(operation);
  if (small !== "") blocks.push(context(small));
  const controls = [
    ...operationControls(operation, step),
    ...(release === undefined ? [] : [showRelease(release)]),
  ];
  if (controls.length > 0) blocks.push(actions(...controls));
  return { text: `${title}: ${standing}`, blocks };
}

/** Shows the sign-off by which checkpoints are released. */
export function showRelease({ id, number }: ReleaseRef): Button {
  return button(`Show sign-off ${number}`, actionIds.signoffShow, signoffRef.encode({ r: id }));
}

function progress(operation: Operation): string {
  if (operation.state !== "running") return "";
  const size = figure(operation.kind, operation.facts);
  const share = operation.progress === undefined ? undefined : Math.floor(operation.progress * 100);
  const bar = share === undefined ? "" : ` ${progressBar(share, 100)} ${share} %`;
  return `${operationWords[operation.kind].doing}${size === "" ? "" : ` (${size})`} …${bar}\n`;
}

function doubtWords({ said, override, state }: Operation): string {
  const parts = [
    said === undefined || state === "confirmed" ? undefined : line(said, 900),
    override === undefined ? undefined : `Order overridden: “${line(override, 300)}”`,
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}

/** What can be done about an operation in its present state. */
function operationControls(operation: Operation, step: PlannedStep | undefined): readonly Button[] {
  const ref = operationRef.encode({ c: operation.closeoutId, o: operation.id });
  switch (operation.state) {
    case "planned":
      return [button("Remind the compliance officer", cleanupActionIds.operationRemind, ref)];
    case "uncertain":
      return [button("Settle it by hand…", cleanupActionIds.operationSettle, ref)];
    case "failed":
      return [step === undefined ? retryButton(operation) : retryStepButton(operation, step)];
    case "confirmed":
    case "running":
    case "succeeded":
    case "refused":
      return [];
    default:
      return assertNever(operation.state);
  }
}

function retryButton(operation: Operation): Button {
  const { closeoutId: c, kind: k, task: t, facts } = operation;
  const value = runRef.encode({ c, k, h: factsHash(k, facts), ...(t === undefined ? {} : { t }) });
  // Checkpoints open a form, which asks more than a dialog does.
  const confirm = k === "checkpoints" ? {} : { confirm: confirmRun(operation) };
  return button("Try again", cleanupActionIds.cleanupRun, value, confirm);
}

/** A step has gates of its own; for one that cannot be undone, the click is the second person's word. */
function retryStepButton({ closeoutId: c }: Operation, { id, irreversible }: PlannedStep): Button {
  const value = partRef.encode({ c, p: id });
  const confirm = irreversible ? confirmStepDialog(id) : confirmRun({ kind: "task", task: id });
  return button("Try again", decommissionActionIds.decommissionRetry, value, { confirm });
}

/** The dialog before an operation. */
export function confirmRun({ kind, task }: Pick<Operation, "kind" | "task">) {
  return {
    title: plain(
      task === undefined ? `${operationWords[kind].name}?` : `Run the automation for ${task.slice(0, 12)}?`,
    ),
    text: plain(consequences[kind]),
    confirm: plain(kind === "task" ? "Run it" : confirmWords[kind]),
    deny: plain("Leave it"),
    style: "danger" as const,
  };
}

const confirmWords = { storage: "Release it", checkpoints: "Delete them", migration: "Archive it" } as const;

/** What an operation does that cannot be taken back. */
export const consequences = {
  storage: "Sensei releases the migration's staging files. This cannot be undone.",
  checkpoints: "Sensei deletes the checkpoints: rolling back by checkpoint ends. This cannot be undone.",
  migration:
    "Sensei keeps the records of the migration and releases its resources. Sensei does not say whether checkpoints survive that.",
  task: "The company's own automation is asked to do this now. Closeout cannot take it back.",
} as const;

function capital(words: string): string {
  return words.replace(/^[a-z]/, (first) => first.toUpperCase());
}
