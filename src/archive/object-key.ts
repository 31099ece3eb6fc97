import { createHash } from "node:crypto";

const longestName = 150;
const longestPath = 600;

/**
 * The key of an export's file: the same for the same closeout, export and path, another for any other, and safe as a path on
 * disk and in S3. Letters, digits, `-`, `_` and inner dots stay readable; everything else is spelled out as `%E2%82%AC`. Names
 * that become too long end in a part of their SHA-256.
 */
export function objectKey(closeoutId: string, exportSha256: string, path: string): string {
  const names = path.split("/").map((name) => shortened(spelled(name), name, longestName));
  return `${exportPrefix(closeoutId, exportSha256)}${shortened(names.join("/"), path, longestPath)}`;
}

/** The beginning that the keys of one export have in common, with its slash. */
export function exportPrefix(closeoutId: string, exportSha256: string): string {
  return `${spelled(closeoutId)}/${exportSha256.slice(0, 16)}/`;
}

const plain = /^[A-Za-z0-9_-]$/;

function spelled(name: string): string {
  return Array.from(Buffer.from(name), (byte, index) => {
    const character = String.fromCharCode(byte);
    if (plain.test(character) || (character === "." && index > 0)) return character;
    return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

/** `~` is spelled out everywhere else, so that a shortened name never equals another's. */
function shortened(name: string, original: string, longest: number): string {
  if (name.length <= longest) return name;
  const digest = createHash("sha256").update(original).digest("hex").slice(0, 32);
  return `${name.slice(0, longest - digest.length - 1).replaceAll("/", "~")}~${digest}`;
}
