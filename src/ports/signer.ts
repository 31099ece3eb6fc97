import type { PublicKey } from "../domain/ledger/ledger-signature.ts";

export type { PublicKey } from "../domain/ledger/ledger-signature.ts";

/**
 * Signs with the installation's Ed25519 key. Which keys have ever signed is known to the store (`Ledgers.keys`), for processes may
 * hold different keys while one is being replaced.
 */
export interface Signer {
  readonly key: PublicKey;
  /** Signature over these bytes, in base64. */
  sign(bytes: Uint8Array): string;
}
