import type { ActionsBlockElement, Button, KnownBlock } from "@slack/types";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { CleanupTask, CleanupView, PlannedOperation } from "../../../src/domain/cleanup/cleanup.ts";
import {
  type CleanupFacts,
  factsHash,
  readingOf,
  type SenseiOperationKind,
} from "../../../src/domain/cleanup/cleanup-facts.ts";
import { blockerSentence } from "../../../src/domain/cleanup/cleanup-sentences.ts";
import { isLive } from "../../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { actionIds, closeoutRef, itemRef } from "../actions.ts";
import { runButton } from "../archive/archive-plan.ts";
import { doneButton, itemName, openDetails, settledLine, takeButton } from "../checklist/item-line.ts";
import { dateToken } from "../dates.ts";
import { actions, button, context, divider, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { count, line, link, mention } from "../mrkdwn.ts";
import { cleanupActionIds, runRef } from "./actions-cleanup.ts";
import { confirmRun, showRelease } from "./operation-message.ts";
import { figure, operationName, operationStanding } from "./operation-words.ts";

/** Most infrastructure tasks with buttons of their own; the rest is counted, and stands in the list of items. */
const mostTasks = 12;

/** What of a plan is shown; its heading always tells of the whole. */
export type CleanupPart = Pick<CleanupView, "operations" | "tasks">;

/** The plan. In the channel it is kept current; where somebody asked for it privately (`mine`) it can be posted there. */
export function cleanupPlanMessage(view: CleanupView, mine = false, part: CleanupPart = view): Message {
  const text = `Cleanup of ${line(view.closeout.name, 150)} — ${standing(view)}`;
  const blocks: KnownBlock[] = [
    section(`*${text}*`),
    context(readingWords(view)),
    ...part.operations.flatMap((planned) =>
      operationBlocks(view, planned, view.operations.indexOf(planned) + 1),
    ),
  ];
  if (part.tasks.length > 0) blocks.push(divider, ...taskBlocks({ ...view, tasks: part.tasks }));
  blocks.push(actions(...planButtons(view, mine)));
  return { text, blocks };
}

function standing({ operations, tasks }: CleanupView): string {
  const done = operations.filter(({ latest }) => latest?.state === "succeeded").length;
  const kept = operations.some(({ latest }) => latest?.state === "refused");
  const settled = tasks.filter(({ item }) => item.state.kind !== "open").length;
  const live = operations.filter(({ latest }) => latest !== undefined && isLive(latest)).length;
  if (done + settled + live === 0 && !kept) return "nothing has been changed yet";
  const parts = [
    `${done} of ${count(operations.length, "operation")} done`,
    kept ? "checkpoints kept for audit" : undefined,
    live === 0 ? undefined : `${live} under way`,
    tasks.length === 0 ? undefined : `${settled} of ${count(tasks.length, "infrastructure task")} settled`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

function readingWords({ closeout, known, unavailable }: CleanupView): string {
  const why = unavailable === undefined ? "" : `${line(unavailable, 600)} `;
  if (known === undefined)
    return `${why}Nothing is known of what the migration still holds; look again before you decide.`;
  const when = dateToken(known.readAt, "moment", closeout.timeZone);
  return `${why}Sensei says that the migration is ${line(known.facts.vendorStatus.replaceAll("_", " "), 60)} · read ${when}`;
}

function operationBlocks(view: CleanupView, planned: PlannedOperation, number: number): KnownBlock[] {
  const { closeout, known } = view;
  const { kind, latest } = planned;
  const title = `*${number}  ${operationName({ kind, task: undefined })}*`;
  const lines = [title];
  const open =
    latest === undefined || latest.state === "failed" || latest.state === "refused" || isStale(view, planned);
  if (open) lines.push(`${effect(kind, known?.facts)} · ${needs(kind, closeout)}`);
  if (latest !== undefined) {
    lines.push(`${latest.state === "succeeded" ? "✓ " : ""}${operationStanding(closeout, latest)}`);
  }
  const blockers = open ? planned.blockers : [];
  for (const blocker of blockers) lines.push(`*Blocked:* ${line(blockerSentence(blocker), 500)}`);
  const { release } = planned;
  const controls = [
    ...(open && known !== undefined ? offers(view, planned, known.facts) : []),
    ...(release === undefined ? [] : [showRelease(release)]),
  ];
  const text = lines.join("\n");
  const [only] = controls;
  if (controls.length === 1 && only !== undefined) return [section(text, only)];
  return controls.length === 0 ? [section(text)] : [section(text), actions(...controls)];
}

/** It waits for its release, and what it would delete is another number meanwhile: it can be asked for anew. */
function isStale({ known }: CleanupView, { kind, latest }: PlannedOperation): boolean {
  if (latest?.state !== "planned" || known === undefined) return false;
  return factsHash(kind, latest.facts) !== factsHash(kind, known.facts);
}

/** What it does, with the figures that Sensei gives. */
function effect(kind: SenseiOperationKind, facts: CleanupFacts | undefined): string {
  const gone = facts !== undefined && readingOf(kind, facts) === "applied";
  const size = facts === undefined ? "" : figure(kind, facts);
  switch (kind) {
    case "storage":
      return gone
        ? "Sensei says that none is left"
        : `frees ${size === "" ? "an unknown amount" : size} of staging files · cannot be undone`;
    case "checkpoints":
      return gone
        ? "Sensei says that none are left"
        : `${size === "" ? "how many, Sensei does not say" : size} · rollback by checkpoint ends · cannot be undone`;
    case "migration":
      return gone
        ? "Sensei says that it is archived"
        : "keeps the records, releases the resources · may come later";
    default:
      return assertNever(kind);
  }
}

function needs(kind: SenseiOperationKind, { owner, roles }: Closeout): string {
  const team = `${mention(owner)} or ${mention(roles.technical_lead)}`;
  return kind === "checkpoints"
    ? `asked for by ${team}, released by ${mention(roles.compliance_officer)} (“not needed for audit”)`
    : `by ${team}`;
}

function offers(view: CleanupView, planned: PlannedOperation, facts: CleanupFacts): Button[] {
  const { kind, latest, blockers } = planned;
  const c = view.closeout.id;
  const value = runRef.encode({ c, k: kind, h: factsHash(kind, facts) });
  if (blockers.some((blocker) => blocker.kind !== "export_not_archived")) return [];
  if (blockers.length > 0) {
    return [
      runButton(c, "Archive artifacts"),
      button("Archive it anyway…", cleanupActionIds.cleanupAnyway, value),
    ];
  }
  const label = latest?.state === "failed" ? "Try again" : "Run";
  if (kind !== "checkpoints") {
    return [
      button(label, cleanupActionIds.cleanupRun, value, { confirm: confirmRun({ kind, task: undefined }) }),
    ];
  }
  const ask = button("Ask for release…", cleanupActionIds.cleanupRun, value);
  if (latest?.state === "refused" || latest?.state === "planned") return [ask];
  return [ask, button("Keep for audit…", cleanupActionIds.cleanupKeep, closeoutRef.encode({ c }))];
}

function taskBlocks(view: CleanupView): KnownBlock[] {
  const shown = view.tasks.slice(0, mostTasks);
  const rest = view.tasks.length - shown.length;
  return [
    section("*Infrastructure* — done by you, with a note or link as evidence"),
    ...shown.flatMap((task) => taskLine(view, task)),
    ...(rest === 0 ? [] : [context(`and ${rest} more in the list of items`)]),
  ];
}

function taskLine({ closeout, now, known }: CleanupView, task: CleanupTask): KnownBlock[] {
  const { item, note, latest, automated } = task;
  const evidence =
    note === undefined
      ? "no evidence yet"
      : note.kind === "evidence"
        ? link(note.text, 200)
        : `“${line(note.text, 120)}”`;
  const operation = latest === undefined ? "" : `\n${operationStanding(closeout, latest)}`;
  if (item.state.kind !== "open") {
    return [section(`${settledLine(item, closeout.timeZone, now, 120)} · ${evidence}${operation}`)];
  }
  const controls: ActionsBlockElement[] = [
    ...(item.assignee === undefined ? [takeButton(item)] : []),
    doneButton(item),
    button("Add evidence…", actionIds.itemNote, itemRef.encode({ c: closeout.id, i: item.id })),
  ];
  if (automated && known !== undefined && (latest === undefined || !isLive(latest))) {
    const value = runRef.encode({ c: closeout.id, k: "task", t: item.id, h: factsHash("task", known.facts) });
    const confirm = confirmRun({ kind: "task", task: item.id });
    controls.push(button("Run the automation", cleanupActionIds.cleanupRun, value, { confirm }));
  }
  return [
    section(`${itemName(item, 120)}\n${openDetails(closeout, item, now)} · ${evidence}${operation}`),
    actions(...controls),
  ];
}

function planButtons({ closeout }: CleanupView, mine: boolean): Button[] {
  const value = closeoutRef.encode({ c: closeout.id });
  const look = button("Look again", cleanupActionIds.cleanupLook, value);
  return mine ? [button("Post it in the channel", cleanupActionIds.cleanupPost, value), look] : [look];
}
