import { generateKeyPairSync } from "node:crypto";
import type { Signer } from "../../src/ports.ts";
import { signWith } from "../../src/signing/signer.ts";

/** A signer with a key of its own, made for this run. */
export function newSigner(): Signer {
  return signWith(generateKeyPairSync("ed25519").privateKey);
}
