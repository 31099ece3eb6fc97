import { shortHash, type WordsOf } from "./ledger-said.ts";

/** Evidence bundles. */
export const bundleWords: WordsOf<"bundle"> = {
  "bundle.requested": (said) =>
    `asked for evidence bundle ${said.text("number")}; the ledger's head was signed`,
  "bundle.exported": (said) =>
    `made evidence bundle ${said.text("number")} with ${said.text("entries")} entries, SHA-256 ${shortHash(said.text("sha256"))}, and archived it`,
  "bundle.failed": (said) => `could not make evidence bundle ${said.text("number")}${said.quoted("why")}`,
};
