/** A public key by which signatures of this installation are checked. */
export type PublicKey = {
  /** SHA-256 of the raw key, its first 16 hex digits. */
  readonly id: string;
  /** PEM, as `openssl` reads it. */
  readonly pem: string;
};

/** Signs with the installation's Ed25519 key. */
export interface Signer {
  readonly key: PublicKey;
  /** Every key that this installation has ever signed with and still knows, the present one first. */
  readonly known: readonly PublicKey[];
  /** Signature over these bytes, in base64. */
  sign(bytes: Uint8Array): string;
}
