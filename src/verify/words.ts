import type { BundleFault } from "./broken.ts";
import type { BundleSummary } from "./check-bundle.ts";

export const usage = `Usage: closeout verify <bundle.zip> [--key <file.pem> | --key-id <id>] [--json]

Checks an evidence bundle of Closeout, without a server, a database or a network.

  --key <file.pem>  the public key that you trust, obtained from elsewhere than the bundle
  --key-id <id>     its id, 16 hex digits, instead of the key itself
  --json            the outcome as one line of JSON

Exit code: 0 it holds · 1 it does not · 2 it could not be checked`;

/** What there is to say of a bundle that holds. */
export function holdsWords(summary: BundleSummary): string {
  const { closeout, ledger, signoffs, certificate, key, keys } = summary;
  const decisions = signoffs.reduce((sum, one) => sum + one.decisions, 0);
  const rows: readonly (readonly [string, string])[] = [
    ["Closeout", `${plain(closeout.name)} (${plain(closeout.id)}), as of ${plain(summary.madeAt)}`],
    ["Ledger", `${counted(ledger.entries, "entry", "entries")}, whole from the first to the last`],
    ["Head", ledger.head],
    [
      "Signatures",
      `${counted(ledger.signedHeads, "signed head", "signed heads")}, the last over the last entry, of ${plain(ledger.lastSignedAt)}`,
    ],
    [
      "Decisions",
      `${counted(decisions, "decision", "decisions")} in ${counted(signoffs.length, "request", "requests")} for sign-off${stateWords(signoffs)}`,
    ],
    [
      "Certificate",
      certificate === undefined
        ? "none"
        : `${plain(certificate.id ?? "without an id")}: ${plain(certificate.outcome)}, judged again with the same outcome`,
    ],
    [
      "Files",
      `${counted(summary.files, "file", "files")}, ${counted(summary.documents, "document", "documents")} among them, each with the bytes that the signed manifest states`,
    ],
    ["Keys", keys.map((id) => (id === key ? `${id} (signed this bundle)` : id)).join(", ")],
  ];
  return `The bundle holds.\n\n${rows.map(([name, value]) => `  ${name.padEnd(12)} ${value}`).join("\n")}\n\n${trustWords(summary)}\n`;
}

function stateWords(signoffs: BundleSummary["signoffs"]): string {
  if (signoffs.length === 0) return "";
  return ` (${signoffs.map(({ number, state }) => `${number}: ${plain(state)}`).join(", ")})`;
}

function trustWords({ key, trusted }: BundleSummary): string {
  return trusted
    ? `It is signed by ${key}, the key that you trust.`
    : [
        "You have named no key that you trust. So this shows that nothing in the bundle was changed since it was signed by",
        `the key ${key}, and not whose key that is: whoever forges a whole bundle signs it with a key of their own.`,
        "Ask the company that runs Closeout for the id of its key, by another way than this bundle came, and compare; or give",
        "it with --key or --key-id.",
      ].join("\n");
}

/** What does not hold. */
export function brokenWords({ file, entry, what }: BundleFault): string {
  const where = entry === undefined ? plain(file) : `${plain(file)}, entry ${entry}`;
  return `The bundle does not hold.\n\n  ${where}: ${plain(what)}\n\nThis is the first thing that does not hold; what comes after it was not looked at. Do not rely on this bundle.\n`;
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** Words of a bundle that nobody vouches for yet: nothing in them moves the cursor or colours the screen. */
function plain(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, "�");
}
