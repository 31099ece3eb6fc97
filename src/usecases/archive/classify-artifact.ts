import { findArtifactKind, locationSlug } from "../../domain/archive/artifact-kind.ts";
import { leftoversDue } from "../../domain/archive/leftovers.ts";
import { dayOf, mayBeDisposedOf, type RetainUntil, retainUntil } from "../../domain/archive/retention.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import type { Template } from "../../domain/template/template.ts";
import { type ArchivePlace, type Artifact, isArchiveFault, type Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { type ArchiveRefusal, refuseUnlessAllowed } from "./archive-act.ts";
import { completeIfArchived } from "./end-archive-run.ts";

export type ClassifyInput = {
  readonly closeoutId: string;
  readonly number: number;
  /** An artifact of the template. */
  readonly kind: string;
  readonly member: Member;
};

export type ClassifyOutcome =
  | {
      readonly kind: "classified";
      readonly closeout: Closeout;
      readonly artifact: Artifact;
      readonly name: string;
      readonly location: string;
      readonly retainUntil: RetainUntil;
      /** It was kept longer than the kind asks for, because the store had promised that and takes nothing back. */
      readonly longer: boolean;
      /** The copy in the former place could not be removed: the store has promised to keep it. */
      readonly copyStays: boolean;
    }
  /** The store failed; nothing was changed. */
  | { readonly kind: "store_failed"; readonly closeout: Closeout; readonly sentence: string }
  | ArchiveRefusal;

type ClassifyDeps = Pick<Deps, "archive" | "artifacts" | "clock" | "closeouts" | "queue" | "log">;

/**
 * Says what a file is that no rule knew. Where that kind lives elsewhere, a copy is stored there and read back first, then the
 * register changes, and last the copy in the former place goes, unless the store has promised to keep it.
 */
export async function classifyArtifact(deps: ClassifyDeps, input: ClassifyInput): Promise<ClassifyOutcome> {
  const known = await deps.closeouts.get(input.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const checked = await check(deps, input, template);
  if (checked.kind !== "fit") return checked;
  try {
    return await carryOut(deps, input, template, checked.closeout, checked.artifact);
  } catch (error) {
    if (!isArchiveFault(error)) throw error;
    deps.log.warn({ err: error, artifact: checked.artifact.id }, "an artifact could not be moved");
    return { kind: "store_failed", closeout: known, sentence: error.sentence };
  }
}

/** Decided before anything is copied, and once more under the lock when the register changes. */
async function check(deps: ClassifyDeps, input: ClassifyInput, template: Template) {
  const run = await deps.artifacts.latestRun(input.closeoutId);
  const { result } = await deps.closeouts.change(input.closeoutId, async (change) => {
    const { closeout } = change;
    const { number, kind, member } = input;
    const refusal = await refuseUnlessAllowed(change, "clean_up", member, { tried: "classify", number });
    if (refusal !== undefined) return refusal;
    if (closeout.status === "closed") return { kind: "closed", closeout } as const;
    const artifact = await change.artifacts.find(number);
    if (artifact === undefined) return { kind: "no_such_artifact", closeout, number } as const;
    const message = obstacle(artifact, template, kind, run?.state.kind === "running");
    if (message !== undefined) return { kind: "invalid", closeout, message } as const;
    // Whoever dies while the copy is written leaves it half-written.
    await change.artifacts.lookForLeftovers(leftoversDue(deps.clock.now()));
    return { kind: "fit", closeout, artifact } as const;
  });
  return result;
}

function obstacle(
  { number, kind, disposed, verified }: Artifact,
  template: Template,
  wanted: string,
  running: boolean,
): string | undefined {
  if (running) return "An archival run is under way; say what this file is once it has ended.";
  if (disposed !== undefined) return `#${number} was disposed of already.`;
  if (kind !== undefined) {
    const name = findArtifactKind(template, kind)?.name ?? kind;
    return `#${number} is classified already, as ${name}.`;
  }
  if (findArtifactKind(template, wanted) === undefined) {
    return "The procedure of this closeout knows no such kind.";
  }
  if (verified?.outcome !== "whole") return `#${number} was not whole when last read; verify it first.`;
  return undefined;
}

async function carryOut(
  deps: ClassifyDeps,
  { closeoutId, number, kind, member }: ClassifyInput,
  template: Template,
  closeout: Closeout,
  artifact: Artifact,
): Promise<ClassifyOutcome> {
  const home = findArtifactKind(template, kind);
  if (home === undefined) throw new TypeError(`The template knows no artifact ${kind}`);
  const place = { location: locationSlug(home.location), key: artifact.place.key };
  const moves = place.location !== artifact.place.location;
  if (moves) await copy(deps, artifact, place);
  const until = retainUntil(artifact.storedAt, home.retention);
  const guard = await deps.archive.protect(place, { retainUntil: until, hold: artifact.hold !== undefined });
  const { result, lanes } = await deps.closeouts.change(closeoutId, async (change) => {
    const current = await change.artifacts.find(number);
    // Somebody was quicker; the copy stays behind unregistered, where the next run finds it.
    if (current === undefined || current.kind !== undefined || current.disposed !== undefined) return false;
    const by = personOf(member);
    await change.artifacts.classify(artifact.id, {
      kind,
      by,
      retention: home.retention,
      retainUntil: guard.retainUntil,
      ...(moves ? { moved: { location: home.location, place } } : {}),
    });
    // A hold that came or went meanwhile is not what the copy was told: the next sweep tells it.
    if (moves) await change.artifacts.saveStoreHold(artifact.id, guard.hold);
    await change.record({
      actor: by,
      kind: "artifact.classified",
      data: {
        number,
        path: artifact.path,
        artifact: kind,
        location: home.location,
        retain_until: guard.retainUntil.toString(),
        ...(moves ? { moved_from: artifact.location } : {}),
      },
    });
    await completeIfArchived(change, template, deps.clock.now());
    await change.refreshAbout({ kind: "archive_run" });
    return true;
  });
  await hurryDeliveries(deps, lanes);
  if (!result)
    return { kind: "invalid", closeout, message: `Somebody has said what #${number} is meanwhile.` };
  // Of what is on hold nothing is removed at all, not even a second copy.
  const copyStays = moves && (guard.hold || !(await removeFormer(deps, artifact.place)));
  const { name, location } = home;
  const longer = guard.retainUntil.toString() !== until.toString();
  return {
    kind: "classified",
    closeout,
    artifact,
    name,
    location,
    retainUntil: guard.retainUntil,
    longer,
    copyStays,
  };
}

async function copy({ archive }: ClassifyDeps, artifact: Artifact, place: ArchivePlace): Promise<void> {
  const { sha256, bytes, mediaType } = artifact;
  const source = await archive.open(artifact.place);
  if (source === undefined) throw new TypeError(`Artifact ${artifact.id} was whole and is missing`);
  await archive.put(place, source, { sha256, bytes, mediaType });
  const found = await archive.verify(place);
  if (found.kind !== "there" || found.sha256 !== sha256) {
    throw new TypeError(`The copy of artifact ${artifact.id} is not what was written`);
  }
}

/** What was kept for as long as nobody decides may go now that it was decided; a day once promised is kept. */
async function removeFormer({ archive, clock, log }: ClassifyDeps, place: ArchivePlace): Promise<boolean> {
  try {
    const yesterday = dayOf(clock.now()).subtract({ days: 1 });
    const guard = await archive.protect(place, { retainUntil: yesterday, hold: false });
    if (!mayBeDisposedOf(guard, clock.now())) {
      await archive.protect(place, { retainUntil: guard.retainUntil, hold: false });
      return false;
    }
    await archive.remove(place);
    return true;
  } catch (error) {
    log.warn({ err: error, location: place.location }, "the former copy of an artifact stays where it is");
    return false;
  }
}
