import { kindState } from "../../domain/archive/archival-evidence.ts";
import type { ArchiveView, KindLine } from "../../domain/archive/archive-view.ts";
import { locationSlug } from "../../domain/archive/artifact-kind.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { Template } from "../../domain/template/template.ts";
import { type ArchiveStore, type Artifact, isArchiveFault, type Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";

/** What ought to be archived, what is, and where; nothing is changed. `undefined` when there is no such closeout. */
export async function readArchive(
  deps: Pick<Deps, "clock" | "closeouts" | "artifacts" | "archive">,
  { closeoutId, member }: { readonly closeoutId: string; readonly member: Member },
): Promise<ArchiveView | undefined> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return undefined;
  const [template, artifacts, run] = await Promise.all([
    templateOf(deps, closeout),
    deps.artifacts.of(closeoutId),
    deps.artifacts.latestRun(closeoutId),
  ]);
  return {
    closeout,
    now: deps.clock.now(),
    kinds: template.artifacts.map((kind) => kindLine(deps.archive, kind, artifacts)),
    artifacts,
    run,
    mayRun: mayDo("clean_up", closeout, member).allowed,
  };
}

function kindLine(
  store: ArchiveStore,
  kind: Template["artifacts"][number],
  artifacts: readonly Artifact[],
): KindLine {
  const own = artifacts.filter((artifact) => artifact.kind === kind.id && artifact.disposed === undefined);
  return {
    kind,
    where: whereWords(store, locationSlug(kind.location)),
    state: kindState(kind, artifacts),
    files: own.length,
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** The place in the store's words; a place that nobody has configured says so instead of failing the whole answer. */
function whereWords(store: ArchiveStore, location: string): string {
  try {
    return store.describe(location);
  } catch (error) {
    if (isArchiveFault(error)) return error.sentence;
    throw error;
  }
}
