import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { type BundleVerdict, checkBundle, publicKeyIn } from "./check-bundle.ts";
import { brokenWords, holdsWords, usage } from "./words.ts";

/** Where the command writes: standard output, and standard error for misuse. */
export type Terminal = { out(text: string): void; err(text: string): void };

type Asked = { readonly bundle: string; readonly trustedKey: string | undefined; readonly json: boolean };

/**
 * `closeout verify <bundle.zip>`: checks a bundle without a server, a database or a network.
 * @returns the exit code: 0 when it holds, 1 when something does not, 2 when it was not asked rightly
 */
export async function verifyCommand(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  if (args.some((arg) => arg === "--help" || arg === "-h")) {
    terminal.out(`${usage}\n`);
    return 0;
  }
  const asked = await readArguments(args);
  if (typeof asked === "string") {
    terminal.err(`${asked}\n`);
    return 2;
  }
  let verdict: BundleVerdict;
  try {
    verdict = await checkBundle(asked.bundle, basename(asked.bundle), asked.trustedKey);
  } catch (error) {
    if (!isFileError(error)) throw error;
    terminal.err(`${asked.bundle} cannot be read: ${fileWords[error.code] ?? error.message}\n`);
    return 2;
  }
  terminal.out(
    asked.json
      ? `${JSON.stringify(verdict)}\n`
      : verdict.kind === "holds"
        ? holdsWords(verdict.summary)
        : brokenWords(verdict.fault),
  );
  return verdict.kind === "holds" ? 0 : 1;
}

/** What was asked for, or what is wrong with it. */
async function readArguments(args: readonly string[]): Promise<Asked | string> {
  const read = parse(args);
  if (typeof read === "string") return read;
  const { values, positionals } = read;
  const [verb, bundle, ...more] = positionals;
  if (verb !== "verify" || bundle === undefined || more.length > 0) return usage;
  if (values.key !== undefined && values["key-id"] !== undefined)
    return "Give either --key or --key-id, not both.";
  const trustedKey = values.key === undefined ? readKeyId(values["key-id"]) : await readKeyFile(values.key);
  if (trustedKey !== undefined && "problem" in trustedKey) return trustedKey.problem;
  return { bundle, trustedKey: trustedKey?.id, json: values.json === true };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: "string" },
        "key-id": { type: "string" },
        json: { type: "boolean" },
      },
    });
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${usage}`;
  }
}

type TrustedKey = { readonly id: string } | { readonly problem: string };

function readKeyId(typed: string | undefined): TrustedKey | undefined {
  if (typed === undefined) return undefined;
  const id = typed.trim().toLowerCase();
  return /^[0-9a-f]{16}$/.test(id)
    ? { id }
    : { problem: `--key-id wants the 16 hex digits of a key's id, not “${typed.slice(0, 80)}”.` };
}

async function readKeyFile(path: string): Promise<TrustedKey> {
  try {
    const key = publicKeyIn(await readFile(path, "utf8"));
    return key === undefined ? { problem: `${path} holds no Ed25519 public key in PEM.` } : { id: key.id };
  } catch (error) {
    if (!isFileError(error)) throw error;
    return { problem: `${path} cannot be read: ${fileWords[error.code] ?? error.message}` };
  }
}

const fileWords: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file.",
  EACCES: "you may not read it.",
  EISDIR: "it is a folder.",
};

function isFileError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}
