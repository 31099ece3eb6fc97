import { z } from "zod";
import { type BundleEntry, bundleEntrySchema } from "../domain/bundle/bundle-entry.ts";
import { bundlePaths, jsonText } from "../domain/bundle/bundle-manifest.ts";
import { checkLedger, type LedgerFault } from "../domain/ledger/ledger-check.ts";
import { hashLine } from "../domain/ledger/ledger-line.ts";
import {
  headStatementText,
  type PublicKey,
  type SignedHead,
  signedHeadHolds,
  signedHeadSchema,
} from "../domain/ledger/ledger-signature.ts";
import { broken } from "./broken.ts";
import type { OpenBundle } from "./open-bundle.ts";

/** A ledger that holds, as far as its signatures reach: to its end. */
export type CheckedLedger = {
  readonly entries: number;
  readonly signatures: number;
  readonly last: SignedHead;
};

/** Reads the signed heads, whose signatures all hold, in the order of their entries. */
export async function readHeads(
  bundle: OpenBundle,
  keys: readonly PublicKey[],
): Promise<readonly SignedHead[]> {
  const path = bundlePaths.heads;
  const text = await bundle.text(path);
  const heads = parseJson(text, z.array(signedHeadSchema), path);
  if (text !== jsonText(heads)) broken(path, "It was changed: it is not written as such a file is.");
  for (const [index, head] of heads.entries()) {
    const key = keys.find(({ id }) => id === head.key);
    if (key === undefined)
      return broken(path, `The bundle does not have the key that has signed entry ${head.seq}.`, head.seq);
    if (!signedHeadHolds(head, key))
      broken(path, `The signature over entry ${head.seq} does not hold.`, head.seq);
    if (head.seq < (heads[index - 1]?.seq ?? 0)) broken(path, "Its heads are not in their order.", head.seq);
  }
  return heads;
}

/** Parses a file of the bundle; ends the check where it has another shape. */
export function parseJson<T>(text: string, schema: z.ZodType<T>, path: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return broken(path, "It does not have the form of such a file.");
  }
}

/**
 * Checks the chain from its first entry to its last, every signature over it, and that the last signature covers its end. Each entry that
 * holds is handed on.
 */
export async function checkChain(
  bundle: OpenBundle,
  { keys, heads }: { readonly keys: readonly PublicKey[]; readonly heads: readonly SignedHead[] },
  visit: (entry: BundleEntry) => void,
): Promise<CheckedLedger> {
  const { closeout } = heads.at(-1) ?? broken(bundlePaths.heads, "No head of the ledger is signed.");
  const check = checkLedger({ closeout, signatures: heads, keys });
  const lines = bundle.lines(bundlePaths.ledger);
  let seq = 0;
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    const line = next.value;
    const verdict = check.take({ line, hash: hashLine(line) });
    if (verdict !== undefined) {
      return verdict.fault === "previous_hash"
        ? await blame(verdict.seq, line, lines, heads)
        : breakAt(verdict.seq, verdict.fault, heads);
    }
    seq += 1;
    visit(readEntry(line, seq));
  }
  const verdict = check.end();
  if (verdict.kind === "broken") return breakAt(verdict.seq, verdict.fault, heads);
  const { lastSigned: last, length, signatures } = verdict;
  if (last === undefined || last.seq < length) {
    const covered = last?.seq ?? 0;
    return broken(
      bundlePaths.ledger,
      `No signature covers it: the last one ends with entry ${covered}. What comes after it may have been added or cut.`,
      covered + 1,
    );
  }
  return { entries: length, signatures, last };
}

/** Where two entries do not fit together, the one that the next entry (or a signature) does not know either is the changed one. */
async function blame(
  seq: number,
  line: string,
  lines: AsyncGenerator<string, void, void>,
  heads: readonly SignedHead[],
): Promise<never> {
  const hash = hashLine(line);
  const { value: next } = await lines.next();
  const attested =
    typeof next === "string"
      ? next.includes(`"prev":"${hash}"`)
      : heads.some((head) => head.seq === seq && head.hash === hash);
  return attested
    ? broken(
        bundlePaths.ledger,
        "It was changed: its SHA-256 is not the one that the next entry holds for it.",
        seq - 1,
      )
    : broken(
        bundlePaths.ledger,
        "It was changed: it does not hold the SHA-256 of the entry before, and what follows does not know it.",
        seq,
      );
}

function breakAt(seq: number, fault: LedgerFault, heads: readonly SignedHead[]): never {
  if (fault === "signature" || fault === "unknown_key") {
    const what =
      fault === "signature"
        ? `The signature over entry ${seq} does not hold.`
        : `Entry ${seq} is signed by a key that the bundle does not have.`;
    return broken(bundlePaths.heads, what, seq);
  }
  if (fault !== "signed_hash") return broken(bundlePaths.ledger, faultWords[fault], seq);
  const before = heads.filter((head) => head.seq < seq).reduce((most, head) => Math.max(most, head.seq), 0);
  return broken(
    bundlePaths.ledger,
    `It had another SHA-256 when it was signed: one of the entries ${before + 1} to ${seq} was changed, and those after it were made to fit.`,
    seq,
  );
}

const faultWords: Readonly<
  Record<Exclude<LedgerFault, "signature" | "unknown_key" | "signed_hash">, string>
> = {
  not_an_entry: "It is not an entry of a ledger in its canonical form.",
  closeout: "It belongs to another closeout.",
  sequence: "Another number was due: an entry was removed, doubled, or put into another's place.",
  previous_hash: "It does not hold the SHA-256 of the entry before.",
  own_hash: "It was changed: its SHA-256 is another one.",
  missing: "It is not there although the ledger reached further: the end was cut off.",
  beyond_head: "It stands beyond the end of the ledger.",
  head_hash: "It is the last, but another SHA-256 was kept for it.",
};

function readEntry(line: string, seq: number): BundleEntry {
  try {
    return bundleEntrySchema.parse(JSON.parse(line));
  } catch {
    // Also what is nested so deeply that nobody can read it.
    return broken(bundlePaths.ledger, faultWords.not_an_entry, seq);
  }
}

/** Checks the copy of the last signed head that common tools verify. */
export async function checkLastHead(bundle: OpenBundle, heads: readonly SignedHead[]): Promise<void> {
  const text = await bundle.text(bundlePaths.lastHead);
  const raw = await bundle.bytes(bundlePaths.lastHeadSignature);
  const last = heads.at(-1);
  if (last === undefined || text !== headStatementText(last)) {
    broken(bundlePaths.lastHead, `It is not the last signed head of ${bundlePaths.heads}.`);
  }
  if (raw.toString("base64") !== last.signature) {
    broken(
      bundlePaths.lastHeadSignature,
      `It is not the signature of the last head of ${bundlePaths.heads}.`,
    );
  }
}
