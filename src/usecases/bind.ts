import { admitMember } from "./admit-member.ts";
import { askVerification } from "./ask-verification.ts";
import { reconcileBudget, removeBudgetLine, setBudgetLine, shareBudget } from "./change-budget.ts";
import { describeDocument, reviewDocument } from "./change-document.ts";
import { confirmHandover, saveSession, setHandoverTeam } from "./change-handover.ts";
import { changeItem } from "./change-item.ts";
import { changeRecipient } from "./change-recipient.ts";
import { changeSettings } from "./change-settings.ts";
import { classifyArtifact } from "./classify-artifact.ts";
import { decideDisposal } from "./decide-disposal.ts";
import { decideRelease } from "./decide-release.ts";
import type { Deps } from "./deps.ts";
import { findCloseout } from "./find-closeout.ts";
import { holdArtifact } from "./hold-artifact.ts";
import { previewImport, takeImport } from "./import-budget.ts";
import { measureBaseline } from "./measure-baseline.ts";
import { noteVendorEvent } from "./note-vendor-event.ts";
import { postCleanupPlan } from "./post-cleanup-plan.ts";
import { prepareStart } from "./prepare-start.ts";
import { readArchive } from "./read-archive.ts";
import { exportBudget, readBudget } from "./read-budget.ts";
import { readCleanup } from "./read-cleanup.ts";
import { readHandover } from "./read-handover.ts";
import { readItem, readItems } from "./read-items.ts";
import { readStatus } from "./read-status.ts";
import { readHome, readTodo } from "./read-todo.ts";
import { receiveCertificate } from "./receive-certificate.ts";
import { requestOperation } from "./request-operation.ts";
import { reviveCard } from "./revive-card.ts";
import { searchMigrations } from "./search-migrations.ts";
import { sendBaseline } from "./send-baseline.ts";
import { sendCertificate } from "./send-certificate.ts";
import { settleOperation } from "./settle-operation.ts";
import { showBaseline } from "./show-baseline.ts";
import { showCertificate } from "./show-certificate.ts";
import { refreshMessage, turnPage } from "./show-message-again.ts";
import { startArchive } from "./start-archive.ts";
import { startCloseout } from "./start-closeout.ts";
import { prepareWaiver, waiveFinding } from "./waive-finding.ts";

type UseCase<Input, Outcome> = (deps: Deps, input: Input) => Promise<Outcome>;

/** Every use case that a person can ask for, bound to its dependencies. */
export type UseCases = ReturnType<typeof bindUseCases>;

/** Binds the use cases that people ask for; those of jobs are called by the jobs. */
export function bindUseCases(deps: Deps) {
  const bind =
    <Input, Outcome>(useCase: UseCase<Input, Outcome>) =>
    (input: Input) =>
      useCase(deps, input);
  return {
    admitMember: bind(admitMember),
    askVerification: bind(askVerification),
    changeItem: bind(changeItem),
    changeRecipient: bind(changeRecipient),
    changeSettings: bind(changeSettings),
    decideRelease: bind(decideRelease),
    findCloseout: bind(findCloseout),
    measureBaseline: bind(measureBaseline),
    postCleanupPlan: bind(postCleanupPlan),
    noteVendorEvent: bind(noteVendorEvent),
    prepareStart: bind(prepareStart),
    prepareWaiver: bind(prepareWaiver),
    readCleanup: bind(readCleanup),
    classifyArtifact: bind(classifyArtifact),
    decideDisposal: bind(decideDisposal),
    holdArtifact: bind(holdArtifact),
    confirmHandover: bind(confirmHandover),
    describeDocument: bind(describeDocument),
    readHandover: bind(readHandover),
    reviewDocument: bind(reviewDocument),
    saveSession: bind(saveSession),
    setHandoverTeam: bind(setHandoverTeam),
    exportBudget: bind(exportBudget),
    previewImport: bind(previewImport),
    readBudget: bind(readBudget),
    reconcileBudget: bind(reconcileBudget),
    removeBudgetLine: bind(removeBudgetLine),
    setBudgetLine: bind(setBudgetLine),
    shareBudget: bind(shareBudget),
    takeImport: bind(takeImport),
    readArchive: bind(readArchive),
    readHome: bind(readHome),
    readItem: bind(readItem),
    readItems: bind(readItems),
    readStatus: bind(readStatus),
    readTodo: bind(readTodo),
    receiveCertificate: bind(receiveCertificate),
    refreshMessage: bind(refreshMessage),
    requestOperation: bind(requestOperation),
    reviveCard: bind(reviveCard),
    searchMigrations: bind(searchMigrations),
    sendBaseline: bind(sendBaseline),
    showBaseline: bind(showBaseline),
    settleOperation: bind(settleOperation),
    sendCertificate: bind(sendCertificate),
    showCertificate: bind(showCertificate),
    startArchive: bind(startArchive),
    startCloseout: bind(startCloseout),
    turnPage: bind(turnPage),
    waiveFinding: bind(waiveFinding),
  };
}
