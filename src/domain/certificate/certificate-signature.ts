import { verify } from "node:crypto";
import canonicalize from "canonicalize";
import type { SignatureClaim } from "./certificate.ts";
import { bytesOfBase64, type CertificateKey, keyObjectOf } from "./certificate-keys.ts";
import type { InvalidReason, UnverifiableReason } from "./certificate-outcome.ts";

/** What can be said of a signature alone. */
export type SignatureOutcome =
  | { readonly kind: "holds"; readonly keyId: string }
  | { readonly kind: "invalid"; readonly reason: InvalidReason }
  | { readonly kind: "unverifiable"; readonly reason: UnverifiableReason };

/** Hash functions by the prefixes that a digest wears. */
const hashNames = /^(?:sha-?\d|sha3|md5|blake)/i;

/**
 * The bytes that the vendor signs, as far as we know: the certificate without its `signature`, as RFC 8785 canonical JSON in
 * UTF-8. This is our assumption, for the vendor's documentation is silent; it lives here alone.
 */
export function signedBytes(json: Readonly<Record<string, unknown>>): Buffer {
  const { signature: _, ...signed } = json;
  const canonical = canonicalize(signed);
  if (canonical === undefined) throw new TypeError("A certificate has no canonical JSON");
  return Buffer.from(canonical, "utf8");
}

/** Checks an Ed25519 signature over a certificate's JSON with the keys that are trusted. */
export function checkSignature(
  json: Readonly<Record<string, unknown>>,
  claim: SignatureClaim | undefined,
  keys: readonly CertificateKey[],
): SignatureOutcome {
  if (claim?.value === undefined) return unverifiable({ why: "no_signature" });
  const { scheme, encoded } = splitPrefix(claim.value);
  const named = [claim.algorithm, scheme].filter((word) => word !== undefined);
  if (named.some((word) => hashNames.test(word))) return unverifiable({ why: "hash_instead_of_signature" });
  const unknown = named.find((word) => !/^(?:ed25519|eddsa|sig)$/i.test(word));
  if (unknown !== undefined) return unverifiable({ why: "unknown_scheme", scheme: unknown });
  if (keys.length === 0) return unverifiable({ why: "no_keys_configured" });
  const { keyId } = claim;
  const candidates = keyId === undefined ? keys : keys.filter((key) => isNamed(key, keyId));
  if (keyId !== undefined && candidates.length === 0) return unverifiable({ why: "unknown_key", keyId });
  const signature = bytesOfBase64(encoded, 64);
  const message = signedBytes(json);
  const fitting = candidates.find((key) => signature !== undefined && holds(message, key, signature));
  if (fitting !== undefined) return { kind: "holds", keyId: fitting.id };
  return {
    kind: "invalid",
    reason: { why: "signature_does_not_hold", ...(keyId === undefined ? {} : { keyId }) },
  };
}

function unverifiable(reason: UnverifiableReason): SignatureOutcome {
  return { kind: "unverifiable", reason };
}

/** `ed25519:AAAA…`: what stands before the colon, and what follows. */
function splitPrefix(value: string): { scheme: string | undefined; encoded: string } {
  const [, scheme, encoded = value] = /^([A-Za-z0-9_-]+):(.*)$/s.exec(value) ?? [];
  return { scheme, encoded: encoded.trim() };
}

/** A certificate may name a key by its id, or spell the key itself. */
function isNamed(key: CertificateKey, keyId: string): boolean {
  return (
    key.id === keyId || bytesOfBase64(splitPrefix(keyId).encoded, 32)?.toString("base64") === key.publicKey
  );
}

/** Bytes that are no point on the curve verify nothing. Node refuses the second spelling of a signature (S ≥ L) by itself. */
function holds(message: Buffer, key: CertificateKey, signature: Buffer): boolean {
  try {
    return verify(null, message, keyObjectOf(key), signature);
  } catch {
    return false;
  }
}
