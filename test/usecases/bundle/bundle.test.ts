import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sha256Of } from "../../../src/domain/document.ts";
import { askBundle } from "../../../src/usecases/bundle/ask-bundle.ts";
import { makeBundle } from "../../../src/usecases/bundle/make-bundle.ts";
import { checkBundle } from "../../../src/verify/check-bundle.ts";
import { filesBelow } from "../../archive/support.ts";
import { bundleTemplate, exportBundle, livedCloseout } from "../../support/bundles.ts";
import { testSigner } from "../../support/signers.ts";
import { member, shareWorld } from "../../support/world.ts";

const world = shareWorld({ template: bundleTemplate });

test("a bundle holds, is archived, and comes to whoever asked for it", async () => {
  const closeout = await livedCloseout(world);
  const path = await exportBundle(world, closeout);
  const verdict = await checkBundle(path, "bundle.zip", testSigner.key.id);
  expect(verdict).toMatchObject({
    kind: "holds",
    summary: {
      closeout: { id: closeout.id },
      signoffs: [
        { number: 1, state: "approved", decisions: 3 },
        { number: 2, state: "rejected", decisions: 1 },
        { number: 3, state: "open", decisions: 0 },
      ],
      certificate: { id: "BEC-2026-0215-00847", outcome: "verified" },
      trusted: true,
    },
  });
  const bytes = await readFile(path);
  const ledger = await world.ledger(closeout);
  expect(ledger.at(-1)).toMatchObject({
    kind: "bundle.exported",
    data: { sha256: sha256Of(bytes), number: 2 },
  });
  const told = world.chat.in({ kind: "direct", user: "U_LI" }).map(({ notice }) => notice);
  expect(told.find(({ kind }) => kind === "bundle")).toMatchObject({ bundle: { state: { kind: "made" } } });
  expect(told.flatMap((notice) => (notice.kind === "file" ? [notice.document.sha256] : []))).toContain(
    sha256Of(bytes),
  );
});

test("who asks again while one is being made gets that one, and two workers make it once", async () => {
  const closeout = await world.start();
  const ask = () => askBundle(world.deps, { closeoutId: closeout.id, member: member("jonas") });
  const first = await ask();
  if (first.kind !== "asked") throw new Error(JSON.stringify(first));
  expect(await ask()).toMatchObject({ kind: "making", bundle: { id: first.bundle.id } });
  const work = { bundleId: first.bundle.id };
  await Promise.all([makeBundle(world.deps, work), makeBundle(world.another(), work)]);
  await makeBundle(world.deps, work);
  const kinds = (await world.ledger(closeout)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind.startsWith("bundle."))).toEqual(["bundle.requested", "bundle.exported"]);
});

test("what a worker that died has left half-written of a bundle is cleared away, of this bundle alone", async () => {
  const closeout = await world.start();
  const folder = join(world.folder, "archive", "compliance-archive", closeout.id, "evidence");
  for (const number of ["1", "2"]) {
    await mkdir(join(folder, number), { recursive: true });
    await writeFile(join(folder, number, ".incoming-died"), "PK");
  }
  await exportBundle(world, closeout);
  expect(await filesBelow(folder)).toEqual([
    expect.stringMatching(/^1\/\.guard-[0-9a-f]{16}\.zip$/),
    expect.stringMatching(/^1\/[0-9a-f]{16}\.zip$/),
    "2/.incoming-died",
  ]);
});

test("only owner, compliance officer and IT audit get one", async () => {
  const closeout = await world.start();
  const outcome = await askBundle(world.deps, { closeoutId: closeout.id, member: member("tom") });
  expect(outcome).toMatchObject({ kind: "not_permitted" });
  expect((await world.ledger(closeout)).map(({ kind }) => kind)).toEqual(["closeout.started"]);
});
