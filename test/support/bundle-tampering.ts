import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentHashAt } from "../../src/domain/bundle/bundle-manifest.ts";
import { sha256Of } from "../../src/domain/document.ts";
import { canonical, hashLine } from "../../src/domain/ledger/ledger-line.ts";
import { signWith } from "../../src/signing/signer.ts";
import type { BundleFault } from "../../src/verify/broken.ts";
import { type BundleVerdict, checkBundle } from "../../src/verify/check-bundle.ts";
import { openBundle } from "../../src/verify/open-bundle.ts";
import type { Random } from "../faults/random.ts";
import { buildZip } from "./zip-builder.ts";

/** A bundle's files by path, to be tampered with. */
export type Files = Map<string, Buffer>;

/** What was done, and what has to be named: one of these files and, where it is an entry, that one. */
export type Tampering = {
  readonly what: string;
  readonly files: Files;
  readonly names: readonly string[];
  readonly entry?: number;
};

export async function readFiles(path: string): Promise<Files> {
  const bundle = await openBundle(path, "bundle.zip");
  try {
    const files: Files = new Map();
    for (const name of bundle.paths) files.set(name, await bundle.bytes(name));
    return files;
  } finally {
    await bundle.close();
  }
}

/** A folder for the tampered ones, and the check of each as an auditor does it. */
export async function openChecker(trusted: string | undefined) {
  const folder = await mkdtemp(join(tmpdir(), "closeout-tampering-"));
  const path = join(folder, "bundle.zip");
  return {
    check: async (files: Files): Promise<BundleVerdict> => {
      await writeFile(path, buildZip([...files].map(([name, data]) => ({ name, data, stored: true }))));
      return await checkBundle(path, "bundle.zip", trusted);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Whether a fault names what was tampered with. */
export function namesIt({ names, entry }: Tampering, fault: BundleFault): boolean {
  return (
    names.some(
      (name) =>
        fault.file === name || (documentHashAt(name) !== undefined && name.startsWith(`${fault.file}/`)),
    ) &&
    (entry === undefined || fault.file !== "ledger.jsonl" || fault.entry === entry)
  );
}

type Entry = Record<string, unknown> & { seq: number; prev: string; data: Record<string, unknown> };

function linesOf(files: Files): string[] {
  return (files.get("ledger.jsonl")?.toString() ?? "").split("\n").slice(0, -1);
}

function withLines(files: Files, lines: readonly string[]): Files {
  return new Map(files).set("ledger.jsonl", Buffer.from(lines.map((line) => `${line}\n`).join("")));
}

function parse(line: string): Entry {
  const entry: Entry = JSON.parse(line);
  return entry;
}

/** Makes every entry from one on fit to those before it, as somebody without the key can. */
function rechain(lines: readonly string[], from: number): string[] {
  const chained = lines.slice(0, from);
  for (const line of lines.slice(from)) {
    const before = chained.at(-1);
    const prev = before === undefined ? "0".repeat(64) : hashLine(before);
    chained.push(canonical({ ...parse(line), seq: chained.length + 1, prev }));
  }
  return chained;
}

/** The manifest made to fit the files that are there, without its signature. */
function repaired(files: Files): Files {
  const manifest = JSON.parse(files.get("manifest.json")?.toString() ?? "{}");
  const known = new Map<string, { mediaType: string; what: string }>(
    manifest.files.map((file: { path: string; mediaType: string; what: string }) => [file.path, file]),
  );
  const lines = linesOf(files);
  manifest.ledger = { entries: lines.length, head: hashLine(lines.at(-1) ?? "") };
  manifest.files = [...files]
    .filter(([path]) => !path.startsWith("manifest."))
    .map(([path, data]) => ({
      path,
      bytes: data.length,
      sha256: sha256Of(data),
      mediaType: known.get(path)?.mediaType ?? "text/plain",
      what: known.get(path)?.what ?? "",
    }));
  return new Map(files).set("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
}

function headSeqs(files: Files): readonly number[] {
  return JSON.parse(files.get("heads.json")?.toString() ?? "[]").map(({ seq }: { seq: number }) => seq);
}

/** The entry at which a chain that was made to fit is found out: the next that was signed, or the first that is missing. */
function foundAt(files: Files, changed: number, length: number): number {
  const heads = headSeqs(files);
  const signed = heads.find((seq) => seq >= changed && seq <= length);
  const last = Math.max(...heads);
  return signed ?? (length >= last ? last : length) + 1;
}

function pick<T>(random: Random, from: readonly T[]): T {
  const one = from[random.below(from.length)];
  if (one === undefined) throw new Error("There is nothing to choose from");
  return one;
}

function changedBytes(random: Random, data: Buffer): { readonly data: Buffer; readonly at: number } {
  const at = random.below(Math.max(1, data.length));
  const copy = Buffer.from(data);
  switch (random.below(3)) {
    case 0:
      copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
      return { data: copy, at };
    case 1:
      return { data: Buffer.concat([copy.subarray(0, at), copy.subarray(at + 1)]), at };
    default: {
      const added = Buffer.from([random.below(256)]);
      return { data: Buffer.concat([copy.subarray(0, at), added, copy.subarray(at)]), at };
    }
  }
}

type Kind = (random: Random, files: Files) => Tampering;

/** Changes a byte of any file but the ledger, with the manifest left or made to fit. */
const byteOfFile: Kind = (random, files) => {
  const path = pick(
    random,
    [...files.keys()].filter((name) => name !== "ledger.jsonl"),
  );
  const { data } = changedBytes(random, files.get(path) ?? Buffer.alloc(0));
  const fit = random.below(2) === 0 && !path.startsWith("manifest.");
  const changed = new Map(files).set(path, data);
  return {
    what: `a byte of ${path}${fit ? ", manifest made to fit" : ""}`,
    files: fit ? repaired(changed) : changed,
    names: namesOf(path, fit),
  };
};

/** What may be named for a file: what only the manifest vouches for is found as a manifest that was changed. */
function namesOf(path: string, fit: boolean): readonly string[] {
  if (path === "template.json" && fit) return [path, "items.json", "manifest.json"];
  if (path === "manifest.sig") return [path, "manifest.json"];
  // A damaged manifest names keys that there are not.
  if (path === "manifest.json") return [path];
  const vouched =
    ["README.txt", "closeout.json", "certificate-check.json"].includes(path) || path.endsWith(".pdf");
  return fit && vouched && documentHashAt(path) === undefined ? [path, "manifest.json"] : [path];
}

/** Changes a byte of the ledger: the entry in which it stands, or the next where two have become one. */
const byteOfLedger: Kind = (random, files) => {
  const ledger = files.get("ledger.jsonl") ?? Buffer.alloc(0);
  const { data, at } = changedBytes(random, ledger);
  const entry = ledger.subarray(0, at).toString("latin1").split("\n").length;
  const changed = new Map(files).set("ledger.jsonl", data);
  return {
    what: `byte ${at} of the ledger, in entry ${entry}`,
    files: random.below(2) === 0 ? changed : repaired(changed),
    names: ["ledger.jsonl"],
    ...(data.filter((byte) => byte === 10).length === ledger.filter((byte) => byte === 10).length
      ? { entry }
      : {}),
  };
};

/** Edits an entry's words, removes, doubles, swaps or forges entries; the rest is left, or made to fit. */
const entries: Kind = (random, files) => {
  const lines = linesOf(files);
  const index = random.below(lines.length);
  const line = lines[index] ?? "";
  const how = pick(random, ["edit", "remove", "double", "swap", "forge"] as const);
  const other = index + 1 + random.below(Math.max(1, lines.length - index - 1));
  const edited = [...lines];
  if (how === "edit")
    edited[index] = canonical({ ...parse(line), data: { ...parse(line).data, reason: "another one" } });
  if (how === "remove") edited.splice(index, 1);
  if (how === "double") edited.splice(index, 0, line);
  if (how === "forge")
    edited.splice(index, 0, canonical({ ...parse(line), kind: "item.completed", data: { item: "W3" } }));
  if (how === "swap" && other < lines.length) [edited[index], edited[other]] = [lines[other] ?? "", line];
  else if (how === "swap") edited.splice(index, 1);
  const chain = random.below(2) === 0;
  const first = how === "double" ? index + 2 : index + 1;
  const chained = chain ? rechain(edited, index) : edited;
  const changed = withLines(files, chained);
  // Without a chain that fits, a forged or doubled entry bears the number of the one whose place it takes: the second is odd.
  const plain = how === "forge" ? [first, first + 1] : [first];
  return {
    what: `${how} entry ${index + 1}${chain ? ", the rest made to fit" : ""}`,
    files: random.below(2) === 0 ? repaired(changed) : changed,
    names: ["ledger.jsonl"],
    ...(chain
      ? { entry: foundAt(files, Math.min(first, chained.length), chained.length) }
      : plain.length === 1
        ? { entry: first }
        : {}),
  };
};

/** Cuts the end off, with the signatures over it or without. */
const cutTail: Kind = (random, files) => {
  const lines = linesOf(files);
  const kept = 1 + random.below(lines.length - 1);
  const changed = new Map(withLines(files, lines.slice(0, kept)));
  const names = ["ledger.jsonl"];
  if (random.below(2) === 0) {
    const heads = JSON.parse(files.get("heads.json")?.toString() ?? "[]").filter(
      ({ seq }: { seq: number }) => seq <= kept,
    );
    changed.set("heads.json", Buffer.from(`${JSON.stringify(heads, null, 2)}\n`));
    const last = heads.at(-1);
    if (last === undefined) names.push("heads.json");
    else {
      const { signature, ...statement } = last;
      changed.set(
        "last-head.json",
        Buffer.from(canonical({ ...statement, statement: "closeout-ledger-head" })),
      );
      changed.set("last-head.sig", Buffer.from(signature, "base64"));
    }
  }
  const fit = random.below(2) === 0;
  // Where the cut meets a signed head, what is derived from the missing entries tells.
  const records = [...files.keys()].filter((path) => path.endsWith("/record.json"));
  return {
    what: `cut after entry ${kept}`,
    files: fit ? repaired(changed) : changed,
    names: [...names, ...(fit ? ["manifest.json", "items.json", ...records] : [])],
  };
};

/** Puts a signature in another's place. */
const swapSignatures: Kind = (random, files) => {
  const heads = JSON.parse(files.get("heads.json")?.toString() ?? "[]");
  const changed = new Map(files);
  const swap = random.below(3);
  if (swap === 0) {
    [heads[0].signature, heads[1].signature] = [heads[1].signature, heads[0].signature];
    changed.set("heads.json", Buffer.from(`${JSON.stringify(heads, null, 2)}\n`));
    return {
      what: "heads swapped",
      files: random.below(2) === 0 ? repaired(changed) : changed,
      names: ["heads.json"],
    };
  }
  const path = swap === 1 ? "last-head.sig" : "manifest.sig";
  changed.set(path, Buffer.from(heads[0].signature, "base64"));
  return {
    what: `another signature as ${path}`,
    files: swap === 1 && random.below(2) === 0 ? repaired(changed) : changed,
    names: [path, "manifest.json"].slice(0, swap),
  };
};

/** Signs it all anew with a key of one's own. */
const foreignKey: Kind = (random, files) => forged(files, random.below(2) === 0);

/** A whole bundle by somebody else's key, which only knowing the right key tells from a true one. */
export function forged(files: Files, replace: boolean): Tampering & { readonly key: string } {
  const signer = signWith(generateKeyPairSync("ed25519").privateKey);
  const changed = new Map(files);
  if (replace) {
    for (const path of files.keys()) if (path.startsWith("keys/")) changed.delete(path);
    const heads = JSON.parse(files.get("heads.json")?.toString() ?? "[]").map(
      (head: Record<string, unknown>) => {
        delete head["signature"];
        const statement = { ...head, key: signer.key.id };
        const text = canonical({ ...statement, statement: "closeout-ledger-head" });
        changed.set("last-head.json", Buffer.from(text));
        const signature = signer.sign(Buffer.from(text));
        changed.set("last-head.sig", Buffer.from(signature, "base64"));
        return { ...statement, signature };
      },
    );
    changed.set("heads.json", Buffer.from(`${JSON.stringify(heads, null, 2)}\n`));
  }
  changed.set(`keys/${signer.key.id}.pem`, Buffer.from(signer.key.pem));
  const fit = repaired(changed);
  const manifest = JSON.parse(fit.get("manifest.json")?.toString() ?? "{}");
  const text = `${JSON.stringify({ ...manifest, key: signer.key.id }, null, 2)}\n`;
  fit.set("manifest.json", Buffer.from(text));
  fit.set("manifest.sig", Buffer.from(signer.sign(Buffer.from(text)), "base64"));
  return { what: "a foreign key", files: fit, names: ["manifest.json"], key: signer.key.id };
}

/** Puts one document's bytes in another's place, or a file away, or one more in. */
const wholeFiles: Kind = (random, files) => {
  const fit = random.below(2) === 0;
  const done = (what: string, changed: Files, names: readonly string[]): Tampering => ({
    what: `${what}${fit ? ", manifest made to fit" : ""}`,
    files: fit ? repaired(changed) : changed,
    names,
  });
  const how = random.below(3);
  if (how === 0) {
    const [one = "", two = ""] = [...files.keys()]
      .filter((path) => documentHashAt(path) !== undefined)
      .toSorted(() => random.below(3) - 1);
    const changed = new Map(files)
      .set(one, files.get(two) ?? Buffer.alloc(0))
      .set(two, files.get(one) ?? Buffer.alloc(0));
    return done(`${one} and ${two} swapped`, changed, [one, two, "certificate-check.json"]);
  }
  if (how === 1) {
    const path = pick(random, [...files.keys()]);
    const changed = new Map(files);
    changed.delete(path);
    if (path.startsWith("manifest.")) return { what: `${path} removed`, files: changed, names: [path] };
    return done(`${path} removed`, changed, [
      ...namesOf(path, fit),
      ...(path === "ledger.jsonl" ? ["manifest.json"] : []),
    ]);
  }
  const path = pick(random, [
    "notes.txt",
    "sign-off/9/record.json",
    "keys/0123456789abcdef.pem",
    `documents/${"0".repeat(64)}/more.pdf`,
  ]);
  return done(`${path} added`, new Map(files).set(path, Buffer.from("more")), [path, "manifest.json"]);
};

/** Edits a decision in the record that people read. */
const decisions: Kind = (random, files) => {
  const path = pick(
    random,
    [...files.keys()].filter((name) => name.endsWith("record.json")),
  );
  const text = files.get(path)?.toString() ?? "";
  const [from, to] = pick(random, [
    ["approved", "rejected"],
    ["rejected", "approved"],
    ["Looks complete.", "Looks fine."],
    ["U_TOM", "U_EVA"],
    ["technical_lead", "it_audit"],
    ["open", "approved"],
  ] as const);
  const edited = text.replace(from, to);
  const changed = new Map(files).set(path, Buffer.from(edited === text ? `${text} ` : edited));
  return {
    what: `${from} → ${to} in ${path}`,
    files: random.below(2) === 0 ? repaired(changed) : changed,
    names: [path],
  };
};

const kinds: readonly Kind[] = [
  byteOfFile,
  byteOfFile,
  byteOfLedger,
  entries,
  entries,
  cutTail,
  swapSignatures,
  foreignKey,
  wholeFiles,
  decisions,
];

/** One random tampering. */
export function tamperWith(random: Random, files: Files): Tampering {
  return pick(random, kinds)(random, files);
}
