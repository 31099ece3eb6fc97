import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { keyPath } from "../../src/domain/bundle/bundle-manifest.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import { bundleTemplate, exportBundle, livedCloseout } from "../support/bundles.ts";
import { hasCommonTools } from "../support/common-tools.ts";
import { newSigner, testSigner } from "../support/signers.ts";
import { shareWorld } from "../support/world.ts";

const run = promisify(execFile);
const statementSchema = z.object({ seq: z.int(), hash: z.string() });

/** The commands that people are told to type, exactly as they stand in the text that tells them. */
describe.skipIf(!hasCommonTools())("evidence checked with common tools alone", () => {
  const world = shareWorld({ template: bundleTemplate });
  let folder = "";
  let closeout: Closeout;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "closeout-by-hand-"));
    closeout = await livedCloseout(world);
    await cp(await exportBundle(world, closeout), join(folder, "bundle-1.zip"));
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** What a command has written, whether it went well or not. */
  const typed = async (command: string, cwd: string) =>
    await run("sh", ["-c", command], { cwd }).then(
      ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        said: error.stdout + error.stderr,
      }),
    );

  describe("by the README of a bundle", () => {
    let unpacked = "";
    let steps: readonly string[] = [];
    let head = "";
    beforeAll(async () => {
      await run("unzip", ["-q", "bundle-1.zip", "-d", "readme"], { cwd: folder });
      const readme = await readFile(join(folder, "readme", "README.txt"), "utf8");
      const [, byHand = ""] = readme.split("WITH COMMON TOOLS ALONE");
      const [unpack = "", ...commands] = byHand.split("\n\n").filter((part) => /^ {2}\S/.test(part));
      steps = commands;
      await run("sh", ["-c", unpack.replace("<this file>", "bundle-1")], { cwd: folder });
      unpacked = join(folder, "bundle");
      head = JSON.parse(await readFile(join(unpacked, "last-head.json"), "utf8")).hash;
    });

    /** Types all of them, in order, in a folder of its own in which somebody has had a hand. */
    const check = async (tamper: (cwd: string) => Promise<void> = async () => undefined) => {
      const cwd = await mkdtemp(join(folder, "checked-"));
      await cp(unpacked, cwd, { recursive: true });
      await tamper(cwd);
      const answers = [];
      for (const step of steps) answers.push(await typed(step, cwd));
      const [id, manifest, files, end, chain, documents] = answers;
      return { id, manifest, files, end, chain, documents };
    };
    const edit = (name: string, change: (text: string) => string) => async (cwd: string) => {
      const path = join(cwd, name);
      const before = await readFile(path, "latin1");
      const after = change(before);
      expect(after).not.toBe(before);
      await writeFile(path, after, "latin1");
    };
    const asPromised = () => ({
      id: { code: 0, said: `${testSigner.key.id}\n` },
      manifest: { code: 0, said: "Signature Verified Successfully\n" },
      files: { code: 0, said: "" },
      end: { code: 0, said: `Signature Verified Successfully\n${head}  -\n` },
      chain: { code: 0, said: `${head}\n` },
      documents: { code: 0, said: "" },
    });

    test("an untouched bundle gives what the README promises", async () => {
      expect(steps).toHaveLength(6);
      expect(await check()).toEqual(asPromised());
    });

    test("a changed file does not fit the list, nor a changed list its signature", async () => {
      const changed = await check(edit("items.json", (text) => text.replace("Ask the users", "Ask nobody")));
      expect(changed.files).toMatchObject({ code: 1, said: expect.stringContaining("items.json: FAILED") });
      expect(changed.manifest).toEqual(asPromised().manifest);
      const list = await check(
        edit("manifest.json", (text) => text.replace(/"sha256": "[0-9a-f]/, '"sha256": "x')),
      );
      expect(list.manifest?.code).toBe(1);
    });

    test("a key of somebody else has another id, and has signed nothing here", async () => {
      const other = newSigner().key;
      const swapped = await check((cwd) => writeFile(join(cwd, keyPath(testSigner.key.id)), other.pem));
      expect(swapped.id?.said).toBe(`${other.id}\n`);
      expect(swapped.manifest?.code).toBe(1);
      expect(swapped.end?.said).toContain("Signature Verification Failure");
    });

    test("a changed entry breaks the chain where it was changed", async () => {
      const { chain, files } = await check(
        edit("ledger.jsonl", (text) => text.replace("certificate.delivered", "certificate.received")),
      );
      expect(chain?.said).toMatch(/^broken: \{.*"seq":\d+\}\n[0-9a-f]{64}\n$/s);
      expect(files).toMatchObject({ code: 1, said: expect.stringContaining("ledger.jsonl: FAILED") });
    });

    test("an end that was cut off is not the one that was signed", async () => {
      const { end, chain } = await check(edit("ledger.jsonl", (text) => text.replace(/[^\n]+\n$/, "")));
      expect(end?.said).not.toContain(head);
      expect(chain?.said).not.toContain(head);
    });

    test("a changed head was not signed", async () => {
      const { end } = await check(
        edit("last-head.json", (text) => text.replace(head, head.replaceAll(/\d/g, "0"))),
      );
      expect(end?.said).toContain("Signature Verification Failure");
    });

    test("a changed document is not the one that was approved", async () => {
      const { stdout } = await run("sh", ["-c", "find certificate -name '*.pdf'"], { cwd: unpacked });
      const { documents } = await check(edit(stdout.trim(), (text) => `${text} `));
      expect(documents).toMatchObject({ code: 1, said: expect.stringContaining(".pdf: FAILED") });
    });
  });

  describe("by docs/ledger.md", () => {
    let cwd = "";
    let [statements, commands, hashing] = ["", "", ""];
    beforeAll(async () => {
      const page = await readFile(fileURLToPath(new URL("../../docs/ledger.md", import.meta.url)), "utf8");
      [, statements = ""] = /^```sql\n(.*?)^```$/ms.exec(page) ?? [];
      [, commands = ""] = /^```sh\n(.*?)^```$/ms.exec(page) ?? [];
      [, hashing = ""] = /`(printf [^`]+)`/.exec(page) ?? [];
      cwd = await mkdtemp(join(folder, "ledger-"));
    });

    /** Lays out one signed head as the page says, and types its commands. */
    const check = async (head: string, signature: string, pem = testSigner.key.pem) => {
      await writeFile(join(cwd, "head.json"), head);
      await writeFile(join(cwd, "signature.txt"), signature);
      await writeFile(join(cwd, "key.pem"), pem);
      return await typed(commands, cwd);
    };
    const heads = async () => {
      const rows = await world.sql(statements);
      expect(rows.length).toBeGreaterThan(3);
      return rows.map(({ statement, signature }) => ({
        statement: String(statement),
        signature: String(signature),
      }));
    };

    test("every signature in the database holds over its statement, by the key beside it", async () => {
      const [key] = await world.sql("select id, pem from signing_key");
      for (const { statement, signature } of await heads()) {
        expect(await check(statement, signature, String(key?.["pem"]))).toEqual({
          code: 0,
          said: `${String(key?.["id"])}\nSignature Verified Successfully\n`,
        });
      }
    });

    test("a changed statement, another signature and another key do not", async () => {
      const [one, other] = await heads();
      if (one === undefined || other === undefined) throw new Error("There are too few heads.");
      const failed = { code: 1, said: expect.stringContaining("Signature Verification Failure") };
      const later = one.statement.replace(/"seq":(\d+)/, '"seq":1$1');
      expect(await check(later, one.signature)).toMatchObject(failed);
      expect(await check(one.statement, other.signature)).toMatchObject(failed);
      expect(await check(one.statement, one.signature, newSigner().key.pem)).toMatchObject(failed);
    });

    test("the hash in a statement is that of the entry's line, and of no other line", async () => {
      const { stdout } = await run("unzip", ["-p", "bundle-1.zip", "ledger.jsonl"], { cwd: folder });
      const lines = stdout.split("\n");
      const hashOf = async (line: string) =>
        (await run("sh", ["-c", hashing], { cwd, env: { ...process.env, line } })).stdout.split(" ")[0];
      const stated = (await heads()).map(({ statement }) => statementSchema.parse(JSON.parse(statement)));
      // What was signed after the bundle was made lies beyond it.
      const within = stated.filter(({ seq }) => seq < lines.length);
      expect(within.length).toBeGreaterThan(3);
      for (const { seq, hash } of within) {
        const line = lines[seq - 1] ?? "";
        expect(await hashOf(line)).toBe(hash);
        expect(await hashOf(line.replace('"at":"2', '"at":"3'))).not.toBe(hash);
      }
    });
  });
});
