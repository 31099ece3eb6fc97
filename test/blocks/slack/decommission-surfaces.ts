import { decommissionMessage } from "../../../blocks/slack/decommission/decommission.ts";
import {
  askedAlready,
  askerLostRight,
  askFromBeginning,
  automationGone,
  backupFirst,
  cannotUndo,
  noSuchPart,
  nothingFailed,
  partIsComputed,
  stepBlocked,
  stepNeedsTwo,
  stepRunning,
  stepWaits,
  unknownDecommission,
  unplannedDecommission,
} from "../../../blocks/slack/decommission/decommission-answers.ts";
import {
  backupModal,
  connectionsModal,
  earlyModal,
  stepModal,
  stragglerModal,
  undoModal,
} from "../../../blocks/slack/decommission/decommission-modals.ts";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import type { Operation } from "../../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type {
  DecommissionEvent,
  DecommissionFacts,
  Happening,
} from "../../../src/domain/decommission/decommission.ts";
import type { DecommissionPlan } from "../../../src/domain/decommission/decommission-plan.ts";
import { planOrigin } from "../../../src/domain/decommission/decommission-prerequisites.ts";
import { decommissionStanding } from "../../../src/domain/decommission/decommission-standing.ts";
import type { DecommissionView } from "../../../src/domain/decommission/decommission-view.ts";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { emptySeat } from "../../../src/domain/signoff/signoff-rules.ts";
import { anOperation } from "../../support/operations.ts";
import { ana, now } from "./fixtures.ts";
import type { Surface } from "./surfaces.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };

/** Somebody's words and as many parts as there may be, at several points of the way. */
export function decommissionSurfaces(
  words: string,
  many: number,
  project: Closeout,
): Record<string, Surface> {
  const plan = planOf(words, many);
  const happenings = happeningsOf(words);
  const events = happenings.map(
    (happening, index): DecommissionEvent => ({
      id: `e${index}`,
      by: ana,
      at: now.subtract({ hours: 1 }),
      ...happening,
    }),
  );
  const viewAt = (count: number, different: Partial<DecommissionFacts> = {}, later = 0): DecommissionView => {
    const facts: DecommissionFacts = {
      plan,
      cutover: project.cutover,
      timeZone: project.timeZone,
      events: events.slice(0, count),
      requests: [requestOf(words, project)],
      planSha256: "plan",
      ticked: new Set(plan.prerequisites.map(({ id }) => id)),
      skipped: new Set(),
      stop: undefined,
      ...different,
    };
    const moment = now.add({ hours: later });
    return {
      closeout: project,
      now: moment,
      standing: decommissionStanding(facts, moment),
      stopped: different.stop === undefined ? undefined : words,
      unavailable: words,
      automated: ["D1"],
      runs: [anOperation({ kind: "task", task: words.slice(0, 8), state: "failed", said: words })],
    };
  };
  const view = viewAt(events.length);
  const [prerequisite] = plan.prerequisites;
  const [step] = plan.steps;
  if (prerequisite === undefined || step === undefined) throw new Error("The plan is empty.");
  const { standing } = viewAt(0);
  const blocked = standing.steps.map(({ allowed }) => (allowed.kind === "blocked" ? allowed.reasons : []));
  return {
    ...Object.fromEntries(
      events.flatMap((event, index) => [
        [
          `decommission-at-${index}`,
          renderNotice({ kind: "decommission", view: viewAt(index, {}, index * 200) }),
        ],
        [`decommission-news-${index}`, renderNotice({ kind: "decommission_news", view, event })],
        [
          `decommission-news-then-${index}`,
          renderNotice({ kind: "decommission_news", view: viewAt(index + 1), event }),
        ],
      ]),
    ),
    decommissionMine: decommissionMessage(view, true),
    decommissionFrozen: decommissionMessage(
      viewAt(3, { stop: { kind: "rolled_back", status: "rolling_back" } }),
    ),
    decommissionFinished: decommissionMessage(viewAt(0, { plan: { ...plan, steps: [] } })),
    ...Object.fromEntries(
      blocked.map((reasons, index) => [`step-blocked-${index}`, stepBlocked(project, step, reasons)]),
    ),
    stepStopped: stepBlocked(project, step, [
      { kind: "stopped", stop: { kind: "not_finished", vendorStatus: words } },
      { kind: "stopped", stop: "unread" },
    ]),
    stepRunning: stepRunning(project, step, anOperation({ kind: "task", task: "D1", said: words })),
    ...Object.fromEntries(
      [false, true].map((irreversible) => [
        `step-run-failed-${irreversible}`,
        renderNotice({
          kind: "operation",
          closeout: project,
          operation: anOperation({ ...failedRun(words), task: step.id }),
          release: undefined,
          step: { ...step, irreversible },
          now,
        }),
      ]),
    ),
    nothingFailed: nothingFailed(step),
    automationGone: automationGone(project, step),
    askFromBeginning: askFromBeginning(project, { ...step, irreversible: true }),
    stepNeedsTwo: stepNeedsTwo(step),
    stepWaits: stepWaits(project, step, "U0ANA", now),
    askerLostRight: askerLostRight(step),
    noSuchPart: noSuchPart(words, commands),
    partIsComputed: partIsComputed(prerequisite),
    cannotUndo: cannotUndo(step, { kind: "too_late", step: words }),
    backupFirst: backupFirst(prerequisite),
    askedAlready: askedAlready(requestOf(words, project)),
    unplannedDecommission: unplannedDecommission(project, commands),
    unknownDecommission: unknownDecommission(words, "straggler", commands),
    connectionsModal: connectionsModal(project, prerequisite, "P7D", "U0ANA"),
    backupModal: backupModal(project, prerequisite, "U0ANA"),
    stragglerModal: stragglerModal(project, words),
    earlyModal: earlyModal(project, words),
    stepModal: stepModal(project, { ...step, irreversible: true }, true),
    undoStepModal: undoModal(project, step),
  };
}

function failedRun(words: string): Partial<Operation> {
  return {
    kind: "task",
    state: "failed",
    released: { by: ana, at: now, words: undefined, onBehalfOf: undefined },
    receipt: { how: "failed", knownBy: "answer", sentence: words, logUrl: `https://ci.example/${words}` },
    endedAt: now,
  };
}

function planOf(words: string, many: number): DecommissionPlan {
  const kinds = ["connections", "rollback_window", "backup", "approval", undefined] as const;
  return {
    stages: ["PT0S", "P14D", "P28D"].map((from) => ({ id: from, title: words, from })),
    prerequisites: Array.from({ length: Math.min(20, Math.max(5, many)) }, (_, index) => ({
      id: `P${index + 1}`,
      title: words,
      evidence: kinds[index % kinds.length],
    })),
    steps: Array.from({ length: Math.min(20, Math.max(7, many)) }, (_, index) => ({
      id: `D${index + 1}`,
      title: words,
      wait: index === 3 ? "P7D" : undefined,
      irreversible: index === 4,
      undoable: index === 0,
      optional: index === 6,
    })),
    wholes: ["M1"],
    rollbackUntil: "P14D",
    notBefore: "PT1H",
    confidence: "P28D",
    evidenceValid: "P7D",
  };
}

function happeningsOf(words: string): readonly Happening[] {
  return [
    { kind: "straggler", reason: words },
    {
      kind: "backup_taken",
      backup: {
        location: words,
        size: words,
        checksum: words,
        restore: { by: "U0ANA", on: "2026-03-01", words },
      },
    },
    { kind: "approval_asked", request: "r1" },
    { kind: "early_asked", request: "r1", reason: words },
    { kind: "connections_checked", words: `https://example.com/${words}`, checkedBy: "U0TOM" },
    { kind: "step_done", step: "D1", evidence: words, execution: "hand" },
    { kind: "step_undone", step: "D1", with: ["D2"], reason: words },
    { kind: "step_done", step: "D1", evidence: words, confirmedBy: "U0TOM", execution: "automation" },
    { kind: "step_done", step: "D2", evidence: `https://example.com/${words}`, execution: "hand" },
    { kind: "step_done", step: "D3", evidence: words, execution: "hand" },
    { kind: "wait_ends_soon", step: "D4", until: now.toString() },
    { kind: "wait_over", step: "D4", until: now.toString() },
    { kind: "evidence_stale", of: "e4" },
    { kind: "source_kept", whole: "M1", reason: words },
    { kind: "step_asked", step: "D5", evidence: words, execution: "automation" },
    { kind: "step_withdrawn", step: "D5" },
    { kind: "step_asked", step: "D5", evidence: words, execution: "hand" },
    { kind: "step_done", step: "D5", evidence: words, confirmedBy: "U0TOM", execution: "hand" },
    { kind: "straggler", reason: words },
  ];
}

function requestOf(words: string, project: Closeout): SignoffRequest {
  return {
    id: "r1",
    closeoutId: project.id,
    number: 3,
    purpose: "early_gate",
    title: words,
    meaning: words,
    documents: [{ sha256: "plan", name: words, origin: planOrigin }],
    seats: [emptySeat({ id: "s1", role: "business_sponsor", user: "U0EVA", name: words }, 1)],
    quorum: { kind: "all" },
    order: "parallel",
    decideBy: now,
    effect: { kind: "none" },
    requestedBy: ana,
    requestedAt: now,
    questions: [],
    state: "approved",
    ended: { at: now, by: ana, reason: words },
    head: undefined,
  };
}
