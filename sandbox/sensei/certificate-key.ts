import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";

/** What precedes the 32 bytes of an Ed25519 private key in PKCS #8. */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

/** A key made from words, the same on every start, so that a product that knew it yesterday knows it today. For the sandbox alone. */
function keyFrom(words: string) {
  const seed = createHash("sha256").update(words).digest();
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: "der", type: "pkcs8" });
}

const ours = keyFrom("the sandbox's verification service");
const strangers = keyFrom("somebody else");

/** By this id certificates name the key that they are signed with. */
export const certificateKeyId = "sensei-sandbox-2026";

/** The public key as PEM, and as its 32 bytes in base64. */
export const certificatePublicKey = {
  pem: createPublicKey(ours).export({ type: "spki", format: "pem" }).toString(),
  raw: createPublicKey(ours).export({ type: "spki", format: "der" }).subarray(-32).toString("base64"),
} as const;

/** An Ed25519 signature in base64. */
export function signCertificate(bytes: Uint8Array, by: "us" | "a stranger" = "us"): string {
  return sign(null, bytes, by === "us" ? ours : strangers).toString("base64");
}
