import { readFileSync } from "node:fs";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { DecommissionStanding } from "../../src/domain/decommission/decommission-standing.ts";
import { defaultTemplatePath } from "../../src/template-file.ts";
import { confirmStep } from "../../src/usecases/decommission/confirm-step.ts";
import { readDecommission } from "../../src/usecases/decommission/read-decommission.ts";
import { recordEvidence, type TypedEvidence } from "../../src/usecases/decommission/record-evidence.ts";
import { reportStraggler } from "../../src/usecases/decommission/report-straggler.ts";
import { retryStep } from "../../src/usecases/decommission/retry-step.ts";
import { takeStep } from "../../src/usecases/decommission/take-step.ts";
import { trackDecommissions } from "../../src/usecases/decommission/track-decommissions.ts";
import { undoStep } from "../../src/usecases/decommission/undo-step.ts";
import type { Deps } from "../../src/usecases/deps.ts";
import { type ApprovalWanted, askApproval } from "../../src/usecases/signoff/ask-approval.ts";
import { at } from "../domain/examples.ts";
import { decide } from "./signoffs.ts";
import { templateFrom } from "./small-template.ts";
import { member, type World } from "./world.ts";

/** The procedure that comes along, as a closeout keeps it. */
export const fullTemplate = templateFrom(readFileSync(defaultTemplatePath, "utf8"));

export const aBackup: Extract<TypedEvidence, { kind: "backup" }> = {
  kind: "backup",
  location: "s3://vault/hr_prod/final",
  size: "412 GB",
  checksum: "sha256:9f2c4e11aa",
  restoredBy: "U_OLA",
  restoredOn: "2026-03-02",
  restoreWords: "All 214 tables were readable.",
};

/** The people of a decommissioning at work in a world. */
export function decommissioners(world: Pick<World, "clock" | "deps" | "store">) {
  const as = (name: string) => member(name);
  return {
    standing: async (closeout: Closeout): Promise<DecommissionStanding> => {
      const read = await readDecommission(world.deps, { closeoutId: closeout.id });
      if (read.kind !== "view") throw new Error(read.kind);
      return read.view.standing;
    },
    check: (closeout: Closeout, by = "ola") =>
      recordEvidence(world.deps, {
        closeoutId: closeout.id,
        member: as(by),
        evidence: { kind: "connections", words: "No session for two days.", checkedBy: "U_OLA" },
      }),
    backup: (closeout: Closeout, different: Partial<Extract<TypedEvidence, { kind: "backup" }>> = {}) =>
      recordEvidence(world.deps, {
        closeoutId: closeout.id,
        member: as("tom"),
        evidence: { ...aBackup, ...different, kind: "backup" },
      }),
    ask: (closeout: Closeout, wanted: ApprovalWanted, by = "tom") =>
      askApproval(world.deps, { closeoutId: closeout.id, member: as(by), wanted }),
    report: (closeout: Closeout, by = "li") =>
      reportStraggler(world.deps, {
        closeoutId: closeout.id,
        member: as(by),
        reason: "The payroll batch reads it.",
      }),
    take: (
      closeout: Closeout,
      step: string,
      by = "ola",
      different: Partial<Parameters<typeof takeStep>[1]> = {},
    ) =>
      takeStep(world.deps, {
        closeoutId: closeout.id,
        member: as(by),
        step,
        evidence: `Ticket for ${step}`,
        typedName: closeout.migration.source,
        execution: "hand",
        ...different,
      }),
    confirm: async (
      closeout: Closeout,
      step: string,
      by = "tom",
      deps: Deps = world.deps,
      decision: "confirm" | "withdraw" = "confirm",
    ) => {
      const events = await world.store.decommissions.events(closeout.id);
      const asked =
        events.findLast((event) => event.kind === "step_asked" && event.step === step)?.id ?? "none";
      return await confirmStep(deps, { closeoutId: closeout.id, member: as(by), step, asked, decision });
    },
    retry: (closeout: Closeout, step: string, by = "ola", deps: Deps = world.deps) =>
      retryStep(deps, { closeoutId: closeout.id, member: as(by), step }),
    undo: (closeout: Closeout, step: string, by = "ola") =>
      undoStep(world.deps, { closeoutId: closeout.id, member: as(by), step, reason: "It was still needed." }),
    /** Moves the clock to a local time in Berlin and lets the sweep look. */
    async goTo(shown: string) {
      world.clock.set(at(shown));
      await trackDecommissions(world.deps);
    },
  };
}

/** Everything that has to be there on the morning of day 29, when the steps may begin: backup, approval, fresh look. */
export async function readyToStop(world: World): Promise<Closeout> {
  const people = decommissioners(world);
  const closeout = await world.start();
  await people.goTo("2026-03-27T10:00");
  await people.backup(closeout);
  const asked = await people.ask(closeout, { kind: "plan" });
  if (asked.kind !== "asked") throw new Error(JSON.stringify(asked));
  for (const name of ["eva", "jonas", "ola"]) await decide(world.deps, asked.request, name);
  await people.goTo("2026-03-30T10:00");
  await people.check(closeout);
  return closeout;
}

/** Stopped, snapshot taken, names switched, and the week of waiting over: only what cannot be undone is left. */
export async function readyToDelete(world: World): Promise<Closeout> {
  const people = decommissioners(world);
  const closeout = await readyToStop(world);
  for (const step of ["D1", "D2", "D3"]) {
    const outcome = await people.take(closeout, step);
    if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
  }
  await people.goTo("2026-04-06T10:01");
  await people.check(closeout);
  return closeout;
}
