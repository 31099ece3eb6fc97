import { deflateRawSync } from "node:zlib";
import type { ZipFlaw } from "../../src/archive/zip-refusal.ts";
import { buildZip, type Piece } from "../support/zip-builder.ts";

/** An archive that must be refused, and for what. */
export type Hostile = readonly [what: string, why: ZipFlaw, make: () => Buffer];

const good: Piece = { name: "logs/good.log", data: "all is well\n".repeat(100) };
const named = (name: string | Buffer) => () => buildZip([good, { name, data: "evil" }]);
const piece = (odd: Partial<Piece>) => () => buildZip([good, { name: "odd.txt", data: "odd", ...odd }]);

const text = "odd and long enough";

/** A file of zeros, packed as small as Deflate can: a thousandth. */
export const zeros: Piece = { name: "zeros.bin", data: Buffer.alloc(64 * 1024 ** 2) };

function overlapping(): Buffer {
  return buildZip([good, { name: "twin.log", data: "x", listed: { offset: 0 } }]);
}

/** Zips within a zip, each with the next inside, the innermost made of zeros; packed again they shrink beyond the ratio. */
function nested(): Buffer {
  const inner = buildZip([{ name: "zeros.bin", data: Buffer.alloc(8 * 1024 ** 2) }]);
  const middle = buildZip(
    Array.from({ length: 4_000 }, (_, index) => ({ name: `inner-${index}.zip`, data: inner, stored: true })),
  );
  return buildZip([{ name: "middle.zip", data: middle }]);
}

/** Most refusals are found before a file is unpacked; the last few only while its bytes pass. */
export const hostileZips: readonly Hostile[] = [
  ["a path that climbs", "unsafe_path", named("../evil.txt")],
  ["a path that climbs from within", "unsafe_path", named("logs/../../evil.txt")],
  ["a path that climbs with backslashes", "unsafe_path", named("..\\evil.txt")],
  ["a path from the root", "unsafe_path", named("/etc/evil.txt")],
  ["a path on a drive", "unsafe_path", named("C:/evil.txt")],
  ["a path relative to a drive", "unsafe_path", named("c:evil.txt")],
  ["a path on a share", "unsafe_path", named("\\\\host\\share\\evil.txt")],
  ["a path with NUL", "unsafe_path", named("logs/evil.txt\0.log")],
  ["a path with a line break", "unsafe_path", named("logs/evil\n.txt")],
  ["a path that turns the reading direction", "unsafe_path", named("logs/evil\u202Etxt.exe")],
  ["a path of 600 characters", "unsafe_path", named(`${"d/".repeat(300)}evil.txt`)],
  ["a path with an empty name", "unsafe_path", named("logs//evil.txt")],
  ["a path with a dot alone", "unsafe_path", named("./evil.txt")],
  ["a path of blanks and dots", "unsafe_path", named("logs/.. /evil.txt")],
  ["no path at all", "unsafe_path", named("")],
  ["a path that is not UTF-8 though it says so", "unsafe_path", named(Buffer.from([0x61, 0xff, 0x62]))],
  ["a symbolic link", "special_file", piece({ data: "/etc/passwd", mode: 0o120777 })],
  ["a device", "special_file", piece({ mode: 0o020666 })],
  ["a named pipe", "special_file", piece({ mode: 0o010666 })],
  ["a folder's mode on a file", "special_file", piece({ mode: 0o040755 })],
  ["the same name twice", "duplicate", named("logs/good.log")],
  ["the same name in capitals", "duplicate", named("LOGS/Good.log")],
  [
    "the same name with another é",
    "duplicate",
    () => buildZip([{ name: "\u00e9.txt" }, { name: "e\u0301.txt" }]),
  ],
  ["the same name with a dot behind", "duplicate", named("logs/good.log.")],
  ["a file where a folder is", "duplicate", named("logs")],
  ["a folder where a file is", "duplicate", named("logs/good.log/deeper.txt")],
  ["an encrypted file", "encrypted", piece({ flags: 0x1 })],
  ["a strongly encrypted file", "encrypted", piece({ flags: 0x40 })],
  ["an AES-encrypted file", "encrypted", piece({ method: 99 })],
  ["an unknown method", "unknown_method", piece({ method: 12 })],
  ["a bomb that says so", "bomb", () => buildZip([good, zeros])],
  ["a bomb in a nested archive", "bomb", nested],
  ["files that share bytes", "overlap", overlapping],
  ["a file of more than allowed", "too_large", piece({ zip64: true, listed: { bytes: 2 ** 40 } })],
  ["100,000 files", "too_many_entries", () => buildZip(crowd(100_000))],
  ["more files than the end record states", "contradiction", () => buildZip(crowd(10), { count: 9 })],
  ["fewer files than the end record states", "damaged", () => buildZip(crowd(10), { count: 11 })],
  ["another name in the file's own header", "contradiction", piece({ header: { name: "even.txt" } })],
  ["another size in the file's own header", "contradiction", piece({ header: { bytes: 7 } })],
  ["another method in the list of contents", "contradiction", piece({ listed: { method: 0 } })],
  ["a descriptor that says otherwise", "contradiction", piece({ descriptor: Buffer.alloc(16) })],
  ["a folder with bytes", "contradiction", () => buildZip([{ name: "folder/", data: "evil", mode: 0 }])],
  ["something before it", "stray_bytes", () => shifted(Buffer.from("MZ a program"))],
  ["something between the files", "stray_bytes", () => buildZip([good], { between: Buffer.from("hidden") })],
  ["something appended", "stray_bytes", () => buildZip([good], { after: Buffer.from("more") })],
  [
    "an end record in the comment",
    "stray_bytes",
    () => buildZip([good], { comment: `PK\u0005\u0006${"\0".repeat(30)}` }),
  ],
  ["no file", "empty", () => buildZip([])],
  ["folders alone", "empty", () => buildZip([{ name: "logs/", stored: true, mode: 0o040755 }])],
  ["nothing at all", "not_a_zip", () => Buffer.alloc(0)],
  ["a page of HTML", "not_a_zip", () => Buffer.from("<!doctype html><title>Sign in</title>".padEnd(500))],
  ["half of it", "truncated", () => half(buildZip([good, good]))],
  ["all but the last byte", "truncated", () => buildZip([good]).subarray(0, -1)],
  ["the first bytes alone", "truncated", () => buildZip([good]).subarray(0, 12)],
  [
    "a part missing in the middle",
    "damaged",
    () => cut(buildZip([good, { ...good, name: "b" }, { name: "c" }])),
  ],
];

/** Those that look right until they are unpacked. */
export const hostileContents: readonly Hostile[] = [
  ["a wrong checksum", "wrong_checksum", piece({ listed: { crc32: 1 }, header: { crc32: 1 } })],
  [
    "a wrong checksum of a stored file",
    "wrong_checksum",
    piece({ stored: true, listed: { crc32: 1 }, header: { crc32: 1 } }),
  ],
  ["a bomb that states to be small", "wrong_size", () => buildZip([good, lying(100)])],
  ["a file shorter than stated", "wrong_size", piece({ listed: { bytes: 4 }, header: { bytes: 4 } })],
  [
    "bytes behind the packed data",
    "stray_bytes",
    piece({ packed: Buffer.concat([deflateRawSync("odd"), Buffer.from("x")]) }),
  ],
  ["packed data that breaks off", "damaged", piece({ data: text, packed: half(deflateRawSync(text)) })],
  ["packed data that is none", "damaged", piece({ packed: Buffer.from([0xff, 0xff, 0xff]) })],
];

function lying(bytes: number): Piece {
  return { ...zeros, listed: { bytes }, header: { bytes } };
}

function crowd(count: number): Piece[] {
  return Array.from({ length: count }, (_, index) => ({ name: `logs/${index}.log`, data: "", stored: true }));
}

function half(whole: Buffer): Buffer {
  return whole.subarray(0, whole.length / 2);
}

function cut(whole: Buffer): Buffer {
  return Buffer.concat([whole.subarray(0, 40), whole.subarray(60)]);
}

/** A program in front, with offsets that take it into account, as self-extracting archives have it. */
function shifted(before: Buffer): Buffer {
  return buildZip([good], { before });
}
