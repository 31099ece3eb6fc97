import { z } from "zod";

/** A bundle's own files, by the paths at which they lie. */
export const bundlePaths = {
  readme: "README.txt",
  manifest: "manifest.json",
  manifestSignature: "manifest.sig",
  closeout: "closeout.json",
  ledger: "ledger.jsonl",
  heads: "heads.json",
  lastHead: "last-head.json",
  lastHeadSignature: "last-head.sig",
  template: "template.json",
  items: "items.json",
  register: "retention-register.json",
  receipts: "receipts.json",
  certificateCheck: "certificate-check.json",
} as const;

/** Where the public key with this id lies. */
export function keyPath(id: string): string {
  return `keys/${id}.pem`;
}

/** Where the record of a sign-off lies, and beside it its certificate for people. */
export function signoffPath(number: number, file: "record.json" | "sign-off-certificate.pdf"): string {
  return `sign-off/${number}/${file}`;
}

/** Folders of documents by what they are evidence of. In each, a document lies in a folder that is named after its SHA-256. */
export type DocumentFolder = "certificate" | "baseline" | "report" | "documents";

const documentPattern = /^(?:certificate|baseline|report|documents)\/([0-9a-f]{64})\/[^/]+$/;

/** The SHA-256 that the document at this path must have; `undefined` for what is no document. */
export function documentHashAt(path: string): string | undefined {
  return documentPattern.exec(path)?.[1];
}

/** Where a document lies. Names are people's and vendors' own, so only harmless characters of them are kept. */
export function documentPath(folder: DocumentFolder, sha256: string, name: string): string {
  const safe = name
    .normalize("NFKD")
    .replaceAll(/[^\w.-]+/g, "-")
    .replaceAll(/^[.-]+|[.-]+$/g, "")
    .slice(-80)
    .replaceAll(/^[.-]+/g, "");
  return `${folder}/${sha256}/${safe === "" ? "document" : safe}`;
}

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** One file of a bundle as its manifest describes it. */
const bundleFileSchema = z.strictObject({
  path: z.string(),
  bytes: z.int().min(0),
  sha256: sha256Schema,
  mediaType: z.string(),
  /** What it is, in plain words. */
  what: z.string(),
});
export type BundleFile = Readonly<z.infer<typeof bundleFileSchema>>;

/** Says what the signed bytes are, so that nothing else that the same key signs can be taken for a manifest. */
const subject = "closeout-bundle-manifest";

/** The list of a bundle's files, itself signed. It names every file but itself and its signature. */
export const bundleManifestSchema = z.strictObject({
  statement: z.literal(subject),
  version: z.literal(1),
  closeout: z.strictObject({ id: z.string(), name: z.string() }),
  /** The moment of the signature that ends the ledger: an ISO instant in UTC. */
  madeAt: z.string(),
  ledger: z.strictObject({ entries: z.int().min(1), head: sha256Schema }),
  /** Id of the key by which the manifest is signed. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
  files: z.array(bundleFileSchema),
});
export type BundleManifest = Readonly<z.infer<typeof bundleManifestSchema>>;

/** The manifest as text, whose UTF-8 bytes are signed and written. */
export function manifestText(manifest: Omit<BundleManifest, "statement" | "version">): string {
  return jsonText({ statement: subject, version: 1, ...manifest });
}

/** JSON as a bundle's files hold it: to be read by people as well. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
