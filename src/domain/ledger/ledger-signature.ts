import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import canonicalize from "canonicalize";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { bytesOfBase64 } from "../certificate/certificate-keys.ts";
import type { Settings } from "../settings.ts";

/** A public key by which signatures of this installation are checked. */
export type PublicKey = {
  /** SHA-256 of the raw key, its first 16 hex digits. */
  readonly id: string;
  /** PEM, as `openssl` reads it. */
  readonly pem: string;
};

/** Upon what a head is signed. */
export const signingReasons = ["signoff", "closure", "daily", "export"] as const;
export const signingReasonSchema = z.enum(signingReasons);
export type SigningReason = z.infer<typeof signingReasonSchema>;

/**
 * What is signed of a ledger: that of this closeout, at this moment, the entry `seq` had this hash, and so, since each entry holds
 * the hash of the one before, every entry up to it was what it is.
 */
export const headStatementSchema = z.object({
  closeout: z.string(),
  seq: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** An ISO instant in UTC. */
  at: z.string(),
  why: signingReasonSchema,
  /** The id of the key. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
});
export type HeadStatement = z.infer<typeof headStatementSchema>;

/** A statement with its Ed25519 signature in base64. */
export const signedHeadSchema = headStatementSchema.extend({ signature: z.string() });
export type SignedHead = z.infer<typeof signedHeadSchema>;

/** Says what a statement is about, so that no other thing that the same key signs can be taken for one. */
const subject = "closeout-ledger-head";

/** The text whose UTF-8 bytes are signed: the statement as RFC 8785 canonical JSON, with a member `statement` that names its kind. */
export function headStatementText({ closeout, seq, hash, at, why, key }: HeadStatement): string {
  const text = canonicalize({ closeout, seq, hash, at, why, key, statement: subject });
  if (text === undefined) throw new TypeError("A statement has no canonical JSON");
  return text;
}

/** The id of an Ed25519 key, private or public. */
export function keyId(key: KeyObject): string {
  const { x } = key.export({ format: "jwk" });
  if (x === undefined) throw new TypeError("Only an Ed25519 key has such an id");
  return createHash("sha256").update(Buffer.from(x, "base64url")).digest("hex").slice(0, 16);
}

/** The key as it travels, read from a public or private Ed25519 key. */
export function publicKeyOf(key: KeyObject): PublicKey {
  const shared = key.type === "private" ? createPublicKey(key) : key;
  return { id: keyId(shared), pem: String(shared.export({ type: "spki", format: "pem" })) };
}

/** Whether a signature in base64 holds over these bytes by this key. A key that is none, or of another kind, verifies nothing. */
export function signatureHolds(bytes: Uint8Array, signature: string, { id, pem }: PublicKey): boolean {
  const raw = bytesOfBase64(signature, 64);
  if (raw === undefined) return false;
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" && keyId(key) === id && verify(null, bytes, key, raw);
  } catch {
    return false;
  }
}

/** Whether a signed head holds by its own key. */
export function signedHeadHolds(head: SignedHead, key: PublicKey): boolean {
  return head.key === key.id && signatureHolds(Buffer.from(headStatementText(head)), head.signature, key);
}

/** When a closeout's head is signed next: at digest time of the next calendar day in its zone, so never twice on one day. */
export function nextSigning(
  now: Temporal.Instant,
  { settings, timeZone }: { readonly settings: Pick<Settings, "digestTime">; readonly timeZone: string },
): Temporal.Instant {
  const tomorrow = now.toZonedDateTimeISO(timeZone).toPlainDate().add({ days: 1 });
  const plainTime = Temporal.PlainTime.from(settings.digestTime);
  return tomorrow.toZonedDateTime({ timeZone, plainTime }).toInstant();
}
