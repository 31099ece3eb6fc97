import { Temporal } from "temporal-polyfill";
import type { BundledCheck } from "../../domain/bundle/bundle-certificate.ts";
import { bundleEntrySchema } from "../../domain/bundle/bundle-entry.ts";
import {
  bundlePaths,
  documentPath,
  jsonText,
  keyPath,
  signoffPath,
} from "../../domain/bundle/bundle-manifest.ts";
import { readmeText } from "../../domain/bundle/bundle-readme.ts";
import { type BundleViews, readViews } from "../../domain/bundle/bundle-views.ts";
import type { Closeout } from "../../domain/closeout.ts";
import {
  headStatementText,
  type SignedHead,
  signedHeadSchema,
} from "../../domain/ledger/ledger-signature.ts";
import { signoffPaper } from "../../domain/signoff/signoff-paper.ts";
import type { BundlePart, LedgerSnapshot } from "../../ports.ts";
import { labelOf } from "../baseline/measure-baseline.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";

export type BundleSources = Pick<Deps, "closeouts" | "certificateKeys" | "printPaper" | "signer">;

/** What a bundle is made from: the ledger up to the entry that asked for it, whose head was signed in the same change. */
export type BundleContent = {
  readonly closeout: Closeout;
  readonly views: BundleViews;
  /** Those up to the last entry, that of the last entry at the end. */
  readonly heads: readonly SignedHead[];
  readonly last: SignedHead;
};

/** Reads the ledger as far as this bundle's own entry, and what follows from it. */
export async function readBundleContent(
  deps: BundleSources,
  closeout: Closeout,
  bundleId: string,
  ledger: LedgerSnapshot,
): Promise<BundleContent> {
  const views = readViews(await templateOf(deps, closeout));
  const seq = await readUpTo(ledger, (entry) => {
    views.take(entry);
    return entry.kind === "bundle.requested" && entry.data["bundle"] === bundleId;
  });
  const last = ledger.signatures.find((head) => head.seq === seq && head.why === "export");
  if (last === undefined) throw new TypeError(`Bundle ${bundleId} has no signed head`);
  const heads = [...ledger.signatures.filter((head) => head.seq < last.seq), last];
  return { closeout, views: views.end(), heads, last };
}

async function readUpTo(
  ledger: LedgerSnapshot,
  isLast: (entry: ReturnType<typeof bundleEntrySchema.parse>) => boolean,
): Promise<number | undefined> {
  for await (const batch of ledger.batches()) {
    for (const { line } of batch) {
      const entry = bundleEntrySchema.parse(JSON.parse(line));
      if (isLast(entry)) return entry.seq;
    }
  }
  return undefined;
}

/** Every part of a bundle but its manifest, in their order. Long ones are read when it is their turn. */
export async function* bundleParts(
  deps: BundleSources,
  { closeout, views, heads, last }: BundleContent,
  ledger: LedgerSnapshot,
): AsyncGenerator<BundlePart> {
  const json = (path: string, what: string, text: string) =>
    ({ path, mediaType: "application/json", what, content: text }) as const;
  const { id, name } = closeout;
  const facts = {
    closeout: { id, name },
    migration: labelOf(closeout),
    madeAt: last.at,
    key: deps.signer.key.id,
    headKey: last.key,
  };
  yield {
    path: bundlePaths.readme,
    mediaType: "text/plain; charset=utf-8",
    what: "what this is and how to check it",
    content: readmeText({ ...facts, entries: last.seq, head: last.hash }),
  };
  yield json(
    bundlePaths.closeout,
    "the closeout: migration, dates, people and roles",
    jsonText(closeoutFacts(closeout)),
  );
  yield {
    path: bundlePaths.ledger,
    mediaType: "application/jsonl",
    what: "the ledger: each line the canonical JSON of an entry, whose SHA-256 is the prev of the next",
    content: () => ledgerBytes(ledger, last.seq),
  };
  yield json(
    bundlePaths.heads,
    "the signed heads of the ledger, oldest first",
    jsonText(heads.map((head) => signedHeadSchema.parse(head))),
  );
  yield json(bundlePaths.lastHead, "the exact bytes of the last signed head", headStatementText(last));
  yield {
    path: bundlePaths.lastHeadSignature,
    mediaType: "application/octet-stream",
    what: "the Ed25519 signature over them",
    content: Buffer.from(last.signature, "base64"),
  };
  for (const { id: key, pem } of ledger.keys.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    yield {
      path: keyPath(key),
      mediaType: "application/x-pem-file",
      what: `the public key ${key}`,
      content: pem,
    };
  }
  yield json(
    bundlePaths.template,
    "the procedure that was followed",
    jsonText(await deps.closeouts.template(id)),
  );
  for (const [path, text] of views.files) yield json(path, derivedWords(path), text);
  yield* signoffPages(deps, { closeout, views, heads, last });
  yield* certificateCheck(deps, { closeout, views, heads, last });
  yield* documents(deps, closeout, views);
}

function derivedWords(path: string): string {
  if (path === bundlePaths.items) return "the checklist with what became of each item, and its evidence";
  if (path === bundlePaths.register) return "the retention register";
  if (path === bundlePaths.receipts) return "receipts of operations and of the certificate's distribution";
  return "a request for sign-off with every decision";
}

async function* ledgerBytes(ledger: LedgerSnapshot, upTo: number): AsyncGenerator<Uint8Array> {
  let left = upTo;
  for await (const batch of ledger.batches()) {
    const lines = batch.slice(0, left).map(({ line }) => `${line}\n`);
    left -= lines.length;
    yield Buffer.from(lines.join(""));
    if (left === 0) return;
  }
}

/** The closeout as it is when the bundle is made; moments are ISO instants in UTC. */
function closeoutFacts({ cutover, startedAt, settings, budgetEstimate, ...closeout }: Closeout) {
  return {
    ...closeout,
    cutover: cutover.toString(),
    startedAt: startedAt.toString(),
    budgetEstimate: budgetEstimate ?? null,
    settings,
  };
}

async function* signoffPages(
  { printPaper }: BundleSources,
  { closeout, views, last }: BundleContent,
): AsyncGenerator<BundlePart> {
  for (const record of views.signoffs) {
    const paper = signoffPaper(record, {
      closeout,
      migration: labelOf(closeout),
      timeZone: closeout.timeZone,
      head: last,
      madeAt: Temporal.Instant.from(last.at),
    });
    yield {
      path: signoffPath(record.number, "sign-off-certificate.pdf"),
      mediaType: "application/pdf",
      what: `the certificate of sign-off ${record.number}: who decided, when, in which role, on which documents`,
      content: await printPaper(paper),
    };
  }
}

/** How the latest certificate was judged, with the keys by which anybody can judge it again. */
async function* certificateCheck(
  { certificateKeys }: BundleSources,
  { closeout, views: { certificate: recorded }, last }: BundleContent,
): AsyncGenerator<BundlePart> {
  if (recorded === undefined) return;
  const { id, source, target } = closeout.migration;
  const check: BundledCheck = {
    recorded,
    judgedAt: last.at,
    migration: { id, source, target },
    keys: certificateKeys.map((key) => ({ id: key.id, publicKey: key.publicKey })),
  };
  yield {
    path: bundlePaths.certificateCheck,
    mediaType: "application/json",
    what: "how the certificate was judged, and the vendor's keys by which to judge it again",
    content: jsonText(check),
  };
}

const folderWords = {
  certificate: "a certificate's exact bytes",
  baseline: "a measurement of performance",
  report: "a final report",
  documents: "a document that was put to people for approval",
} as const;

async function* documents(
  { closeouts }: BundleSources,
  { id }: Closeout,
  views: BundleViews,
): AsyncGenerator<BundlePart> {
  for (const [sha256, { folder, entry }] of views.documents) {
    const document = await closeouts.document(id, sha256);
    if (document === undefined) throw new TypeError(`Closeout ${id} has lost the document ${sha256}`);
    yield {
      path: documentPath(folder, sha256, document.name),
      mediaType: document.mediaType,
      what: `${folderWords[folder]} (first named by entry ${entry})`,
      content: document.bytes,
    };
  }
}
