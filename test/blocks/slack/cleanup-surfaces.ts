import {
  checkpointsKept,
  decidedBefore,
  decideInSignoff,
  introduced,
  needsTwo,
  operationAlready,
  operationBlocked,
  operationRequested,
  operationSettled,
  planOutdated,
  planPosted,
  unknownCleanup,
} from "../../../blocks/slack/cleanup/cleanup-answers.ts";
import {
  anywayModal,
  checkpointsModal,
  keepModal,
  settleModal,
} from "../../../blocks/slack/cleanup/cleanup-modals.ts";
import { cleanupPlanMessage } from "../../../blocks/slack/cleanup/cleanup-plan.ts";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import type { Item } from "../../../src/domain/checklist/item.ts";
import type { CleanupFacts } from "../../../src/domain/cleanup/cleanup-facts.ts";
import { type Operation, operationStates, type Receipt } from "../../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { anOperation, cleanupView, someFacts } from "../../support/operations.ts";
import { ana, now } from "./fixtures.ts";
import type { Surface } from "./surfaces.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };

/** Every state and every end of an operation, with somebody's words in every place that takes words. */
function operations(words: string): readonly Operation[] {
  const receipts: readonly Receipt[] = (
    ["done", "already", "settled", "failed", "not_happened", "refused"] as const
  ).map((how) => ({
    how,
    knownBy: how === "settled" ? "person" : "reading",
    afterDoubt: true,
    requestId: words,
    message: words,
    logUrl: `https://ci.example/${words}`,
    sentence: words,
    by: "U0ANA",
    reason: words,
    evidence: words,
  }));
  const common = {
    requestedBy: ana,
    override: words,
    said: words,
    nextCheck: now,
    progress: 0.62,
    attempts: 2,
    ledgerSeq: 41,
    released: { by: ana, at: now, words, onBehalfOf: "U0JONAS" },
  };
  return [
    ...operationStates.flatMap((state) =>
      (["none", "accepted"] as const).map((doubt) =>
        anOperation({ ...common, kind: "checkpoints", state, doubt }),
      ),
    ),
    ...receipts.map((receipt) =>
      anOperation({ ...common, kind: "storage", state: "succeeded", receipt, endedAt: now }),
    ),
    anOperation({ ...common, kind: "task", task: words.slice(0, 8), state: "uncertain", doubt: "lost" }),
  ];
}

/** Everything that the cleanup shows. */
export function cleanupSurfaces(
  words: string,
  project: Closeout,
  items: readonly Item[],
): Record<string, Surface> {
  const all = operations(words);
  const [first = anOperation()] = all;
  const release = { id: first.id, number: 12 };
  const facts: CleanupFacts = {
    ...someFacts,
    vendorStatus: words,
    archival: { complete: false, missing: Array.from({ length: 20 }, () => words) },
  };
  const tasks = items.map((one, index) => ({
    item: one,
    note: {
      id: `n${index}`,
      closeoutId: project.id,
      itemId: one.id,
      by: ana,
      at: now,
      kind: index % 2 === 0 ? ("evidence" as const) : ("note" as const),
      text: index % 4 === 0 ? `https://example.com/${words}` : words,
    },
    automated: true,
    latest: all.at(-1),
  }));
  const view = cleanupView({ closeout: project, now, facts, tasks, unavailable: words });
  const full = {
    ...view,
    operations: view.operations.map((one, index) => ({ ...one, latest: all.at(-2 - index), release })),
  };
  const ref = { c: project.id, k: "checkpoints", h: "0".repeat(64) } as const;
  const plan = cleanupPlanMessage(view, true);
  return {
    cleanupPlan: plan,
    cleanupPlanDone: renderNotice({ kind: "cleanup_plan", view: full }),
    cleanupPlanUnknown: cleanupPlanMessage({ ...view, known: undefined }),
    ...Object.fromEntries(
      all.flatMap((operation, index) =>
        (["operation", "release_request"] as const).map((kind) => [
          `${kind}-${index}`,
          renderNotice({ kind, closeout: project, operation, release, step: undefined, now }),
        ]),
      ),
    ),
    ...Object.fromEntries(
      all.map((one, index) => [`already-operation-${index}`, operationAlready(project, one, false)]),
    ),
    operationRequested: operationRequested(project, first),
    operationReminded: operationAlready(project, first, true),
    operationBlocked: operationBlocked(project, [
      { kind: "export_not_archived", missing: [words, words] },
      { kind: "not_finished", vendorStatus: words },
      { kind: "rolled_back", status: "rolled_back" },
    ]),
    operationSettled: operationSettled(project, first),
    planOutdated: planOutdated(plan),
    planIntroduced: introduced("Choose what to run.", plan),
    planPosted: planPosted(project),
    needsTwo: needsTwo(project),
    kept: checkpointsKept(),
    decideInSignoff: decideInSignoff(release),
    noSignoffAsks: decideInSignoff(undefined),
    decidedBefore: decidedBefore(project, first),
    nothingToDecide: decidedBefore(project, undefined),
    unknownCleanup: unknownCleanup(words, words, commands),
    checkpointsModal: checkpointsModal(project, ref),
    anywayModal: anywayModal(project, ref),
    keepModal: keepModal(project),
    settleModal: settleModal(project, anOperation({ kind: "task", task: words })),
  };
}
