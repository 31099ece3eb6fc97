import { describe, expect, test } from "vitest";
import { readKeyList } from "../../src/config/certificate-key-list.ts";
import { keyObjectOf } from "../../src/domain/certificate/certificate-keys.ts";
import { otherKey, vendorKey } from "../support/certificates.ts";

const pem = keyObjectOf(otherKey).export({ format: "pem", type: "spki" }).toString();
const both = {
  ok: true,
  keys: [
    { id: "a", publicKey: vendorKey.publicKey },
    { id: "b", publicKey: otherKey.publicKey },
  ],
};
const noFiles = (): string => {
  throw new Error("no file is read");
};

describe("a list of keys", () => {
  test.each([
    ["commas", `a=${vendorKey.publicKey},b=${otherKey.publicKey}`],
    ["lines", `a=${vendorKey.publicKey}\nb=${otherKey.publicKey}\n`],
    ["semicolons and blanks", ` a = ${vendorKey.publicKey} ; b=${otherKey.publicKey};`],
    ["PEM text within", `a=${vendorKey.publicKey},b=${pem}`],
    ["PEM text on one line", `b=${pem.trim().replaceAll("\n", "\\n")} a=${vendorKey.publicKey}`],
  ])("with %s", (_, list) => {
    const read = readKeyList(list, noFiles);
    expect(read.ok && { ...read, keys: read.keys.toSorted((x, y) => x.id.localeCompare(y.id)) }).toEqual(
      both,
    );
  });

  test("may name PEM files", () => {
    const files = new Map([["/etc/b.pem", pem]]);
    expect(
      readKeyList(`a=${vendorKey.publicKey},b=/etc/b.pem`, (path) => files.get(path) ?? noFiles()),
    ).toEqual(both);
  });

  test("takes a key that begins like a path for a key", () => {
    const slashed = `/${"A".repeat(42)}=`;
    expect(readKeyList(`a=${slashed}`, noFiles)).toEqual({
      ok: true,
      keys: [{ id: "a", publicKey: slashed }],
    });
  });

  test("says every mistake at once, by its place and without its words", () => {
    const read = readKeyList(
      `a=words a=${vendorKey.publicKey} c=/no/such.pem d=${otherKey.publicKey}`,
      noFiles,
    );
    expect(read).toEqual({
      ok: false,
      problems: [
        expect.stringMatching(/^\(key 1\) is not an Ed25519 public key/),
        expect.stringMatching(/^\(key 2\) has the id of a key before it/),
        expect.stringMatching(/^\(key 3\) names a file that cannot be read/),
      ],
    });
  });

  test.each(["words", "a=", `=${vendorKey.publicKey}`, `a=${vendorKey.publicKey} and more`])(
    "is not %j",
    (list) => {
      expect(readKeyList(list, noFiles)).toEqual({
        ok: false,
        problems: [expect.stringContaining("is not a list")],
      });
    },
  );
});
