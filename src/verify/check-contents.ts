import { z } from "zod";
import { certificateRecordSchema, judgedTheSame } from "../domain/bundle/bundle-certificate.ts";
import { textOf } from "../domain/bundle/bundle-entry.ts";
import {
  type BundleManifest,
  bundlePaths,
  documentHashAt,
  jsonText,
} from "../domain/bundle/bundle-manifest.ts";
import type { BundleViews } from "../domain/bundle/bundle-views.ts";
import { BundleBroken, broken } from "./broken.ts";
import { type CheckedLedger, parseJson } from "./check-ledger.ts";
import type { OpenBundle } from "./open-bundle.ts";

/** What a bundle holds besides its ledger, against the ledger and against its manifest. Each check ends with the first that fails. */

/** Files that follow from the ledger say what it says, and there is none too many. */
export async function checkDerived(bundle: OpenBundle, { files }: BundleViews): Promise<void> {
  for (const [path, text] of files) {
    if ((await bundle.text(path)) !== text) {
      broken(path, "It does not say what the ledger says: it was changed, or it is another closeout's.");
    }
  }
  for (const path of bundle.paths) {
    if (path.startsWith("sign-off/") && path.endsWith("/record.json") && !files.has(path)) {
      broken(path, "The ledger knows no such request for sign-off.");
    }
  }
}

/** The certificate's bytes are judged again, and the outcome has to be the one in the ledger. */
export async function checkCertificate(
  bundle: OpenBundle,
  { certificate: recorded, documents }: BundleViews,
): Promise<void> {
  const path = bundlePaths.certificateCheck;
  if (recorded === undefined) {
    if (bundle.has(path)) broken(path, "The ledger knows no certificate.");
    return;
  }
  const text = await bundle.text(path);
  const check = parseJson(text, certificateRecordSchema, path);
  if (text !== jsonText({ ...check, recorded })) {
    broken(path, `It does not say what entry ${recorded.entry} of the ledger says.`, recorded.entry);
  }
  const bytesOf = async (name: "json" | "pdf") => {
    const sha256 = recorded.data[name];
    const named = typeof sha256 === "string" ? documents.get(sha256) : undefined;
    if (typeof sha256 !== "string" || named === undefined) return undefined;
    return await bundle.bytes(findDocument(bundle, sha256, named));
  };
  let same = false;
  try {
    same = judgedTheSame(recorded, { json: await bytesOf("json"), pdf: await bytesOf("pdf") }, check);
  } catch (error) {
    if (error instanceof BundleBroken) throw error;
  }
  if (!same) {
    broken(
      path,
      `Judged again, the certificate's outcome is not the one that entry ${recorded.entry} of the ledger has (${textOf(recorded.data, "outcome") ?? "unknown"}).`,
    );
  }
}

function findDocument(
  bundle: OpenBundle,
  sha256: string,
  { entry, folder }: { readonly entry: number; readonly folder: string },
): string {
  const path = bundle.paths.find((one) => documentHashAt(one) === sha256);
  const missing = `This document is missing from the bundle, and entry ${entry} of the ledger names it.`;
  return path ?? broken(`${folder}/${sha256}`, missing);
}

const closeoutSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  migration: z.looseObject({ id: z.string() }),
});

/** The closeout that the bundle speaks of is the ledger's. */
export async function checkCloseout(
  bundle: OpenBundle,
  { last }: CheckedLedger,
  { started }: BundleViews,
): Promise<void> {
  const closeout = parseJson(await bundle.text(bundlePaths.closeout), closeoutSchema, bundlePaths.closeout);
  if (closeout.id !== last.closeout || closeout.migration.id !== started.migration) {
    broken(bundlePaths.closeout, "It is about another closeout or another migration than the ledger.");
  }
}

/** Each document has the bytes that its folder's name says, and none that the ledger names is missing. */
export async function checkDocuments(bundle: OpenBundle, { documents }: BundleViews): Promise<number> {
  for (const path of bundle.paths) {
    const sha256 = documentHashAt(path);
    if (sha256 !== undefined && (await bundle.measure(path)).sha256 !== sha256) {
      broken(
        path,
        "These are not the bytes that it was recorded with: their SHA-256 is not the one in its path.",
      );
    }
  }
  for (const [sha256, named] of documents) findDocument(bundle, sha256, named);
  return documents.size;
}

/** The bundle has the files that its manifest names and no other, each with the bytes that it states. */
export async function checkFiles(bundle: OpenBundle, { files }: BundleManifest): Promise<void> {
  const listed = new Set(files.map(({ path }) => path));
  if (listed.size !== files.length) broken(bundlePaths.manifest, "It names a file twice.");
  for (const { path, bytes, sha256 } of files) {
    const found = await bundle.measure(path);
    if (found.bytes !== bytes || found.sha256 !== sha256) {
      broken(path, "It was changed: it does not have the size and the SHA-256 that the manifest states.");
    }
  }
  const own: readonly string[] = [bundlePaths.manifest, bundlePaths.manifestSignature];
  const extra = bundle.paths.find((path) => !listed.has(path) && !own.includes(path));
  if (extra !== undefined) broken(extra, "The manifest does not name this file: it was added.");
}

/** The ledger reaches exactly as far as it did when the manifest was signed. */
export function checkExtent(
  { closeout, ledger: stated, madeAt }: BundleManifest,
  { entries, last }: CheckedLedger,
): void {
  if (entries < stated.entries) {
    const what = `It is not there although the manifest states ${stated.entries} entries: the end was cut off.`;
    broken(bundlePaths.ledger, what, entries + 1);
  }
  const same = entries === stated.entries && last.hash === stated.head && last.closeout === closeout.id;
  if (!same || last.at !== madeAt) {
    broken(bundlePaths.manifest, "It is about another ledger than the one that is here.");
  }
}
