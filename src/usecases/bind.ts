import { admitMember } from "./admit-member.ts";
import { answerDelegation } from "./answer-delegation.ts";
import { askAboutSignoff } from "./ask-about-signoff.ts";
import { askApproval } from "./ask-approval.ts";
import { askBundle } from "./ask-bundle.ts";
import { askVerification } from "./ask-verification.ts";
import { changeAction } from "./change-action.ts";
import { reconcileBudget, removeBudgetLine, setBudgetLine, shareBudget } from "./change-budget.ts";
import { describeDocument, reviewDocument } from "./change-document.ts";
import { confirmHandover, saveSession, setHandoverTeam } from "./change-handover.ts";
import { changeItem } from "./change-item.ts";
import { changeRecipient } from "./change-recipient.ts";
import { changeSettings } from "./change-settings.ts";
import { classifyArtifact } from "./classify-artifact.ts";
import { closeCloseout } from "./close-closeout.ts";
import { closeRetro } from "./close-retro.ts";
import { confirmStep } from "./confirm-step.ts";
import { changeContribution, contributeToRetro } from "./contribute-to-retro.ts";
import { decideSignoff } from "./decide-signoff.ts";
import { delegateSignoff } from "./delegate-signoff.ts";
import type { Deps } from "./deps.ts";
import { editReport } from "./edit-report.ts";
import { findCloseout } from "./find-closeout.ts";
import { freezeReport } from "./freeze-report.ts";
import { holdArtifact } from "./hold-artifact.ts";
import { previewImport, takeImport } from "./import-budget.ts";
import { importIntoRetro } from "./import-into-retro.ts";
import { keepCheckpoints } from "./keep-checkpoints.ts";
import { listCloseouts } from "./list-closeouts.ts";
import { listSignoffs } from "./list-signoffs.ts";
import { measureBaseline } from "./measure-baseline.ts";
import { nameInReport } from "./name-in-report.ts";
import { noteVendorEvent } from "./note-vendor-event.ts";
import { openRetro } from "./open-retro.ts";
import { overrideSignoff } from "./override-signoff.ts";
import { postCleanupPlan } from "./post-cleanup-plan.ts";
import { postDecommission } from "./post-decommission.ts";
import { prepareDecision } from "./prepare-decision.ts";
import { prepareSignoff } from "./prepare-signoff.ts";
import { prepareStart } from "./prepare-start.ts";
import { previewReport } from "./preview-report.ts";
import { readActions } from "./read-actions.ts";
import { readArchive } from "./read-archive.ts";
import { readAudit } from "./read-audit.ts";
import { exportBudget, readBudget } from "./read-budget.ts";
import { readCleanup } from "./read-cleanup.ts";
import { readClosing } from "./read-closing.ts";
import { readDecommission } from "./read-decommission.ts";
import { readHandover } from "./read-handover.ts";
import { readItem, readItems } from "./read-items.ts";
import { readReport } from "./read-report.ts";
import { readRetro } from "./read-retro.ts";
import { readSignoff } from "./read-signoff.ts";
import { readStatus } from "./read-status.ts";
import { readHome, readTodo } from "./read-todo.ts";
import { receiveCertificate } from "./receive-certificate.ts";
import { recordEvidence } from "./record-evidence.ts";
import { reopenCloseout } from "./reopen-closeout.ts";
import { replaceSignatory } from "./replace-signatory.ts";
import { reportStraggler } from "./report-straggler.ts";
import { requestOperation } from "./request-operation.ts";
import { requestSignoff } from "./request-signoff.ts";
import { retryStep } from "./retry-step.ts";
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
import { takeStep } from "./take-step.ts";
import { undoStep } from "./undo-step.ts";
import { verifyLedger } from "./verify-ledger.ts";
import { voteInRetro } from "./vote-in-retro.ts";
import { prepareWaiver, waiveFinding } from "./waive-finding.ts";
import { withdrawSignoff } from "./withdraw-signoff.ts";

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
    askBundle: bind(askBundle),
    askVerification: bind(askVerification),
    changeAction: bind(changeAction),
    changeContribution: bind(changeContribution),
    changeItem: bind(changeItem),
    changeRecipient: bind(changeRecipient),
    changeSettings: bind(changeSettings),
    closeRetro: bind(closeRetro),
    closeCloseout: bind(closeCloseout),
    readClosing: bind(readClosing),
    reopenCloseout: bind(reopenCloseout),
    listCloseouts: bind(listCloseouts),
    contributeToRetro: bind(contributeToRetro),
    keepCheckpoints: bind(keepCheckpoints),
    findCloseout: bind(findCloseout),
    importIntoRetro: bind(importIntoRetro),
    measureBaseline: bind(measureBaseline),
    freezeReport: bind(freezeReport),
    nameInReport: bind(nameInReport),
    editReport: bind(editReport),
    previewReport: bind(previewReport),
    readReport: bind(readReport),
    openRetro: bind(openRetro),
    postCleanupPlan: bind(postCleanupPlan),
    noteVendorEvent: bind(noteVendorEvent),
    prepareDecision: bind(prepareDecision),
    prepareStart: bind(prepareStart),
    prepareWaiver: bind(prepareWaiver),
    readCleanup: bind(readCleanup),
    classifyArtifact: bind(classifyArtifact),
    holdArtifact: bind(holdArtifact),
    readAudit: bind(readAudit),
    verifyLedger: bind(verifyLedger),
    readActions: bind(readActions),
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
    readRetro: bind(readRetro),
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
    voteInRetro: bind(voteInRetro),
    waiveFinding: bind(waiveFinding),
    answerDelegation: bind(answerDelegation),
    askAboutSignoff: bind(askAboutSignoff),
    decideSignoff: bind(decideSignoff),
    delegateSignoff: bind(delegateSignoff),
    listSignoffs: bind(listSignoffs),
    overrideSignoff: bind(overrideSignoff),
    prepareSignoff: bind(prepareSignoff),
    readSignoff: bind(readSignoff),
    replaceSignatory: bind(replaceSignatory),
    requestSignoff: bind(requestSignoff),
    withdrawSignoff: bind(withdrawSignoff),
    askApproval: bind(askApproval),
    confirmStep: bind(confirmStep),
    retryStep: bind(retryStep),
    postDecommission: bind(postDecommission),
    readDecommission: bind(readDecommission),
    recordEvidence: bind(recordEvidence),
    reportStraggler: bind(reportStraggler),
    takeStep: bind(takeStep),
    undoStep: bind(undoStep),
  };
}
