import type { Closeout } from "../../src/domain/closeout.ts";
import type { ReportVersion } from "../../src/domain/report/report-draft.ts";
import type { SignoffRequest } from "../../src/domain/signoff/signoff.ts";
import { freezeReport } from "../../src/usecases/report/freeze-report.ts";
import { decide, requested } from "./signoffs.ts";
import { smallTemplateText, templateFrom } from "./small-template.ts";
import { member, type World } from "./world.ts";

/** The small procedure with an item that the acceptance completes (W2) and one that closing completes (Q1). */
export const closingTemplate = templateFrom(
  smallTemplateText
    .replace("title: Ask the users }", "title: Ask the users, completed_by: project_acceptance }")
    .replace("title: Take the final backup }", "title: Close it, completed_by: closing }"),
);

/** Ana freezes the report. */
export async function frozen(world: World, { id }: Closeout): Promise<ReportVersion> {
  const outcome = await freezeReport(world.deps, { closeoutId: id, member: member("ana") });
  if (outcome.kind !== "frozen") throw new Error(JSON.stringify(outcome));
  return outcome.version;
}

/** Asks for the acceptance of this version, and everybody who is asked approves. */
export async function accepted(
  world: World,
  closeout: Closeout,
  version: ReportVersion,
): Promise<SignoffRequest> {
  const request = await requested(world, closeout, { documents: [version.pdfSha256] });
  for (const name of ["tom", "jonas", "eva"]) await decide(world.deps, request, name);
  return request;
}

/** Everything that closing asks for. */
export async function readyToClose(world: World, closeout: Closeout): Promise<void> {
  for (const id of ["W1", "W3"]) await world.act(closeout, id, { kind: "complete" });
  await accepted(world, closeout, await frozen(world, closeout));
}
