import { generateKeyPairSync, sign, verify } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bytesOfBase64,
  keyObjectOf,
  readCertificateKey,
} from "../../../src/domain/certificate/certificate-keys.ts";
import { vendorKey } from "../../support/certificates.ts";

const pem = keyObjectOf(vendorKey).export({ format: "pem", type: "spki" }).toString();
const key = { ok: true, key: { id: "a", publicKey: vendorKey.publicKey } };

describe("a public key", () => {
  test.each([
    ["as base64", vendorKey.publicKey],
    ["as base64url", Buffer.from(vendorKey.publicKey, "base64").toString("base64url")],
    ["as PEM", pem],
    ["as PEM on one line, as environment files hold it", pem.replaceAll("\n", "\\n")],
  ])("is read %s", (_, text) => {
    expect(readCertificateKey("a", text)).toEqual(key);
  });

  test("verifies what its other half signed", () => {
    const message = Buffer.from("message");
    expect(verify(null, message, keyObjectOf(vendorKey), sign(null, message, vendorKey.privateKey))).toBe(
      true,
    );
  });

  test.each([
    ["too short", Buffer.alloc(31, 1).toString("base64"), "is not an Ed25519 public key"],
    ["no base64", "!!!", "is not an Ed25519 public key"],
    ["RSA", rsa(), "is not an Ed25519 public key"],
    [
      "broken PEM",
      "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
      "is not an Ed25519 public key",
    ],
    [
      "private",
      vendorKey.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
      "holds a private key",
    ],
    ["all zeros", Buffer.alloc(32).toString("base64"), "small order"],
    [
      "the neutral point with a sign",
      Buffer.from(`01${"00".repeat(30)}80`, "hex").toString("base64"),
      "small order",
    ],
  ])("is refused when it is %s", (_, text, problem) => {
    expect(readCertificateKey("a", text)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });
});

test("bytes have one spelling in base64, but for its two alphabets and the padding", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.nat(42),
      fc.constantFrom("A", "B", "a", "1", "+", "/", "-", "_", "=", ""),
      (bytes, at, other) => {
        const text = Buffer.from(bytes).toString("base64");
        expect(bytesOfBase64(text, 32)).toEqual(Buffer.from(bytes));
        expect(bytesOfBase64(Buffer.from(bytes).toString("base64url"), 32)).toEqual(Buffer.from(bytes));
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        expect(bytesOfBase64(changed, 32)?.equals(bytes) ?? false).toBe(changed === text);
      },
    ),
  );
});

function rsa(): string {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  return publicKey.export({ format: "pem", type: "spki" }).toString();
}
