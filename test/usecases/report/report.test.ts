import { describe, expect, test } from "vitest";
import { reportMessage } from "../../../blocks/slack/report/report.ts";
import { isPdf, pdfNames } from "../../../src/domain/certificate/pdf-probe.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { sha256Of } from "../../../src/domain/document.ts";
import type { ReportNotice } from "../../../src/domain/notice.ts";
import { emptyDraft, type ReportText } from "../../../src/domain/report/report-draft.ts";
import { measureBaseline } from "../../../src/usecases/baseline/measure-baseline.ts";
import { editReport } from "../../../src/usecases/report/edit-report.ts";
import { freezeReport } from "../../../src/usecases/report/freeze-report.ts";
import { nameInReport } from "../../../src/usecases/report/name-in-report.ts";
import { previewReport } from "../../../src/usecases/report/preview-report.ts";
import { readReport } from "../../../src/usecases/report/read-report.ts";
import { prepareSignoff } from "../../../src/usecases/signoff/prepare-signoff.ts";
import { requestSignoff } from "../../../src/usecases/signoff/request-signoff.ts";
import { readable } from "../../blocks/slack/look.ts";
import { referenceComparison } from "../../support/baselines.ts";
import { issue, look } from "../../support/certified.ts";
import { senseiFault } from "../../support/fake-sensei.ts";
import { exampleDraft, referenceMigration } from "../../support/reports.ts";
import { smallTemplateText, templateFrom } from "../../support/small-template.ts";
import { member, openWorld, type World } from "../../support/world.ts";

/** The small procedure, with an item that a frozen report completes. */
const template = templateFrom(
  smallTemplateText.replace("title: Ask the users", "title: Final report, completed_by: report"),
);

async function opened(input: Parameters<World["start"]>[0] = {}) {
  const world = await openWorld({ template });
  const closeout = await world.start(input);
  const closeoutId = closeout.id;
  const at = world.sensei.migrations.findIndex(({ id }) => id === closeout.migration.id);
  world.sensei.migrations[at] = { ...referenceMigration, id: closeout.migration.id };
  return {
    world,
    closeout,
    edit: (words: Partial<ReportText>, as = "ana", revision = 0, unnamed: readonly string[] = []) =>
      editReport(world.deps, {
        closeoutId,
        member: member(as),
        revision,
        text: { ...emptyDraft.text, ...words },
        unnamed,
      }),
    preview: (as = "ana", pdf = false) => previewReport(world.deps, { closeoutId, member: member(as), pdf }),
    freeze: (as = "ana", seen?: string, deps = world.deps) =>
      freezeReport(deps, { closeoutId, member: member(as), ...(seen === undefined ? {} : { seen }) }),
    name: (as: string, named: boolean) => nameInReport(world.deps, { closeoutId, member: member(as), named }),
    draft: () => world.store.reports.draft(closeoutId),
    newest: () => world.store.reports.newest(closeoutId),
    entries: async (kind: string) => (await world.ledger(closeout)).filter((entry) => entry.kind === kind),
    /** Every message about a frozen report, as it stands in the channel. */
    shown: async (): Promise<readonly ReportNotice[]> => {
      await world.deliver();
      return posts(world, closeout).flatMap((notice) => (notice.kind === "report" ? [notice] : []));
    },
    files: async () => {
      await world.deliver();
      return posts(world, closeout).flatMap((notice) => (notice.kind === "file" ? [notice] : []));
    },
  };
}

function posts(world: World, { channel }: Closeout) {
  return world.chat.in({ kind: "channel", channel }).map(({ notice }) => notice);
}

describe("editing", () => {
  test.each(["ana", "tom"])("is for the owner and the technical lead: %s may", async (as) => {
    const { edit, draft, entries } = await opened();
    expect(await edit({ incidents: "  None.  " }, as)).toMatchObject({ kind: "saved" });
    expect(await draft()).toMatchObject({
      revision: 1,
      text: { incidents: "None." },
      edited: { by: { name: as } },
    });
    expect(await entries("report.edited")).toMatchObject([
      { actor: { name: as }, data: { revision: 1, changed: { incidents: "None." } } },
    ]);
  });

  test.each(["jonas", "eva", "li", "ola", "maria"])("is not for %s", async (as) => {
    const { edit, draft } = await opened();
    expect(await edit({ incidents: "None." }, as)).toMatchObject({ kind: "not_permitted" });
    expect(await draft()).toEqual(emptyDraft);
  });

  test("writes over nobody's words: who was second is told who was first", async () => {
    const { edit, draft } = await opened();
    const outcomes = await Promise.all([edit({ thanks: "First." }), edit({ thanks: "Second." }, "tom")]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["outdated", "saved"]);
    expect((await draft()).revision).toBe(1);
  });

  test("that changes nothing is no entry, and too many words are refused by field", async () => {
    const { edit, entries } = await opened();
    expect(await edit({})).toMatchObject({ kind: "unchanged" });
    expect(await edit({ lessons: "x".repeat(3_001) })).toMatchObject({ kind: "invalid", field: "lessons" });
    expect(await entries("report.edited")).toEqual([]);
  });
});

describe("a preview", () => {
  test("is for anybody with a role, and keeps nothing", async () => {
    const { world, preview } = await opened();
    const before = await world.sql("select count(*) from document");
    for (const as of ["ana", "tom", "jonas", "eva", "li", "ola"]) {
      expect(await preview(as)).toMatchObject({ kind: "preview", view: { mayFreeze: as === "ana" } });
    }
    const pdf = await preview("ana", true);
    expect(pdf.kind === "preview" && pdf.pdf !== undefined && isPdf(pdf.pdf)).toBe(true);
    expect(await preview("maria")).toMatchObject({ kind: "not_permitted" });
    expect(await world.sql("select count(*) from document")).toEqual(before);
  });
});

describe("being named", () => {
  test("is everybody's own decision, and an editor cannot take it back", async () => {
    const { world, edit, name, freeze, files, draft, act } = await withActs();
    await act("tom");
    expect(await name("tom", false)).toMatchObject({ kind: "changed" });
    expect(await name("tom", false)).toMatchObject({ kind: "already" });
    const { revision } = await draft();
    await edit({ thanks: "Thanks." }, "ana", revision, []);
    await freeze();
    const markdown = text(
      (await files()).find(({ document }) => document.name.endsWith(".md"))?.document.bytes,
    );
    const acknowledged = markdown.slice(
      markdown.indexOf("## Acknowledgments"),
      markdown.indexOf("## Decisions"),
    );
    expect(acknowledged).toContain("- ana, owner of the closeout");
    expect(acknowledged).toContain("One more person, not named.");
    expect(acknowledged).not.toContain("tom");
    expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("is for those who did something: neither who was refused nor who only holds a role", async () => {
    const { act, freeze, world, closeout } = await withActs();
    await act("tom");
    await act("maria");
    await freeze();
    expect(await world.store.reports.people(closeout.id)).toEqual([
      { user: "U_ANA", name: "ana" },
      { user: "U_TOM", name: "tom" },
    ]);
  });
});

async function withActs() {
  const opening = await opened();
  const act = (as: string) =>
    opening.world.act(opening.closeout, "W1", { kind: "note", text: "Seen." }, member(as));
  return { ...opening, act };
}

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}

describe("freezing", () => {
  test("keeps and posts both files, writes their hashes into the ledger, and completes its item", async () => {
    const { world, closeout, freeze, files, shown, entries, edit } = await opened();
    issue(world, closeout);
    await look(world, closeout);
    world.sensei.comparisons.set(closeout.migration.id, referenceComparison);
    world.clock.set(world.clock.now().add({ minutes: 1 }));
    await measureBaseline(world.deps, { closeoutId: closeout.id, member: member("ana") });
    world.clock.set(world.clock.now().add({ minutes: 1 }));
    await edit(exampleDraft.text);
    const outcome = await freeze();
    expect(outcome).toMatchObject({ kind: "frozen", version: { number: 1 } });
    const sent = (await files()).filter(({ document }) => document.name.startsWith("final-report"));
    expect(sent.map(({ document }) => document.mediaType)).toEqual(["application/pdf", "text/markdown"]);
    const [pdf, markdown] = sent.map(({ document }) => document);
    expect(await entries("report.frozen")).toMatchObject([
      {
        actor: { user: "U_ANA" },
        data: {
          version: 1,
          documents: {
            pdf: sha256Of(pdf?.bytes ?? new Uint8Array()),
            markdown: sha256Of(markdown?.bytes ?? new Uint8Array()),
          },
        },
      },
    ]);
    const kinds = posts(world, closeout).map(({ kind }) => kind);
    expect(kinds.slice(-3)).toEqual(["report", "file", "file"]);
    const [notice] = await shown();
    expect(notice && readable(reportMessage(notice).blocks)).toContain(
      sha256Of(pdf?.bytes ?? new Uint8Array()),
    );
    const items = await world.store.closeouts.items([closeout.id]);
    expect(items.find(({ id }) => id === "W2")?.state).toMatchObject({
      kind: "done",
      by: { system: "closeout" },
    });

    const words = text(markdown?.bytes).replaceAll(/\[\^\d+\](?!:)/g, "");
    for (const line of [
      "- Duration: 3 weeks (planning through certification)",
      "- Records migrated: 52,000,000",
    ]) {
      expect(words).toContain(line);
    }
    const paper = pdf?.bytes ?? new Uint8Array();
    for (const said of [
      "BEC-2026-0215-00847",
      "52,000,000",
      "3weeks(planning",
      "40%querylatency",
      "23%storage",
    ]) {
      expect(pdfNames(paper, said), said).toEqual({ kind: "named" });
    }
    expect(pdfNames(paper, "17%storage")).not.toEqual({ kind: "named" });
  });

  test.each(["tom", "eva", "jonas", "maria"])("is not for %s", async (as) => {
    const { freeze, newest } = await opened();
    expect(await freeze(as)).toMatchObject({ kind: "not_permitted" });
    expect(await newest()).toBeUndefined();
  });

  test("once more, with nothing changed, makes no version; with other words the next, and the old message says so", async () => {
    const { world, freeze, edit, shown, files } = await opened();
    await freeze();
    const first = (await files())[0]?.document.sha256;
    world.clock.set(world.clock.now().add({ hours: 3 }));
    expect(await freeze()).toMatchObject({ kind: "unchanged", version: { number: 1 } });
    await edit({ incidents: "None." });
    expect(await freeze()).toMatchObject({ kind: "frozen", version: { number: 2 } });
    const [one, two] = await shown();
    expect(one && readable(reportMessage(one).blocks)).toContain("There is a newer version, number 2");
    expect(two && readable(reportMessage(two).blocks)).not.toContain("newer version");
    expect((await files())[0]?.document.sha256).toBe(first);
  });

  test("by several at once, in two processes, makes one version", async () => {
    const { world, freeze, newest, entries } = await opened();
    const other = world.another();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => freeze("ana", undefined, index % 2 === 0 ? world.deps : other)),
    );
    expect(outcomes.filter(({ kind }) => kind === "frozen")).toHaveLength(1);
    expect((await newest())?.number).toBe(1);
    expect(await entries("report.frozen")).toHaveLength(1);
  });

  test("what was seen and has changed since freezes nothing", async () => {
    const { preview, edit, freeze, newest } = await opened();
    const seen = await preview();
    if (seen.kind !== "preview") throw new Error(seen.kind);
    await edit({ incidents: "One, at night." }, "tom");
    expect(await freeze("ana", seen.contentSha256)).toMatchObject({ kind: "changed_since" });
    expect(await newest()).toBeUndefined();
    const again = await preview();
    if (again.kind !== "preview") throw new Error(again.kind);
    expect(await freeze("ana", again.contentSha256)).toMatchObject({ kind: "frozen" });
  });

  test("goes on without Sensei, and says so in the report", async () => {
    const { world, freeze, files } = await opened();
    world.sensei.fault = senseiFault("unreachable");
    expect(await freeze()).toMatchObject({ kind: "frozen" });
    const markdown = text((await files()).at(-1)?.document.bytes);
    expect(markdown).toContain("Sensei could not be asked again");
  });

  test("is refused once the closeout is closed, while the report can still be read", async () => {
    const { world, closeout, freeze, edit, name } = await opened();
    await freeze();
    await world.sql("update closeout set status = 'closed' where id = $1", closeout.id);
    expect(await freeze()).toMatchObject({ kind: "closed" });
    expect(await edit({ thanks: "Late." })).toMatchObject({ kind: "closed" });
    expect(await name("ana", false)).toMatchObject({ kind: "closed" });
    const found = await readReport(world.deps, { closeoutId: closeout.id, member: member("li") });
    expect(found).toMatchObject({ kind: "found", newest: { number: 1 }, mayEdit: false });
  });

  test("is for good: the store refuses any change of a version", async () => {
    const { world, freeze } = await opened();
    await freeze();
    await expect(world.sql("update report_version set number = 7")).rejects.toThrow(/never changed/);
    await expect(world.sql("delete from report_version")).rejects.toThrow(/never changed/);
  });
});

describe("a sign-off about the report", () => {
  async function asked() {
    const opening = await opened();
    const { world, closeout, freeze } = opening;
    const offer = async () => {
      const ready = await prepareSignoff(world.deps, {
        closeoutId: closeout.id,
        member: member("ana"),
        purpose: "project_acceptance",
      });
      if (ready.kind !== "ready") throw new Error(ready.kind);
      return ready;
    };
    await freeze();
    const ready = await offer();
    const documents = ready.documents.filter(({ origin }) => origin.kind === "report");
    const outcome = await requestSignoff(world.deps, {
      closeoutId: closeout.id,
      member: member("ana"),
      form: {
        purpose: "project_acceptance",
        ...ready.defaults,
        documents: documents.map(({ sha256 }) => sha256),
        people: [],
        order: "parallel",
      },
    });
    if (outcome.kind !== "requested") throw new Error(JSON.stringify(outcome));
    const state = async () => (await world.store.signoffs.get(outcome.request.id))?.state;
    return { ...opening, documents, state, offer };
  }

  test("is offered the frozen PDF, and nothing before there is one", async () => {
    const { world, closeout, newest, documents } = await asked();
    expect(documents).toMatchObject([
      { sha256: (await newest())?.pdfSha256, title: "Final report, version 1", usual: true },
    ]);
    const fresh = await world.start();
    const ready = await prepareSignoff(world.deps, {
      closeoutId: fresh.id,
      member: member("ana"),
      purpose: "project_acceptance",
    });
    expect(ready).toMatchObject({ kind: "ready", documents: [] });
    expect(closeout.id).not.toBe(fresh.id);
  });

  test("ends when the report is frozen anew, and goes on when freezing changed nothing", async () => {
    const { freeze, edit, state, entries } = await asked();
    expect(await state()).toBe("open");
    await edit({ incidents: "One." });
    await freeze();
    expect(await state()).toBe("superseded");
    expect(await entries("signoff.superseded")).toHaveLength(1);
  });
});
