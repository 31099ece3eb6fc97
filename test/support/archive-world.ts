import { chmod, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { renderNotice } from "../../blocks/slack/notice.ts";
import {
  archiveProcessor,
  askedVerificationProcessor,
  bundleProcessor,
  disposalProcessor,
  guardProcessor,
  leftoversProcessor,
  verificationProcessor,
} from "../../jobs/archive.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { Notice } from "../../src/domain/notice.ts";
import type { Artifact, Member } from "../../src/ports.ts";
import { archiveArtifacts } from "../../src/usecases/archive/archive-artifacts.ts";
import { clearLeftovers } from "../../src/usecases/archive/clear-leftovers.ts";
import { disposeArtifacts } from "../../src/usecases/archive/dispose-artifacts.ts";
import { guardArtifact } from "../../src/usecases/archive/hold-artifact.ts";
import { runVerification, verifyInTurn } from "../../src/usecases/archive/run-verification.ts";
import { startArchive } from "../../src/usecases/archive/start-archive.ts";
import { sweepArchive } from "../../src/usecases/archive/sweep-archive.ts";
import { makeBundle } from "../../src/usecases/bundle/make-bundle.ts";
import { trackSignoffs } from "../../src/usecases/signoff/track-signoffs.ts";
import { smallTemplateText, templateFrom } from "./small-template.ts";
import { member, type World } from "./world.ts";
import { buildZip, type Piece } from "./zip-builder.ts";

/** A procedure of three artifacts, whose W1 completes itself when all of them are archived. */
export const archiveTemplateText = `${smallTemplateText
  .replace("{ id: W1, ", "{ id: W1, completed_by: archival, ")
  .replace("artifacts: []", "")}
artifacts:
  - { id: certificate, name: Certificate, retention: P7Y, location: Compliance archive }
  - { id: logs, name: Execution logs, retention: P2Y, location: Log archive }
  - { id: mapping, name: Mapping, retention: indefinite, location: Knowledge base }
artifact_rules:
  - { match: "certificate/**", kind: certificate }
  - { match: "logs/**", kind: logs }
  - { match: "mapping/**", kind: mapping }
`;
export const archiveTemplate = templateFrom(archiveTemplateText);

export const wholeExport: readonly Piece[] = [
  { name: "certificate/certificate.pdf", data: "%PDF-1.7 certificate" },
  { name: "logs/one.log", data: "one\n" },
  { name: "mapping/mapping.md", data: "# mapping" },
  { name: "misc/notes.dat", data: "what is this?" },
];

/** Starts a closeout whose export holds these files. */
export async function closeoutWithExport(
  world: World,
  pieces = wholeExport,
  roles?: Closeout["roles"],
): Promise<Closeout> {
  const closeout = await world.start(roles === undefined ? {} : { input: { roles } });
  world.sensei.exports.set(closeout.migration.id, buildZip(pieces));
  return closeout;
}

/** Starts a run as the owner would and does all the work that the queue was given. */
export async function archive(world: World, closeout: Closeout, as: Member = member("ana")): Promise<void> {
  const outcome = await startArchive(world.deps, { closeoutId: closeout.id, member: as });
  if (outcome.kind !== "started") throw new Error(JSON.stringify(outcome));
  await workOff(world);
}

const done = new WeakMap<World["queue"], number>();

/** Does the archive's jobs that were handed to the queue since the last time, in order. */
export async function workOff(world: World): Promise<void> {
  const { deps, queue } = world;
  const jobs = {
    archive: (payload: { runId: string }) => archiveArtifacts(deps, payload),
    verifyAsked: (payload: { verificationId: string }) => runVerification(deps, payload),
    verifyInTurn: (payload: { closeoutId: string; number: number }) => verifyInTurn(deps, payload),
    makeBundle: (payload: { bundleId: string }) => makeBundle(deps, payload),
    guard: (payload: { closeoutId: string; number: number }) => guardArtifact(deps, payload),
    dispose: (payload: { closeoutId: string }) => disposeArtifacts(deps, payload),
    clearLeftovers: (payload: { closeoutId: string }) => clearLeftovers(deps, payload),
  };
  const processors: Readonly<Record<string, (payload: unknown) => Promise<void>>> = {
    "archive-artifacts": archiveProcessor(jobs),
    "verify-artifacts": askedVerificationProcessor(jobs),
    "verify-artifact": verificationProcessor(jobs),
    "make-bundle": bundleProcessor(jobs),
    "guard-artifact": guardProcessor(jobs),
    "dispose-artifacts": disposalProcessor(jobs),
    "clear-leftovers": leftoversProcessor(jobs),
  };
  for (let at = done.get(queue) ?? 0; at < queue.jobs.length; at += 1) {
    const job = queue.jobs[at];
    done.set(queue, at + 1);
    if (job !== undefined) await processors[job.name]?.(job.payload);
  }
}

/** Lets the sweeps of sign-off and archive look, and does what they find. */
export async function sweepAndWork(world: World): Promise<void> {
  await trackSignoffs(world.deps);
  await sweepArchive(world.deps);
  await workOff(world);
}

/** Moves the clock on by calendar time. */
export function moveOn(world: World, by: string): void {
  world.clock.set(world.clock.now().toZonedDateTimeISO("UTC").add(Temporal.Duration.from(by)).toInstant());
}

/** The path of an archived object. */
export function pathOf(world: World, { place }: Artifact): string {
  return join(world.folder, "archive", place.location, place.key);
}

/** Changes an archived object as somebody with rights on the disk could. */
export async function tamper(path: string): Promise<void> {
  await chmod(path, 0o640);
  await writeFile(path, "something else");
}

export async function removeObject(path: string): Promise<void> {
  await rm(path);
}

/** Names of the exports that lie on disk. */
export async function spooled(world: World): Promise<readonly string[]> {
  return await readdir(join(world.folder, "exports")).catch(() => []);
}

/** The words of every message of a kind as they stand now, in the order in which they were posted. */
export async function wordsOf(world: World, kind: Notice["kind"]): Promise<readonly string[]> {
  await world.letLeasesExpire();
  await world.deliver();
  return world.chat.posts
    .filter(({ notice }) => notice.kind === kind)
    .map(({ notice }) => renderNotice(notice).text);
}
