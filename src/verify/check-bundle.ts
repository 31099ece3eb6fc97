import { createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { textOf } from "../domain/bundle/bundle-entry.ts";
import {
  type BundleManifest,
  bundleManifestSchema,
  bundlePaths,
  keyPath,
} from "../domain/bundle/bundle-manifest.ts";
import { type BundleViews, readViews } from "../domain/bundle/bundle-views.ts";
import { type PublicKey, publicKeyOf, signatureHolds } from "../domain/ledger/ledger-signature.ts";
import { restoreTemplate, type Template } from "../domain/template/template.ts";
import { BundleBroken, type BundleFault, broken } from "./broken.ts";
import {
  checkCertificate,
  checkCloseout,
  checkDerived,
  checkDocuments,
  checkExtent,
  checkFiles,
} from "./check-contents.ts";
import { type CheckedLedger, checkChain, checkLastHead, parseJson, readHeads } from "./check-ledger.ts";
import { type OpenBundle, openBundle } from "./open-bundle.ts";

/** What a check comes to: that everything holds, with what there is to say about it, or the first thing that does not. */
export type BundleVerdict =
  | { readonly kind: "holds"; readonly summary: BundleSummary }
  | { readonly kind: "broken"; readonly fault: BundleFault };

export type BundleSummary = {
  readonly closeout: { readonly id: string; readonly name: string };
  readonly madeAt: string;
  readonly ledger: {
    readonly entries: number;
    readonly head: string;
    readonly signedHeads: number;
    readonly lastSignedAt: string;
  };
  readonly files: number;
  readonly documents: number;
  readonly signoffs: readonly {
    readonly number: number;
    readonly state: string;
    readonly decisions: number;
  }[];
  /** `undefined` where no certificate was ever asked for. */
  readonly certificate: { readonly id: string | null; readonly outcome: string } | undefined;
  /** Id of the key that signed the manifest. */
  readonly key: string;
  /** Ids of all keys in the bundle. */
  readonly keys: readonly string[];
  /** Whether the person who checks has named that key as one that they trust. */
  readonly trusted: boolean;
};

/**
 * Checks a bundle on disk as a whole: that it is a sound ZIP, that its files are those of its signed manifest, that the ledger holds
 * from its first entry to its signed end, and that whatever follows from the ledger is what it says. Reads it where it lies.
 * @param trustedKey id of the key that the person who checks trusts, where they have one
 * @throws what the file system throws when it cannot be read
 */
export async function checkBundle(
  file: string,
  name: string,
  trustedKey: string | undefined,
): Promise<BundleVerdict> {
  let bundle: OpenBundle | undefined;
  try {
    bundle = await openBundle(file, name);
    return { kind: "holds", summary: await checkAll(bundle, trustedKey) };
  } catch (error) {
    if (error instanceof BundleBroken) return { kind: "broken", fault: error.fault };
    throw error;
  } finally {
    await bundle?.close();
  }
}

async function checkAll(bundle: OpenBundle, trustedKey: string | undefined): Promise<BundleSummary> {
  const text = await bundle.text(bundlePaths.manifest);
  const manifest = parseJson(text, bundleManifestSchema, bundlePaths.manifest);
  checkTrust(manifest, trustedKey);
  const keys = await readKeys(bundle);
  const signed = await isSigned(bundle, text, manifest, keys);
  const heads = await readHeads(bundle, keys);
  const template = await readTemplate(bundle);
  const views = readViews(template);
  // The ledger comes first, so that what is wrong in it is named by its entry and not as a file that has changed.
  const ledger = await checkChain(bundle, { keys, heads }, (entry) => views.take(entry));
  await checkLastHead(bundle, heads);
  // A manifest that somebody has made to fit tells nothing; then what follows from the ledger tells more.
  if (signed) {
    checkExtent(manifest, ledger);
    await checkFiles(bundle, manifest);
  }
  const derived = views.end();
  await checkDerived(bundle, derived);
  await checkCloseout(bundle, ledger, derived);
  const documents = await checkDocuments(bundle, derived);
  await checkCertificate(bundle, derived);
  if (!signed) {
    broken(
      bundlePaths.manifest,
      `Its signature (${bundlePaths.manifestSignature}) does not hold: the manifest was changed after it was signed, and perhaps a file with it.`,
    );
  }
  return summarize(manifest, ledger, derived, keys, documents, trustedKey);
}

function checkTrust({ key }: BundleManifest, trustedKey: string | undefined): void {
  if (trustedKey === undefined || trustedKey === key) return;
  broken(
    bundlePaths.manifest,
    `It is signed by the key ${key}, not by the one that you trust (${trustedKey}): whoever made this bundle is somebody else, or has another key by now.`,
  );
}

/** The bundle's public keys, each in a file that is named after its id. */
async function readKeys(bundle: OpenBundle): Promise<readonly PublicKey[]> {
  const paths = bundle.paths.filter((path) => path.startsWith("keys/"));
  return await Promise.all(
    paths.map(async (path) => {
      const key = publicKeyIn(await bundle.text(path));
      if (key === undefined || keyPath(key.id) !== path || key.pem !== (await bundle.text(path))) {
        return broken(path, "It is not the Ed25519 public key that its name says.");
      }
      return key;
    }),
  );
}

/** Reads an Ed25519 public key in PEM; `undefined` for anything else, such as a private key. */
export function publicKeyIn(pem: string): PublicKey | undefined {
  if (pem.includes("PRIVATE KEY")) return undefined;
  try {
    const key: KeyObject = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? publicKeyOf(key) : undefined;
  } catch {
    return undefined;
  }
}

async function readTemplate(bundle: OpenBundle): Promise<Pick<Template, "lists">> {
  const source = parseJson(await bundle.text(bundlePaths.template), z.unknown(), bundlePaths.template);
  try {
    return restoreTemplate(source);
  } catch {
    return broken(bundlePaths.template, "It is not the template of a procedure.");
  }
}

/** Whether the manifest is what was signed. */
async function isSigned(
  bundle: OpenBundle,
  text: string,
  { key: id }: BundleManifest,
  keys: readonly PublicKey[],
): Promise<boolean> {
  const key = keys.find((one) => one.id === id);
  if (key === undefined)
    return broken(keyPath(id), "The key that signed the manifest is missing from the bundle.");
  const signature = await bundle.bytes(bundlePaths.manifestSignature);
  return signatureHolds(Buffer.from(text), signature.toString("base64"), key);
}

function summarize(
  { closeout, madeAt, ledger: stated, files, key }: BundleManifest,
  ledger: CheckedLedger,
  { signoffs, certificate }: BundleViews,
  keys: readonly PublicKey[],
  documents: number,
  trustedKey: string | undefined,
): BundleSummary {
  return {
    closeout,
    madeAt,
    ledger: {
      entries: ledger.entries,
      head: stated.head,
      signedHeads: ledger.signatures,
      lastSignedAt: ledger.last.at,
    },
    files: files.length + 2,
    documents,
    signoffs: signoffs.map(({ number, state, decisions }) => ({
      number,
      state,
      decisions: decisions.length,
    })),
    certificate: certificate && {
      id: textOf(certificate.data, "certificate") ?? null,
      outcome: textOf(certificate.data, "outcome") ?? "unknown",
    },
    key,
    keys: keys.map(({ id }) => id),
    trusted: trustedKey !== undefined,
  };
}
