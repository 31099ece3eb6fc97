import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadTemplate, TemplateInvalid } from "../../../src/template-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "template-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("the procedure that comes with Closeout loads with its fingerprint", async () => {
  const { template, sha256 } = await loadTemplate();
  expect(template.name).toBe("Post-migration procedure");
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
});

test("a broken file is refused with every problem in the message", async () => {
  const path = join(folder, "broken.yml");
  await writeFile(path, "version: 1\nname: ''\n");
  const error = await failureOf(path);
  expect(error).toMatchObject({ code: "template_invalid", retryable: false, path });
  expect(error.problems.length).toBeGreaterThan(2);
  for (const problem of error.problems) expect(error.message).toContain(problem);
});

test("a file that is not there is refused by name", async () => {
  const error = await failureOf(join(folder, "missing.yml"));
  expect(error.message).toContain("missing.yml");
  expect(error.problems).toEqual([expect.stringContaining("there is no such file")]);
});

test("a directory and a file that is not text are refused", async () => {
  expect((await failureOf(folder)).problems).toEqual(["this is a directory, not a file"]);
  const path = join(folder, "binary.yml");
  await writeFile(path, Buffer.from([0xff, 0xfe, 0x00, 0xc3]));
  expect((await failureOf(path)).problems).toEqual(["the file is not text in UTF-8"]);
});

async function failureOf(path: string): Promise<TemplateInvalid> {
  const error = await loadTemplate(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TemplateInvalid) return error;
  throw new Error(`expected a TemplateInvalid, got ${String(error)}`);
}
