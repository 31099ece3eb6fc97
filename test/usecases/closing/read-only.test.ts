import { beforeAll, describe, expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { bindUseCases, type UseCases } from "../../../src/usecases/bind.ts";
import { closeCloseout } from "../../../src/usecases/closing/close-closeout.ts";
import { closingTemplate, readyToClose } from "../../support/closings.ts";
import { aForm } from "../../support/signoffs.ts";
import { member, shareWorld } from "../../support/world.ts";

/** Everything that a person can ask for, tried on a closed closeout. The compiler asks for every new act. */
describe("a closed closeout", () => {
  const world = shareWorld({ template: closingTemplate });
  let closeout: Closeout;
  let request: string;
  beforeAll(async () => {
    closeout = await world.start();
    await readyToClose(world, closeout);
    await closeCloseout(world.deps, { closeoutId: closeout.id, member: member("ana") });
    const [first] = await world.store.signoffs.all(closeout.id);
    request = first?.id ?? "";
  });

  const ana = member("ana");
  const here = () => ({ closeoutId: closeout.id, member: ana });
  const asked = () => ({ requestId: request, member: ana });
  const settings = {
    digestTime: "10:00",
    quietFrom: "18:00",
    quietTo: "08:00",
    workingDays: [1],
    ownerAfterDays: 1,
    sponsorAfterDays: 3,
  };
  const text = { introduction: "New", schedule: "", incidents: "", lessons: "", thanks: "" };

  const stale = { sha: "a".repeat(64), id: "00000000-0000-4000-8000-000000000000" };

  /** `reads`: changes nothing ever. `goes on`: stays possible. `apart`: its subject does not exist in this closeout, or is none of it. */
  type Row = "reads" | "goes on" | "apart" | ((useCases: UseCases) => Promise<{ readonly kind: string }>);
  const table: Readonly<Record<keyof UseCases, Row>> = {
    admitMember: "apart",
    answerDelegation: (on) => on.answerDelegation({ ...asked(), seat: "s", accept: true }),
    askApproval: (on) => on.askApproval({ ...here(), wanted: { kind: "plan" } }),
    confirmStep: (on) => on.confirmStep({ ...here(), step: "D5", asked: stale.id, decision: "confirm" }),
    keepCheckpoints: (on) =>
      on.keepCheckpoints({ closeoutId: closeout.id, member: member("jonas"), reason: "Needed for audit." }),
    postDecommission: (on) => on.postDecommission(here()),
    readDecommission: "reads",
    recordEvidence: (on) =>
      on.recordEvidence({
        ...here(),
        evidence: { kind: "connections", words: "None since Monday", checkedBy: ana.user },
      }),
    reportStraggler: (on) => on.reportStraggler({ ...here(), reason: "Payroll still connects." }),
    retryStep: (on) => on.retryStep({ ...here(), step: "D1" }),
    takeStep: (on) =>
      on.takeStep({ ...here(), step: "D1", evidence: "Stopped", typedName: undefined, execution: "hand" }),
    undoStep: (on) => on.undoStep({ ...here(), step: "D1", reason: "Too early" }),
    askAboutSignoff: (on) => on.askAboutSignoff({ ...asked(), words: "Why?" }),
    askBundle: "goes on",
    askVerification: "goes on",
    changeAction: "goes on",
    changeContribution: "apart",
    changeItem: (on) => on.changeItem({ ...here(), itemId: "W1", act: { kind: "reopen" } }),
    changeRecipient: "apart",
    changeSettings: (on) => on.changeSettings({ ...here(), input: settings }),
    classifyArtifact: "apart",
    closeCloseout: (on) => on.closeCloseout(here()),
    closeRetro: (on) => on.closeRetro(here()),
    confirmHandover: (on) => on.confirmHandover({ ...here(), number: 1 }),
    contributeToRetro: (on) =>
      on.contributeToRetro({
        ...here(),
        secret: "s",
        say: { section: "well", text: "All of it", owner: undefined, due: undefined },
      }),
    decideSignoff: (on) =>
      on.decideSignoff({
        ...asked(),
        member: member("tom"),
        decision: "approved",
        words: undefined,
        platformRequest: "click",
      }),
    delegateSignoff: (on) =>
      on.delegateSignoff({
        ...asked(),
        member: member("tom"),
        act: { kind: "offer", user: "U_MARIA", reason: "I am away." },
      }),
    describeDocument: (on) =>
      on.describeDocument({ ...here(), itemId: "W1", link: "https://example.com/", words: "" }),
    editReport: (on) => on.editReport({ ...here(), revision: 0, text, unnamed: [] }),
    exportBudget: "reads",
    findCloseout: "reads",
    freezeReport: (on) => on.freezeReport(here()),
    holdArtifact: "goes on",
    importIntoRetro: (on) =>
      on.importIntoRetro({
        ...here(),
        text: "Went well\n- All of it",
        owner: undefined,
        due: undefined,
        secret: "s",
        confirmed: true,
      }),
    listCloseouts: "reads",
    listSignoffs: "reads",
    measureBaseline: (on) => on.measureBaseline(here()),
    nameInReport: (on) => on.nameInReport({ ...here(), named: false }),
    noteVendorEvent: "apart",
    openRetro: (on) => on.openRetro({ ...here(), anonymous: false }),
    overrideSignoff: (on) => on.overrideSignoff({ ...asked(), reason: "It has to go on." }),
    postCleanupPlan: (on) => on.postCleanupPlan(here()),
    prepareDecision: (on) => on.prepareDecision({ ...asked(), member: member("tom") }),
    prepareSignoff: (on) => on.prepareSignoff({ ...here(), purpose: "other" }),
    prepareStart: "reads",
    prepareWaiver: (on) =>
      on.prepareWaiver({ ...here(), member: member("tom"), number: 1, metric: "storage" }),
    previewImport: (on) => on.previewImport({ ...here(), text: "name,estimated,actual" }),
    previewReport: "reads",
    readActions: "reads",
    readArchive: "reads",
    readAudit: "reads",
    readBudget: "reads",
    readCleanup: "reads",
    readClosing: "reads",
    readHandover: "reads",
    readHome: "reads",
    readItem: "reads",
    readItems: "reads",
    readReport: "reads",
    readRetro: "reads",
    readSignoff: "reads",
    readStatus: "reads",
    readTodo: "reads",
    receiveCertificate: "apart",
    reconcileBudget: (on) => on.reconcileBudget(here()),
    refreshMessage: "apart",
    removeBudgetLine: "apart",
    reopenCloseout: "goes on",
    replaceSignatory: (on) =>
      on.replaceSignatory({ ...asked(), seat: "s", user: "U_MARIA", reason: "Tom has left." }),
    requestOperation: (on) => on.requestOperation({ ...here(), kind: "storage", factsHash: stale.sha }),
    requestSignoff: (on) => on.requestSignoff({ ...here(), form: aForm() }),
    reviewDocument: "apart",
    reviveCard: "apart",
    saveSession: (on) =>
      on.saveSession({
        ...here(),
        form: { title: "Night shift", on: "2026-03-10", materials: "https://example.com/", attendees: [] },
      }),
    searchMigrations: "reads",
    sendBaseline: (on) => on.sendBaseline({ ...here(), timesSent: 0 }),
    sendCertificate: (on) => on.sendCertificate(here()),
    setBudgetLine: (on) =>
      on.setBudgetLine({
        ...here(),
        wish: { name: "Compute", estimated: "1", actual: "1", currency: "USD" },
      }),
    setHandoverTeam: (on) => on.setHandoverTeam({ ...here(), users: ["U_MARIA"] }),
    settleOperation: (on) =>
      on.settleOperation({
        ...here(),
        operationId: stale.id,
        happened: true,
        reason: "I have seen it.",
        evidence: "https://example.com/",
      }),
    shareBudget: (on) => on.shareBudget(here()),
    showBaseline: "reads",
    showCertificate: (on) => on.showCertificate({ ...here(), refetch: true }),
    startArchive: (on) => on.startArchive(here()),
    startCloseout: "apart",
    takeImport: (on) => on.takeImport({ ...here(), importId: stale.id }),
    turnPage: "apart",
    verifyLedger: "reads",
    voteInRetro: (on) => on.voteInRetro({ ...here(), contributionId: stale.id }),
    waiveFinding: (on) =>
      on.waiveFinding({
        ...here(),
        member: member("tom"),
        number: 1,
        metric: "storage",
        reason: "It is fine.",
      }),
    withdrawSignoff: (on) => on.withdrawSignoff({ ...asked(), reason: "It is not needed." }),
  };
  const acts = Object.entries(table).flatMap(([name, row]) =>
    typeof row === "function" ? [{ name, act: row }] : [],
  );

  test.each(acts)("refuses $name, and nothing of it stays", async ({ act }) => {
    const before = await world.ledger(closeout);
    const outcome = await act(bindUseCases(world.deps));
    expect(["closed", "no_closeout"]).toContain(outcome.kind);
    expect(await world.ledger(closeout)).toEqual(before);
  });

  test("is still read, verified and exported, and its artifacts are looked after", async () => {
    const on = bindUseCases(world.deps);
    const { id: closeoutId } = closeout;
    expect(await on.readStatus({ closeoutId })).toMatchObject({ health: "closed" });
    expect(
      await on.readAudit({
        ...here(),
        filter: { people: [], items: [], kinds: [] },
        page: 0,
        upTo: undefined,
      }),
    ).toMatchObject({
      kind: "read",
    });
    expect(await on.verifyLedger(here())).toMatchObject({ kind: "verified" });
    expect((await on.askVerification({ ...here(), number: undefined })).kind).not.toBe("closed");
    const hold = {
      closeoutId,
      number: 1,
      act: "hold",
      reason: "An audit.",
      member: member("jonas"),
    } as const;
    expect((await on.holdArtifact(hold)).kind).toBe("no_such_artifact");
    expect((await on.askBundle(here())).kind).toBe("making");
  });
});
