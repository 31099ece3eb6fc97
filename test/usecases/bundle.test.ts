import { copyFile, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { sha256Of } from "../../src/domain/document.ts";
import { checkBundle } from "../../src/verify/check-bundle.ts";
import { bundleTemplate, exportBundle, livedCloseout } from "../support/bundles.ts";
import { testSigner } from "../support/signers.ts";
import { shareWorld } from "../support/world.ts";

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
  if (process.env["KEEP"]) await copyFile(path, process.env["KEEP"]);
  const ledger = await world.ledger(closeout);
  expect(ledger.at(-1)).toMatchObject({
    kind: "bundle.exported",
    data: { sha256: sha256Of(bytes), number: 2 },
  });
  const told = world.chat.in({ kind: "direct", user: "U_LI" }).map(({ notice }) => notice);
  const file = told.find(({ kind }) => kind === "file");
  expect(told.find(({ kind }) => kind === "bundle")).toMatchObject({ bundle: { state: { kind: "made" } } });
  expect(told.flatMap((notice) => (notice.kind === "file" ? [notice.document.sha256] : []))).toContain(
    sha256Of(bytes),
  );
  expect(file).toBeDefined();
});
