import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { verifyCommand } from "../../src/verify/verify-command.ts";
import { hostileZips } from "../archive/hostile-zips.ts";
import { readFiles } from "../support/bundle-tampering.ts";
import { bundleTemplate, exportBundle, livedCloseout } from "../support/bundles.ts";
import { newSigner, testSigner } from "../support/signers.ts";
import { shareWorld } from "../support/world.ts";
import { buildZip } from "../support/zip-builder.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const world = shareWorld({ template: bundleTemplate });
let folder = "";
let bundle = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "closeout-verify-"));
  bundle = join(folder, "bundle.zip");
  await cp(await exportBundle(world, await livedCloseout(world)), bundle);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function verify(...args: readonly string[]) {
  let out = "";
  let err = "";
  const code = await verifyCommand(["verify", ...args], {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  });
  return { code, out, err };
}

describe("closeout verify", () => {
  test("says that a bundle holds, and what trust rests on", async () => {
    const { code, out } = await verify(bundle);
    expect(code).toBe(0);
    expect(out).toContain("The bundle holds.");
    expect(out).toContain("You have named no key that you trust.");
  });

  test("takes a key that somebody trusts, by its file or its id, and refuses the bundle of another", async () => {
    const own = join(folder, "own.pem");
    const other = join(folder, "other.pem");
    await writeFile(own, testSigner.key.pem);
    await writeFile(other, newSigner().key.pem);
    expect(await verify(bundle, "--key", own)).toMatchObject({
      code: 0,
      out: expect.stringContaining("the key that you trust"),
    });
    expect(await verify(bundle, "--key-id", testSigner.key.id)).toMatchObject({ code: 0 });
    expect(await verify(bundle, "--key", other)).toMatchObject({
      code: 1,
      out: expect.stringContaining("not by the one that you trust"),
    });
    expect(await verify(bundle, "--key-id", "00112233445566ff")).toMatchObject({ code: 1 });
  });

  test("names the first entry that does not hold, as words and as JSON", async () => {
    const files = await readFiles(bundle);
    const lines = (files.get("ledger.jsonl")?.toString() ?? "").split("\n");
    lines[4] = lines[4]?.replace("certificate.delivered", "certificate.received") ?? "";
    files.set("ledger.jsonl", Buffer.from(lines.join("\n")));
    const path = join(folder, "changed.zip");
    await writeFile(path, buildZip([...files].map(([name, data]) => ({ name, data }))));
    expect(await verify(path)).toMatchObject({
      code: 1,
      out: expect.stringContaining("ledger.jsonl, entry 5: It was changed"),
    });
    const { code, out } = await verify(path, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ kind: "broken", fault: { file: "ledger.jsonl", entry: 5 } });
  });

  test.each([
    ["nothing", []],
    ["an unknown option", ["x.zip", "--fast"]],
    ["two bundles", ["x.zip", "y.zip"]],
    ["a key id that is none", ["x.zip", "--key-id", "my key"]],
    ["a key file that is not there", ["x.zip", "--key", "/nowhere.pem"]],
    ["a bundle that is not there", ["/nowhere.zip"]],
  ])("says what is wrong with %s", async (_, args) => {
    const { code, out, err } = await verify(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).not.toBe("");
  });

  test("refuses hostile ZIPs in a sentence", async () => {
    for (const [what, , make] of hostileZips) {
      const path = join(folder, "hostile.zip");
      await writeFile(path, make());
      const { code, out } = await verify(path);
      expect({ what, code }).toEqual({ what, code: 1 });
      expect(out).not.toContain("export");
    }
  });
});

describe("the packed package", () => {
  test("is what the README of a bundle says, command by command", async () => {
    const outside = await mkdtemp(join(tmpdir(), "closeout-outside-"));
    onTestFinished(() => rm(outside, { recursive: true, force: true }));
    await run("npm", ["pack", "--silent", "--pack-destination", outside], { cwd: root });
    const readme = (await readFiles(bundle)).get("README.txt")?.toString() ?? "";
    const [, section = ""] = readme.split("HOW TO CHECK ALL OF IT");
    const commands = /(?:^ {2}\S.*\n)+/m.exec(section)?.[0].replace("<this file>.zip", bundle) ?? "";
    expect(commands).toContain("verify");
    expect(section).not.toContain("npx");
    const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;
    const { stdout } = await run("sh", ["-ec", commands], { cwd: outside, env: { PATH } });
    expect(stdout).toContain("The bundle holds.");
    expect(stdout).toContain("the key that you trust");
  });

  test("verifies in an empty folder, without node_modules; an older Node says what it needs", async () => {
    await run("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root });
    await run("tar", ["-xzf", join(folder, "closeout-0.1.0.tgz"), "-C", folder]);
    const bin = join(folder, "package/bin/closeout.mjs");
    const { stdout } = await run(process.execPath, [bin, "verify", bundle], { cwd: folder, env: {} });
    expect(stdout).toContain("The bundle holds.");
    const old = "/usr/bin/node";
    const version = await run(old, ["--version"]).then(
      ({ stdout: said }) => said.trim(),
      () => undefined,
    );
    if (version === undefined || Number(/\d+/.exec(version)?.[0]) >= 22) return;
    await expect(run(old, [bin, "verify", bundle])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("needs Node.js 22 or later"),
    });
  });
});
