const secretLooking = /\b(?:sk_(?:live|test)_|sa_)[\w-]+|\beyJ[\w-]+\.[\w.-]+|\bBearer\s+[\w.~+/=-]+/gi;
const userInfo = /(\w:\/\/)[^\s/@]+@/g;
const controlCharacters = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
const longest = 240;

/**
 * Words from outside made fit for sentences and logs: without our key, without anything that looks like a credential, on
 * one line, and short. The ellipsis shows where something was left out.
 */
export function redact(words: string, key: string): string {
  const withoutKey = key === "" ? words : words.replaceAll(key, "…");
  const plain = withoutKey
    .replaceAll(userInfo, "$1…@")
    .replaceAll(secretLooking, "…")
    .replaceAll(controlCharacters, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest).toWellFormed()}…` : plain;
}
