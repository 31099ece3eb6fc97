import { stat } from "node:fs/promises";
import { renderNotice } from "../../blocks/slack/notice.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { SignoffRequest } from "../../src/domain/signoff/signoff.ts";
import { restoreTemplate } from "../../src/domain/template/template.ts";
import { holdArtifact } from "../../src/usecases/archive/hold-artifact.ts";
import { closeCloseout } from "../../src/usecases/closing/close-closeout.ts";
import type { Deps } from "../../src/usecases/deps.ts";
import {
  archive,
  archiveTemplateText,
  closeoutWithExport,
  moveOn,
  pathOf,
  sweepAndWork,
} from "./archive-world.ts";
import { accepted, frozen } from "./closings.ts";
import { templateFrom } from "./small-template.ts";
import { member, openWorld, type World } from "./world.ts";

/** The archive's procedure, which can be closed, and which would let the owner break the glass if that were possible. */
const template = templateThatBreaksTheGlass(
  archiveTemplateText
    .replace("title: Ask the users }", "title: Ask the users, completed_by: project_acceptance }")
    .replace("title: Take the final backup }", "title: Close it, completed_by: closing }"),
);

/** A new procedure is refused for such a line; a closeout may have kept one from before. */
function templateThatBreaksTheGlass(text: string): Deps["template"] {
  const { source: written, sha256 } = templateFrom(`${text}signoffs: { break_glass: [] }\n`);
  const source: unknown = JSON.parse(
    JSON.stringify(written).replace('"break_glass":[]', '"break_glass":["disposal"]'),
  );
  return { template: restoreTemplate(source), source, sha256 };
}

/** A closeout whose export was archived. */
export async function archived(roles?: Closeout["roles"]) {
  const world = await openWorld({ template });
  const closeout = await closeoutWithExport(world, undefined, roles);
  await archive(world, closeout);
  return { world, closeout };
}

/** Seven years later: #1 (the certificate) and #2 (the logs) were kept long enough; the request about them. */
export async function expired(roles?: Closeout["roles"]) {
  const { world, closeout } = await archived(roles);
  moveOn(world, "P7Y1D");
  await sweepAndWork(world);
  return { world, closeout, request: await only(world, closeout) };
}

/** The same in a closeout that was closed in its time. */
export async function closed() {
  const { world, closeout } = await archived();
  await world.act(closeout, "W3", { kind: "complete" });
  await accepted(world, closeout, await frozen(world, closeout));
  const outcome = await closeCloseout(world.deps, { closeoutId: closeout.id, member: member("ana") });
  if (outcome.kind !== "closed_now") throw new Error(JSON.stringify(outcome));
  moveOn(world, "P7Y1D");
  await sweepAndWork(world);
  return { world, closeout, request: await only(world, closeout) };
}

/** The requests for disposal, in their order. */
export async function requests(world: World, { id }: Closeout): Promise<readonly SignoffRequest[]> {
  return (await world.store.signoffs.all(id)).filter(({ purpose }) => purpose === "disposal");
}

/** The one request for disposal that there is. */
export async function only(world: World, closeout: Closeout): Promise<SignoffRequest> {
  const [request, ...more] = await requests(world, closeout);
  if (request === undefined || more.length > 0) throw new Error(`${more.length} more requests`);
  return request;
}

/** The line of the register with this number. */
export async function artifact(world: World, closeout: Closeout, number: number) {
  const found = await world.deps.artifacts.find(closeout.id, number);
  if (found === undefined) throw new Error(`There is no #${number}`);
  return found;
}

/** Whether the object lies in the archive; throws where the register says otherwise. */
export async function isThere(world: World, closeout: Closeout, number: number): Promise<boolean> {
  const { disposed, ...one } = await artifact(world, closeout, number);
  const file = await stat(pathOf(world, { disposed, ...one })).catch(() => undefined);
  if ((disposed === undefined) !== (file !== undefined))
    throw new Error(`The register is wrong about #${number}`);
  return file !== undefined;
}

/** Numbers of what was not disposed of. */
export const left = async (world: World, closeout: Closeout) =>
  (await world.deps.artifacts.of(closeout.id))
    .filter(({ disposed }) => disposed === undefined)
    .map(({ number }) => number);

/** Entries of the ledger whose kind begins so. */
export const entries = async (world: World, closeout: Closeout, prefix: string) =>
  (await world.ledger(closeout)).filter(({ kind }) => kind.startsWith(prefix));

/** The compliance officer places or releases a hold. */
export const hold = (world: World, closeout: Closeout, number: number, act: "hold" | "release" = "hold") =>
  holdArtifact(world.deps, {
    closeoutId: closeout.id,
    number,
    act,
    reason: "a lawsuit",
    member: member("jonas"),
  });

/** What the request says now, in the channel and to the compliance officer. */
export async function shown(world: World, request: SignoffRequest) {
  await world.letLeasesExpire();
  await world.deliver();
  return world.chat.posts
    .filter(({ notice }) => notice.kind === "signoff" && notice.about === "request")
    .filter(({ notice }) => notice.kind === "signoff" && notice.request.id === request.id)
    .map(({ notice, conversation }) => ({ conversation, message: JSON.stringify(renderNotice(notice)) }));
}
