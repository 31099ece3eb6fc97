import { execFile } from "node:child_process";
import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { SigningKeyUnusable } from "../../src/signing/key-file.ts";
import { openSigner } from "../../src/signing/signer.ts";
import { memoryLog } from "../queue/memory-log.ts";

const run = promisify(execFile);
let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "closeout-signing-"));
  const made = stateDir;
  onTestFinished(() => rm(made, { recursive: true, force: true }));
});

const kept = () => join(stateDir, "signing", "ed25519.pem");
const open = (path?: string) => openSigner({ keyFile: path, stateDir, log: memoryLog().log });

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

async function refusal(path?: string): Promise<SigningKeyUnusable> {
  const outcome = await open(path).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof SigningKeyUnusable)) throw new Error(`It was not refused: ${String(outcome)}`);
  expect(outcome.message).toMatch(/^Closeout cannot start: .*Nothing was changed\.$/);
  expect(`${outcome.message}${outcome.stack}${JSON.stringify(outcome)}`).not.toContain("PRIVATE KEY");
  return outcome;
}

function newPem(): string {
  return String(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }));
}

function otherLetter(letter: string): string {
  return letter === "A" ? "B" : "A";
}

async function keyFile(text: string, mode = 0o600): Promise<string> {
  const path = join(stateDir, "own.pem");
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

describe("the key in the state folder", () => {
  test("is made at the first start, for nobody else to read, and stays", async () => {
    const first = await open();
    expect(await modeOf(kept())).toBe("600");
    expect(await modeOf(join(stateDir, "signing"))).toBe("700");
    expect(await readdir(join(stateDir, "signing"))).toEqual(["ed25519.pem"]);
    expect((await open()).key).toEqual(first.key);
  });

  test("signs so that its public key verifies, and is known by the hash of that", async () => {
    const signer = await open();
    const { key } = signer;
    const bytes = Buffer.from("a head");
    const shared = createPublicKey(key.pem);
    expect(verify(null, bytes, shared, Buffer.from(signer.sign(bytes), "base64"))).toBe(true);
    const raw = shared.export({ type: "spki", format: "der" }).subarray(-32);
    expect(key.id).toBe(createHash("sha256").update(raw).digest("hex").slice(0, 16));
    expect(key.pem).not.toContain("PRIVATE");
  });

  test("is one for four processes that start at the same moment", async () => {
    const script = fileURLToPath(new URL("./make-key.ts", import.meta.url));
    for (let round = 0; round < 2; round += 1) {
      const folder = join(stateDir, `round${round}`);
      const all = await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, [script, folder])));
      expect(new Set(all.map(({ stdout }) => stdout)).size).toBe(1);
      expect(await readdir(join(folder, "signing"))).toEqual(["ed25519.pem"]);
    }
  });

  test("is one for twenty openings in one process", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => open()));
    expect(new Set(all.map(({ key }) => key.id)).size).toBe(1);
  });

  test.each([[0o640], [0o604], [0o620], [0o666]])("is refused with mode %o", async (mode) => {
    await open();
    await chmod(kept(), mode);
    const { fault, message } = await refusal();
    expect(fault).toBe("too_open");
    expect(message).toContain(`chmod 0600 ${kept()}`);
  });

  test("is refused in a folder that is open to others", async () => {
    await open();
    await chmod(join(stateDir, "signing"), 0o750);
    const { fault, message } = await refusal();
    expect(fault).toBe("too_open");
    expect(message).toContain(`chmod 0700 ${join(stateDir, "signing")}`);
  });

  test.each([
    ["cut off", (pem: string) => pem.slice(0, 60)],
    ["empty", () => ""],
    [
      "another key by one letter",
      (pem: string) => pem.replace(/.(?=[^\n]{20}\n-----END PRIVATE)/, otherLetter),
    ],
    ["beside a public key that is none", (pem: string) => pem.replace("-----END PUBLIC", "-----THE PUBLIC")],
    ["far too long", () => "x".repeat(100_000)],
  ])("is refused when it is %s, and left as it is", async (_, damage) => {
    await open();
    const damaged = damage(await readFile(kept(), "utf8"));
    await writeFile(kept(), damaged);
    const { fault, message } = await refusal();
    expect(fault).toBe("damaged");
    expect(message).toContain("Restore the file from a backup");
    expect(await readFile(kept(), "utf8")).toBe(damaged);
  });

  test("is not read through a link", async () => {
    await mkdir(join(stateDir, "signing"), { mode: 0o700 });
    await symlink(await keyFile(newPem()), kept());
    expect((await refusal()).fault).toBe("unreadable");
  });

  test("cannot be kept where there is a file in the folder's place", async () => {
    await writeFile(join(stateDir, "signing"), "");
    expect((await refusal()).fault).toBe("not_kept");
  });
});

describe("the key of the operator's", () => {
  test("is used instead, also through a link and readable by its group, and none is made", async () => {
    const path = await keyFile(newPem(), 0o640);
    const { key } = await open(path);
    const linked = join(stateDir, "link.pem");
    await symlink(path, linked);
    expect((await open(linked)).key).toEqual(key);
    await expect(stat(join(stateDir, "signing"))).rejects.toThrow("ENOENT");
  });

  test.each([[0o644], [0o660], [0o602]])("is refused with mode %o", async (mode) => {
    const path = await keyFile(newPem(), mode);
    const { fault, message } = await refusal(path);
    expect(fault).toBe("too_open");
    expect(message).toContain(`chmod 0640 ${path}`);
  });

  test.each([
    ["missing", () => ""],
    ["damaged", () => "not a key"],
    [
      "wrong_kind",
      () => String(generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" })),
    ],
    [
      "wrong_kind",
      () => String(generateKeyPairSync("x25519").privateKey.export({ type: "pkcs8", format: "pem" })),
    ],
    [
      "wrong_kind",
      () =>
        String(
          generateKeyPairSync("ed25519").privateKey.export({
            type: "pkcs8",
            format: "pem",
            cipher: "aes-256-cbc",
            passphrase: "x",
          }),
        ),
    ],
  ])("is refused as %s", async (fault, text) => {
    const path = fault === "missing" ? join(stateDir, "nowhere.pem") : await keyFile(text());
    const refused = await refusal(path);
    expect(refused.fault).toBe(fault);
    expect(refused.message).toContain(path);
  });

  test("that openssl made is taken", async () => {
    const { stdout } = await run("openssl", ["genpkey", "-algorithm", "ed25519"]);
    expect((await open(await keyFile(stdout))).key.id).toMatch(/^[0-9a-f]{16}$/);
  });
});

test("the log names the key by its id alone", async () => {
  const { log, lines } = memoryLog();
  const { key } = await openSigner({ keyFile: undefined, stateDir, log });
  const secret = (await readFile(kept(), "utf8")).split("\n")[1] ?? "";
  expect(JSON.stringify(lines)).toContain(key.id);
  expect(JSON.stringify(lines)).not.toContain(secret);
});
