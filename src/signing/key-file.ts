import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** Why a key cannot be used. No byte of the key is ever part of an error. */
export type KeyFault = "missing" | "unreadable" | "too_open" | "damaged" | "wrong_kind" | "not_kept";

/** The signing key cannot be used; nothing was started. The message is a finished sentence for the operator. */
export class SigningKeyUnusable extends Error {
  override readonly name = "SigningKeyUnusable";
  readonly code = "signing_key_unusable";
  readonly retryable = false;
  readonly fault: KeyFault;

  constructor(fault: KeyFault, sentence: string) {
    super(`Closeout cannot start: ${sentence} Nothing was changed.`);
    this.fault = fault;
  }
}

/** What is asked of a file that holds a private key. */
export type KeyFileRules = {
  /** Mode bits that must not be set. */
  readonly forbidden: number;
  /** How to set them right, as the command's argument. */
  readonly mode: string;
  /** Whether the file may be reached through a symbolic link. */
  readonly links: boolean;
  /** What to do about a file that holds no usable key. */
  readonly advice: string;
};

/** For a file of the operator's: platforms hand secrets over through links, and readable by a group. */
export const configuredKeyRules: KeyFileRules = {
  forbidden: 0o037,
  mode: "0640",
  links: true,
  advice: "Make one with `openssl genpkey -algorithm ed25519` and let CLOSEOUT_SIGNING_KEY name it.",
};

/** A key is some hundred bytes; what is much longer is something else. */
const mostBytes = 16_384;

/**
 * Reads a private Ed25519 key in PEM (PKCS#8).
 * @throws SigningKeyUnusable
 */
export async function readKeyFile(path: string, rules: KeyFileRules): Promise<KeyObject> {
  const file = await openKeyFile(path, rules);
  try {
    const { mode, size } = await file.stat();
    if ((mode & rules.forbidden) !== 0) {
      throw new SigningKeyUnusable(
        "too_open",
        `the signing key in ${path} can be read or changed by others (mode ${octal(mode)}). ` +
          `Type \`chmod ${rules.mode} ${path}\`, and if somebody may have read it, replace the key.`,
      );
    }
    if (size > mostBytes) throw damaged(path, rules);
    return parseKey(await file.readFile("utf8"), path, rules);
  } finally {
    await file.close();
  }
}

async function openKeyFile(path: string, { links }: KeyFileRules): Promise<FileHandle> {
  try {
    // A pipe or a device would make the start wait for ever.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | (links ? 0 : constants.O_NOFOLLOW);
    return await open(path, flags);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") {
      throw new SigningKeyUnusable(
        "missing",
        `there is no signing key at ${path}. Put the key there, or leave CLOSEOUT_SIGNING_KEY out to have one made.`,
      );
    }
    throw new SigningKeyUnusable(
      "unreadable",
      `the signing key in ${path} cannot be read (${code}). It has to be a plain file that belongs to the user who runs Closeout.`,
    );
  }
}

function parseKey(pem: string, path: string, rules: KeyFileRules): KeyObject {
  const encrypted = /ENCRYPTED/.test(pem);
  if (encrypted || (/PUBLIC KEY/.test(pem) && !/PRIVATE KEY/.test(pem))) {
    const held = encrypted ? "a key with a passphrase" : "a public key";
    throw new SigningKeyUnusable(
      "wrong_kind",
      `${path} holds ${held}, and Closeout needs a private Ed25519 key without one. ${rules.advice}`,
    );
  }
  const key = keyIn(pem);
  if (key === undefined) throw damaged(path, rules);
  if (key.asymmetricKeyType !== "ed25519") {
    throw new SigningKeyUnusable(
      "wrong_kind",
      `${path} holds a key of another kind (${key.asymmetricKeyType ?? "unknown"}) than Ed25519. ${rules.advice}`,
    );
  }
  if (!fitsItsPublicKey(key, pem)) throw damaged(path, rules);
  return key;
}

/** A private key with one wrong bit is another key; only the public one beside it, where there is one, tells. */
function fitsItsPublicKey(key: KeyObject, pem: string): boolean {
  const [beside] = /-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----/.exec(pem) ?? [];
  if (beside === undefined) return !/PUBLIC KEY/.test(pem);
  try {
    return createPublicKey(beside).equals(createPublicKey(key));
  } catch {
    return false;
  }
}

/** OpenSSL's own words are left out, for nothing says that they never quote what they read. */
function keyIn(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function damaged(path: string, { advice }: KeyFileRules): SigningKeyUnusable {
  return new SigningKeyUnusable("damaged", `${path} holds no private key that can be read. ${advice}`);
}

/** The permission bits as people write them. */
export function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, "0");
}

/** The code of a system error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
