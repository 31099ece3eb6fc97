import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { link, lstat, mkdir, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, type KeyFileRules, octal, readKeyFile, SigningKeyUnusable } from "./key-file.ts";

/** For the key that Closeout keeps itself: nobody else has any business with it. */
const keptKeyRules: KeyFileRules = {
  forbidden: 0o077,
  mode: "0600",
  links: false,
  advice:
    "Restore the file from a backup; or, if there is none, move it away, and a new key is made at the next start: " +
    "what the old one signed stays verifiable.",
};

/**
 * The key in the folder `signing` of the state folder, made if there is none. A file appears there whole or not at all and is never
 * overwritten, so that of several processes that start at once one makes the key and all use it.
 * @throws SigningKeyUnusable
 */
export async function keepKey(stateDir: string): Promise<KeyObject> {
  const folder = join(stateDir, "signing");
  const path = join(folder, "ed25519.pem");
  await makeFolder(folder);
  if (!(await exists(path))) await makeKey(folder, path);
  return await readKeyFile(path, keptKeyRules);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const found = await lstat(folder);
    if (!found.isDirectory()) throw new Error("not a folder");
    if ((found.mode & 0o077) !== 0) {
      throw new SigningKeyUnusable(
        "too_open",
        `the folder ${folder}, which holds the signing key, is open to others (mode ${octal(found.mode)}). ` +
          `Type \`chmod 0700 ${folder}\`, and if somebody may have read the key, replace it.`,
      );
    }
  } catch (error) {
    if (error instanceof SigningKeyUnusable) throw error;
    throw notKept(folder, error);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw notKept(path, error);
  }
}

/** Written aside and flushed, then given its name, which fails if another process was quicker: then theirs is used. */
async function makeKey(folder: string, path: string): Promise<void> {
  const aside = join(folder, `.new-${randomUUID()}`);
  try {
    await writeFlushed(aside, newKey());
    try {
      await link(aside, path);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    } finally {
      await unlink(aside);
    }
    await flushFolder(folder);
  } catch (error) {
    throw notKept(folder, error);
  }
}

/** The private key with its public key below, by which damage shows. */
function newKey(): string {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const pem = [
    privateKey.export({ type: "pkcs8", format: "pem" }),
    publicKey.export({ type: "spki", format: "pem" }),
  ];
  return pem.join("");
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function notKept(path: string, error: unknown): SigningKeyUnusable {
  return new SigningKeyUnusable(
    "not_kept",
    `the signing key cannot be kept in ${path} (${codeOf(error)}). Make CLOSEOUT_STATE_DIR a folder that Closeout may ` +
      "write into and that outlives a restart, or let CLOSEOUT_SIGNING_KEY name a file with a key.",
  );
}
