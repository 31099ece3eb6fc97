import { createPublicKey, type KeyObject } from "node:crypto";

/** A public key of the verification service: its id as certificates name it, and its 32 bytes in base64. */
export type CertificateKey = { readonly id: string; readonly publicKey: string };

/** The key, ready to verify with. */
export function keyObjectOf(key: CertificateKey): KeyObject {
  const x = Buffer.from(key.publicKey, "base64").toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

/** The bytes that a text in base64 or base64url stands for; `undefined` unless it is the one spelling of so many bytes. */
export function bytesOfBase64(text: string, length: number): Buffer | undefined {
  if (!/^(?:[A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  const plain = text.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  const padding = text.length - text.replace(/=+$/, "").length;
  const padded = bytes.toString("base64");
  const rightlyPadded = padding === 0 || padding === padded.length - padded.replace(/=+$/, "").length;
  return bytes.length === length && rightlyPadded && padded.replace(/=+$/, "") === plain ? bytes : undefined;
}

/** What is wrong with one entry of a list of keys; no words of the entry are repeated. */
export type KeyEntry =
  | { readonly ok: true; readonly key: CertificateKey }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads one key in PEM or as the base64 of its 32 bytes. Refused are private keys, keys of other kinds, and the points of
 * small order, with which anybody could sign anything (RFC 8032, section 8; the list is libsodium's and Go's `edwards25519`).
 */
export function readCertificateKey(id: string, text: string): KeyEntry {
  if (/PRIVATE KEY/.test(text)) {
    return { ok: false, problem: "holds a private key; only the public one belongs here" };
  }
  const raw = /-----BEGIN/.test(text) ? bytesOfPem(text) : bytesOfBase64(text.trim(), 32);
  if (raw === undefined) {
    return {
      ok: false,
      problem: "is not an Ed25519 public key; give its 32 bytes in base64, or its PEM text or file",
    };
  }
  if (hasSmallOrder(raw)) {
    return { ok: false, problem: "is a key of small order, with which anybody could sign anything" };
  }
  return { ok: true, key: { id, publicKey: raw.toString("base64") } };
}

function bytesOfPem(text: string): Buffer | undefined {
  try {
    // Environment files often hold line breaks as two characters.
    const { x, crv } = createPublicKey(text.replaceAll("\\n", "\n")).export({ format: "jwk" });
    return crv === "Ed25519" && x !== undefined ? bytesOfBase64(x, 32) : undefined;
  } catch {
    return undefined;
  }
}

/** The y coordinates of the points whose order divides eight, and their spellings beyond the field's prime. */
const smallOrder: ReadonlySet<string> = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

function hasSmallOrder(key: Buffer): boolean {
  const unsigned = Buffer.from(key);
  // The highest bit is the sign of x.
  unsigned[31] = (unsigned[31] ?? 0) & 0x7f;
  return smallOrder.has(unsigned.toString("hex"));
}
