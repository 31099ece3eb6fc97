import type { Template } from "../template/template.ts";
import { foldCertificate, type RecordedCheck } from "./bundle-certificate.ts";
import { type BundleEntry, textOf } from "./bundle-entry.ts";
import { foldItems } from "./bundle-items.ts";
import { bundlePaths, type DocumentFolder, jsonText, signoffPath } from "./bundle-manifest.ts";
import { foldReceipts } from "./bundle-receipts.ts";
import { foldRegister } from "./bundle-register.ts";
import { documentsNamed, foldSignoffs, type SignoffRecord } from "./bundle-signoffs.ts";

/** Everything of a bundle that follows from its ledger and its template. */
export type BundleViews = {
  /** Texts of files by path; whoever has the ledger gets the same ones. */
  readonly files: ReadonlyMap<string, string>;
  readonly signoffs: readonly SignoffRecord[];
  /** Documents that the ledger rests on, by hash: the folder that each belongs into, and the entry that first names it. */
  readonly documents: ReadonlyMap<string, { readonly folder: DocumentFolder; readonly entry: number }>;
  readonly certificate: RecordedCheck | undefined;
  /** The migration and the template's hash as the first entry has them. */
  readonly started: { readonly migration: string | undefined };
};

/** Reads a ledger entry by entry, and says at its end what follows from it. Keeps what it says, not the entries. */
export function readViews(template: Pick<Template, "lists">) {
  const items = foldItems(template);
  const register = foldRegister();
  const receipts = foldReceipts();
  const signoffs = foldSignoffs();
  const certificate = foldCertificate();
  const documents = new Map<string, { folder: DocumentFolder; entry: number }>();
  let migration: string | undefined;
  return {
    take(entry: BundleEntry): void {
      for (const fold of [items, register, receipts, signoffs, certificate]) fold.take(entry);
      if (entry.kind === "closeout.started") migration = textOf(entry.data, "migration");
      for (const sha256 of documentsNamed(entry)) {
        if (!documents.has(sha256)) documents.set(sha256, { folder: folderOf(entry.kind), entry: entry.seq });
      }
    },
    end(): BundleViews {
      const records = signoffs.records();
      return {
        files: new Map([
          [bundlePaths.items, jsonText(items.lines())],
          [bundlePaths.register, jsonText(register.lines())],
          [bundlePaths.receipts, jsonText(receipts.lines())],
          ...records.map((record): [string, string] => [
            signoffPath(record.number, "record.json"),
            jsonText(record),
          ]),
        ]),
        signoffs: records,
        documents,
        certificate: certificate.latest(),
        started: { migration },
      };
    },
  };
}

function folderOf(kind: string): DocumentFolder {
  if (kind.startsWith("certificate.")) return "certificate";
  if (kind.startsWith("baseline.")) return "baseline";
  return kind.startsWith("report.") ? "report" : "documents";
}
