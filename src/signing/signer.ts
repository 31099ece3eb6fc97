import { type KeyObject, sign } from "node:crypto";
import { publicKeyOf } from "../domain/ledger/ledger-signature.ts";
import type { Log, Signer } from "../ports.ts";
import { keepKey } from "./kept-key.ts";
import { configuredKeyRules, readKeyFile } from "./key-file.ts";

export type OpenSignerInput = {
  /** Path of a file with the key, absolute; without one the key that is kept in the state folder, made if there is none. */
  readonly keyFile: string | undefined;
  readonly stateDir: string;
  readonly log: Pick<Log, "info">;
};

/**
 * Reads the installation's key, or makes it at the first start.
 * @throws SigningKeyUnusable with a finished sentence for the operator
 */
export async function openSigner({ keyFile, stateDir, log }: OpenSignerInput): Promise<Signer> {
  const key =
    keyFile === undefined ? await keepKey(stateDir) : await readKeyFile(keyFile, configuredKeyRules);
  const signer = signWith(key);
  log.info(
    { key: signer.key.id, configured: keyFile !== undefined },
    "the ledger's heads are signed by this key",
  );
  return signer;
}

/** Signs with a private Ed25519 key, which never leaves here. */
export function signWith(key: KeyObject): Signer {
  return { key: publicKeyOf(key), sign: (bytes) => sign(null, bytes, key).toString("base64") };
}
