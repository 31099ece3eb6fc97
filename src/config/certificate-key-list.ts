import { readFileSync } from "node:fs";
import { type CertificateKey, readCertificateKey } from "../domain/certificate/certificate-keys.ts";

/** The keys of a list, or one sentence's end for each mistake in it, without any word of the list. */
export type KeyList =
  | { readonly ok: true; readonly keys: readonly CertificateKey[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** `key-id=` and the key: PEM in full, or a word without blanks that is base64 or the path of a PEM file. */
const entry = /([^\s,;=]+)\s*=\s*(-----BEGIN [A-Z ]+-----[^,;]*?-----END [A-Z ]+-----|[^\s,;]+)/g;

const files = /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)|\.(?:pem|pub|key)$/i;

/** Reads a list of public keys, apart by commas, semicolons or blanks. Files are read once, now. */
export function readKeyList(
  list: string,
  readText: (path: string) => string = (path) => readFileSync(path, "utf8"),
): KeyList {
  const entries = [...list.matchAll(entry)];
  const rest = list.replaceAll(entry, "").replaceAll(/[\s,;]/g, "");
  if (entries.length === 0 || rest !== "") {
    return {
      ok: false,
      problems: [
        "is not a list of public keys, such as sensei-2026=BASE64,sensei-2027=/etc/closeout/2027.pem",
      ],
    };
  }
  const seen = new Set<string>();
  const keys: CertificateKey[] = [];
  const problems: string[] = [];
  for (const [index, [, id = "", value = ""]] of entries.entries()) {
    const read = seen.has(id)
      ? { ok: false as const, problem: "has the id of a key before it; give each key an id of its own" }
      : readEntry(id, value, readText);
    seen.add(id);
    if (read.ok) keys.push(read.key);
    else problems.push(`(key ${index + 1}) ${read.problem}`);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, keys };
}

/** A value of the make of a path that is no key either: base64 may begin with a slash. */
function readEntry(id: string, value: string, readText: (path: string) => string) {
  const direct = readCertificateKey(id, value);
  if (direct.ok || value.startsWith("-----BEGIN") || !files.test(value)) return direct;
  try {
    return readCertificateKey(id, readText(value));
  } catch {
    return {
      ok: false as const,
      problem: "names a file that cannot be read; check the path and who may read it",
    };
  }
}
