import { expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { reportMarkdown } from "../../../src/domain/report/report-markdown.ts";
import { runOperation } from "../../../src/usecases/cleanup/run-operation.ts";
import { previewReport } from "../../../src/usecases/report/preview-report.ts";
import { decommissioners, fullTemplate, readyToDelete } from "../../support/decommissions.ts";
import { decide } from "../../support/signoffs.ts";
import { member, openWorld, type World } from "../../support/world.ts";

async function preview(world: World, { id: closeoutId }: Closeout) {
  const outcome = await previewReport(world.deps, { closeoutId, member: member("ana"), pdf: true });
  if (outcome.kind !== "preview") throw new Error(outcome.kind);
  return { said: reportMarkdown(outcome.report), pdf: outcome.pdf };
}

test("the report tells of the decommissioning as it went, and names people who only confirmed", async () => {
  const world = await openWorld({ template: fullTemplate });
  world.automation.tasks.add("D5");
  const people = decommissioners(world);
  const closeout = await readyToDelete(world);
  await people.report(closeout);
  await people.goTo("2026-04-13T10:02");
  await people.check(closeout);
  await people.take(closeout, "D5", "ola", { execution: "automation" });
  await people.confirm(closeout, "D5", "tom");
  const run = (await world.store.operations.latest(closeout.id)).find(({ task }) => task === "D5");
  await runOperation(world.deps, { operationId: run?.id ?? "" });
  const { said, pdf } = await preview(world, closeout);
  expect(said).toMatch(
    /- D5 Delete source infrastructure: done 13 Apr 2026, 10:02 \(Europe\/Berlin\) by ola, confirmed by tom, with the company's automation\. Evidence: Done\./,
  );
  expect(said).toMatch(/- D4 .*: over since 13 Apr 2026, 10:01 .* begun anew by a report/);
  expect(said).toMatch(/li, 6 Apr 2026, 10:01 .*: The payroll batch reads it\. The wait \(D4\) began anew/);
  expect(said).toContain("*Missing:* Not done: D6");
  expect(pdf?.length).toBeGreaterThan(1_000);
});

test("the report tells that the source is kept, by whom and why, and misses nothing of the decommissioning then", async () => {
  const world = await openWorld({ template: fullTemplate });
  const closeout = await world.start();
  await world.act(closeout, "M1", { kind: "skip", reason: "The regulator wants it." });
  const { said } = await preview(world, closeout);
  expect(said).toContain("Decommissioning: none: the source is kept, M1 was skipped");
  expect(said).toMatch(/Kept since: .*, by ana: The regulator wants it\./);
  expect(said).not.toContain("Not done: D1");
  expect(said).not.toContain("Not settled: P1");
});

test("the report tells who opened before the time, and why", async () => {
  const world = await openWorld({ template: fullTemplate });
  const people = decommissioners(world);
  await people.goTo("2026-03-03T10:00");
  const closeout = await world.start();
  const asked = await people.ask(closeout, { kind: "early", reason: "The licence ends." });
  if (asked.kind !== "asked") throw new Error(asked.kind);
  await decide(world.deps, asked.request, "eva");
  expect((await preview(world, closeout)).said).toMatch(
    /asked for by tom, .*: The licence ends\. Not opened: it waits for a decision\. .*jonas .* has not decided/,
  );
  await decide(world.deps, asked.request, "jonas");
  const { said } = await preview(world, closeout);
  expect(said).toMatch(
    /asked for by tom, .*: The licence ends\. Opened before the time\. eva .*approved.*jonas .*approved/,
  );
  expect(said).toContain(`lifted by sign-off ${asked.request.number}`);
  expect(said).toContain("Decommissioning: not begun");
});
