import { askVerification } from "./archive/ask-verification.ts";
import { classifyArtifact } from "./archive/classify-artifact.ts";
import { holdArtifact } from "./archive/hold-artifact.ts";
import { readArchive } from "./archive/read-archive.ts";
import { startArchive } from "./archive/start-archive.ts";
import { measureBaseline } from "./baseline/measure-baseline.ts";
import { sendBaseline } from "./baseline/send-baseline.ts";
import { showBaseline } from "./baseline/show-baseline.ts";
import { prepareWaiver, waiveFinding } from "./baseline/waive-finding.ts";
import { reconcileBudget, removeBudgetLine, setBudgetLine, shareBudget } from "./budget/change-budget.ts";
import { previewImport, takeImport } from "./budget/import-budget.ts";
import { exportBudget, readBudget } from "./budget/read-budget.ts";
import { askBundle } from "./bundle/ask-bundle.ts";
import { changeRecipient } from "./certificate/change-recipient.ts";
import { noteVendorEvent } from "./certificate/note-vendor-event.ts";
import { receiveCertificate } from "./certificate/receive-certificate.ts";
import { sendCertificate } from "./certificate/send-certificate.ts";
import { showCertificate } from "./certificate/show-certificate.ts";
import { changeSettings } from "./change-settings.ts";
import { changeItem } from "./checklist/change-item.ts";
import { readItem, readItems } from "./checklist/read-items.ts";
import { readStatus } from "./checklist/read-status.ts";
import { readHome, readTodo } from "./checklist/read-todo.ts";
import { reviveCard } from "./checklist/revive-card.ts";
import { keepCheckpoints } from "./cleanup/keep-checkpoints.ts";
import { postCleanupPlan } from "./cleanup/post-cleanup-plan.ts";
import { readCleanup } from "./cleanup/read-cleanup.ts";
import { requestOperation } from "./cleanup/request-operation.ts";
import { settleOperation } from "./cleanup/settle-operation.ts";
import { closeCloseout } from "./closing/close-closeout.ts";
import { listCloseouts } from "./closing/list-closeouts.ts";
import { readClosing } from "./closing/read-closing.ts";
import { reopenCloseout } from "./closing/reopen-closeout.ts";
import { confirmStep } from "./decommission/confirm-step.ts";
import { postDecommission } from "./decommission/post-decommission.ts";
import { readDecommission } from "./decommission/read-decommission.ts";
import { recordEvidence } from "./decommission/record-evidence.ts";
import { reportStraggler } from "./decommission/report-straggler.ts";
import { retryStep } from "./decommission/retry-step.ts";
import { takeStep } from "./decommission/take-step.ts";
import { undoStep } from "./decommission/undo-step.ts";
import { admitMember } from "./delivery/admit-member.ts";
import { refreshMessage, turnPage } from "./delivery/show-message-again.ts";
import type { Deps } from "./deps.ts";
import { findCloseout } from "./find-closeout.ts";
import { describeDocument, reviewDocument } from "./handover/change-document.ts";
import { confirmHandover, saveSession, setHandoverTeam } from "./handover/change-handover.ts";
import { readHandover } from "./handover/read-handover.ts";
import { readAudit } from "./ledger/read-audit.ts";
import { verifyLedger } from "./ledger/verify-ledger.ts";
import { editReport } from "./report/edit-report.ts";
import { freezeReport } from "./report/freeze-report.ts";
import { nameInReport } from "./report/name-in-report.ts";
import { previewReport } from "./report/preview-report.ts";
import { readReport } from "./report/read-report.ts";
import { changeAction } from "./retro/change-action.ts";
import { closeRetro } from "./retro/close-retro.ts";
import { changeContribution, contributeToRetro } from "./retro/contribute-to-retro.ts";
import { importIntoRetro } from "./retro/import-into-retro.ts";
import { openRetro } from "./retro/open-retro.ts";
import { readActions } from "./retro/read-actions.ts";
import { readRetro } from "./retro/read-retro.ts";
import { voteInRetro } from "./retro/vote-in-retro.ts";
import { answerDelegation } from "./signoff/answer-delegation.ts";
import { askAboutSignoff } from "./signoff/ask-about-signoff.ts";
import { askApproval } from "./signoff/ask-approval.ts";
import { decideSignoff } from "./signoff/decide-signoff.ts";
import { delegateSignoff } from "./signoff/delegate-signoff.ts";
import { listSignoffs } from "./signoff/list-signoffs.ts";
import { overrideSignoff } from "./signoff/override-signoff.ts";
import { prepareDecision } from "./signoff/prepare-decision.ts";
import { prepareSignoff } from "./signoff/prepare-signoff.ts";
import { readSignoff } from "./signoff/read-signoff.ts";
import { replaceSignatory } from "./signoff/replace-signatory.ts";
import { requestSignoff } from "./signoff/request-signoff.ts";
import { withdrawSignoff } from "./signoff/withdraw-signoff.ts";
import { prepareStart } from "./start/prepare-start.ts";
import { searchMigrations } from "./start/search-migrations.ts";
import { startCloseout } from "./start/start-closeout.ts";

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
