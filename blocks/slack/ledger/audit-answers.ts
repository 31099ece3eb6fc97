import { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { LedgerFault, LedgerVerdict } from "../../../src/domain/ledger/ledger-check.ts";
import type { SignedHead, SigningReason } from "../../../src/domain/ledger/ledger-signature.ts";
import { dateToken } from "../dates.ts";
import { section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { count, line } from "../mrkdwn.ts";

/** Private answers about the ledger. */

/** What came of computing the chain anew; `presentKey` is the key with which this installation signs now. */
export function ledgerVerdict(closeout: Closeout, verdict: LedgerVerdict, presentKey: string): Message {
  return verdict.kind === "whole"
    ? wholeLedger(closeout, verdict, presentKey)
    : brokenLedger(closeout, verdict.seq, verdict.fault);
}

function wholeLedger(
  { name, timeZone }: Closeout,
  { length, head, signatures, lastSigned }: Extract<LedgerVerdict, { readonly kind: "whole" }>,
  presentKey: string,
): Message {
  const summary = `The ledger of ${line(name, 80)} is whole: ${entries(length)}, each chained to the one before${signatures === 0 ? "" : `, and ${count(signatures, "signature")} that ${signatures === 1 ? "holds" : "hold"}`}.`;
  return {
    text: `${summary} Head #${length} ${head}.`,
    blocks: [
      section(`✓ ${summary}`),
      section(`*Head* #${length}\n\`${head}\``),
      section(signedWords(lastSigned, length, presentKey, timeZone)),
    ],
  };
}

const reasons: Readonly<Record<SigningReason, string>> = {
  signoff: "at a sign-off",
  closure: "at the closure",
  daily: "on its day",
  export: "for an export",
};

function signedWords(
  last: SignedHead | undefined,
  length: number,
  presentKey: string,
  timeZone: string,
): string {
  if (last === undefined) {
    return "*Signed* not yet: a head is signed every day, at sign-offs, exports and at the closure.";
  }
  const when = dateToken(Temporal.Instant.from(last.at), "moment", timeZone);
  const key = `key \`${last.key}\`${last.key === presentKey ? "" : ", which has been replaced since"}`;
  const after = length - last.seq;
  const rest =
    after === 0
      ? "Nothing was written since."
      : `${entries(after)} written since ${after === 1 ? "waits" : "wait"} for the next signature.`;
  return `*Signed* up to #${last.seq} ${reasons[last.why]}, ${when}, by ${key}. ${rest}`;
}

/** What does not hold, and what it means. `n` is the entry's number. */
const faults: Readonly<Record<LedgerFault, (n: number) => string>> = {
  not_an_entry: (n) => `what stands at entry #${n} is not an entry`,
  closeout: (n) => `entry #${n} belongs to another closeout`,
  sequence: (n) => `where entry #${n} should be stands another: an entry was removed, doubled or moved`,
  previous_hash: (n) => `entry #${n} does not follow from the entry before it: one of the two was replaced`,
  own_hash: (n) => `entry #${n} does not say what it said when it was written: something in it was changed`,
  signed_hash: (n) =>
    `entry #${n} was signed with another hash: it, or an entry before it, was rewritten together with everything after it`,
  signature: (n) =>
    `a signature over entry #${n} does not hold: it was changed, or is not from the key that it names`,
  unknown_key: (n) => `a signature over entry #${n} is from a key that nobody here knows`,
  missing: (n) => `entry #${n} is missing, although the ledger reached further: its end was cut off`,
  beyond_head: (n) =>
    `entry #${n} stands beyond the end that the closeout keeps: it was put there past Closeout`,
  head_hash: (n) => `the closeout keeps another hash for its last entry #${n}: one of the two was changed`,
};

function brokenLedger({ name }: Closeout, seq: number, fault: LedgerFault): Message {
  const what = `*The ledger of ${line(name, 80)} does not hold:* ${faults[fault](seq)}.`;
  const next =
    "Every entry before it holds. Do not rely on what comes after, change nothing in the database, and tell whoever runs Closeout and IT audit: a backup from before shows what was there, and an exported bundle shows what was signed.";
  return {
    text: `The ledger of ${line(name, 80)} does not hold: ${faults[fault](seq)}. ${next}`,
    blocks: [section(what), section(next)],
  };
}

/** A word after `audit` that means nothing; the nearest one, if there is one. */
export function unknownAuditWord(
  word: string,
  suggestion: string | undefined,
  { closeout }: Commands,
): Message {
  const near = suggestion === undefined ? "" : ` Did you mean \`${closeout} audit ${line(suggestion, 40)}\`?`;
  const text = `\`${closeout} audit\` does not know “${line(word, 40)}”.${near} It shows the ledger, and takes a person (\`@maria\`, \`me\`), an item (\`I3\`) or a kind of entry (\`certificate\`, \`skipped\`), also several; \`verify\` computes the chain anew.`;
  return { text, blocks: [section(text)] };
}

function entries(many: number): string {
  return many === 1 ? "1 entry" : `${many.toLocaleString("en")} entries`;
}
