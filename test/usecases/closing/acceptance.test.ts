import { describe, expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { emptyDraft } from "../../../src/domain/report/report-draft.ts";
import { editReport } from "../../../src/usecases/report/edit-report.ts";
import { accepted, frozen } from "../../support/closings.ts";
import { decide, requested, stored } from "../../support/signoffs.ts";
import { smallTemplateText, templateFrom } from "../../support/small-template.ts";
import { member, shareWorld } from "../../support/world.ts";

const approvers = ["tom", "jonas", "eva"];
const acceptedText = smallTemplateText.replace(
  "title: Ask the users }",
  "title: Ask the users, completed_by: project_acceptance }",
);

describe("an approval of project acceptance, in a procedure with a final report", () => {
  const world = shareWorld({
    template: templateFrom(acceptedText.replace("title: Clean up,", "title: Report, completed_by: report,")),
  });
  const state = async ({ id }: Closeout, item = "W2") =>
    (await world.store.closeouts.items([id], [item]))[0]?.state.kind;

  test("before any report is frozen is recorded and leaves the item open; that of the report completes it", async () => {
    const closeout = await world.start();
    const early = await requested(world, closeout);
    for (const name of approvers) await decide(world.deps, early, name);
    expect((await stored(world, early)).state).toBe("approved");
    expect(await state(closeout)).toBe("open");
    const version = await frozen(world, closeout);
    expect(await state(closeout, "W3")).toBe("done");
    expect(await state(closeout)).toBe("open");
    const request = await accepted(world, closeout, version);
    expect(await state(closeout)).toBe("done");
    expect((await world.ledger(closeout)).findLast(({ kind }) => kind === "item.completed")).toMatchObject({
      data: { item: "W2", because: `sign-off ${request.number} (${request.title}) was approved` },
    });
  });

  test("of something else than the report leaves the item open", async () => {
    const closeout = await world.start();
    await frozen(world, closeout);
    const request = await requested(world, closeout, { documents: [] });
    for (const name of approvers) await decide(world.deps, request, name);
    expect((await stored(world, request)).state).toBe("approved");
    expect(await state(closeout)).toBe("open");
  });

  test("of the newest version completes it after an earlier one was asked about", async () => {
    const closeout = await world.start();
    const first = await frozen(world, closeout);
    const earlier = await requested(world, closeout, { documents: [first.pdfSha256] });
    await editReport(world.deps, {
      closeoutId: closeout.id,
      member: member("ana"),
      revision: 0,
      text: { ...emptyDraft.text, introduction: "Another beginning." },
      unnamed: [],
    });
    const second = await frozen(world, closeout);
    expect((await stored(world, earlier)).state).toBe("superseded");
    expect(await state(closeout)).toBe("open");
    await accepted(world, closeout, second);
    expect(await state(closeout)).toBe("done");
  });
});

describe("an approval of project acceptance, in a procedure without one", () => {
  const world = shareWorld({ template: templateFrom(acceptedText) });

  test("completes the item whatever it is about", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    for (const name of approvers) await decide(world.deps, request, name);
    const [item] = await world.store.closeouts.items([closeout.id], ["W2"]);
    expect(item?.state.kind).toBe("done");
  });
});
