import { missingKinds } from "../../domain/archive/archival-evidence.ts";
import type { ArchiveNotice } from "../../domain/archive/archive-view.ts";
import { assertNever } from "../../domain/assert-never.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { ArchiveSubject } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";

type ComposeDeps = Pick<Deps, "artifacts" | "closeouts" | "verifications">;

/** A message of the archive from the register as it is now. */
export async function composeArchive(
  deps: ComposeDeps,
  closeout: Closeout,
  subject: ArchiveSubject,
): Promise<ArchiveNotice | undefined> {
  switch (subject.kind) {
    case "archive_run":
      return await composeRun(deps, closeout, subject.run);
    case "archive_verification": {
      const verification = await deps.verifications.find(subject.verification);
      if (verification === undefined) return undefined;
      const asked = (await deps.artifacts.of(closeout.id)).filter(
        ({ number, disposed }) =>
          disposed === undefined && (verification.number === undefined || number === verification.number),
      );
      return { kind: subject.kind, closeout, verification, asked };
    }
    case "archive_findings": {
      const findings = (await deps.artifacts.of(closeout.id)).filter(
        ({ verified, disposed }) => disposed === undefined && verified?.outcome !== "whole",
      );
      return { kind: subject.kind, closeout, findings };
    }
    case "disposal":
      return { kind: subject.kind, closeout };
    default:
      return assertNever(subject);
  }
}

async function composeRun(
  deps: ComposeDeps,
  closeout: Closeout,
  runId: string,
): Promise<ArchiveNotice | undefined> {
  const [run, latest, all, template] = await Promise.all([
    deps.artifacts.run(runId),
    deps.artifacts.latestRun(closeout.id),
    deps.artifacts.of(closeout.id),
    templateOf(deps, closeout),
  ]);
  if (run === undefined) return undefined;
  const kept = all.filter(({ disposed }) => disposed === undefined);
  return {
    kind: "archive_run",
    closeout,
    run,
    registered: all.filter((artifact) => artifact.runId === runId),
    kept: kept.length,
    missing: missingKinds(template, all).map(({ name }) => name),
    unclassified: kept.filter(({ kind }) => kind === undefined),
    latest: latest?.id === runId,
  };
}
