import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { deflateSync } from "node:zlib";
import { Temporal } from "temporal-polyfill";
import type { CertificateEvidence } from "../../src/domain/certificate/certificate-check.ts";
import type { CertificateKey } from "../../src/domain/certificate/certificate-keys.ts";
import { signedBytes } from "../../src/domain/certificate/certificate-signature.ts";

export type Json = Readonly<Record<string, unknown>>;

/** The vendor's own example, unsigned: `BEC-2026-0215-00847` of `HR_PROD`. */
export const referenceCertificate: Json = {
  certificate_id: "BEC-2026-0215-00847",
  protocol_version: "1.0",
  issued_at: "2026-02-15T09:30:00Z",
  valid_until: "2033-02-15T09:30:00Z",
  migration_id: "mig_hr_prod_2026",
  validation_results: {
    structural: { score: 1.0, tables_checked: 247 },
    statistical: { score: 0.998, columns_compared: 3412 },
    referential: { score: 1.0, relationships_checked: 389 },
    semantic: { score: 0.994, rules_checked: 164 },
    behavioral: {
      score: 0.996,
      queries_replayed: 12000,
      exact_matches: 11943,
      semantic_matches: 52,
      divergences: 5,
    },
  },
  overall_confidence: 0.997,
  coverage: {
    table_coverage: "100%",
    column_coverage: "100%",
    record_coverage: "100%",
    logic_path_coverage: "87%",
    relationship_coverage: "100%",
  },
  hash_chain: {
    source_checkpoint_root: `sha256:${"1a".repeat(32)}`,
    target_reconstruction_root: `sha256:${"2b".repeat(32)}`,
    validation_evidence_root: `sha256:${"3c".repeat(32)}`,
  },
  exceptions: [
    {
      description: "5 of 12,000 replayed queries diverge",
      severity: "low",
      magnitude: "at most $0.02",
      analysis: "Float summation order",
    },
  ],
};

/** A key pair that is always the same for the same number. */
export function testKey(id: string, seed: number): CertificateKey & { readonly privateKey: KeyObject } {
  // PKCS #8 around the 32 bytes of an Ed25519 seed (RFC 8410).
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  const privateKey = createPrivateKey({
    key: Buffer.concat([prefix, Buffer.alloc(32, seed)]),
    format: "der",
    type: "pkcs8",
  });
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  return { id, publicKey: spki.subarray(-32).toString("base64"), privateKey };
}

export const vendorKey = testKey("sensei-verify-2026", 7);
export const otherKey = testKey("sensei-verify-2025", 8);

/** The certificate with a signature of this key, naming it. */
export function signCertificate(certificate: Json, key: ReturnType<typeof testKey> = vendorKey): Json {
  const signature = sign(null, signedBytes(certificate), key.privateKey).toString("base64");
  return { ...certificate, signature: { algorithm: "Ed25519", public_key: key.id, signature } };
}

export function bytesOf(json: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json));
}

/** Evidence in which the reference certificate, signed, is verified; each part can be replaced. */
export function evidence(parts: Partial<CertificateEvidence> = {}): CertificateEvidence {
  return {
    json: bytesOf(signCertificate(referenceCertificate)),
    pdf: undefined,
    migration: { id: "mig_hr_prod_2026", source: "HR_PROD", target: "hr_production" },
    keys: [otherKey, vendorKey],
    now: Temporal.Instant.from("2026-03-02T10:00:00Z"),
    ...parts,
  };
}

/** A PDF of one page whose content stream, a sequence of text operators, is compressed or not. */
export function pdfWith(
  content: string,
  options: { compressed?: boolean; more?: readonly string[] } = {},
): Buffer {
  const stream = Buffer.from(content, "latin1");
  const body = options.compressed === true ? deflateSync(stream) : stream;
  const filter = options.compressed === true ? "/Filter /FlateDecode " : "";
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< ${filter}/Length ${body.length} >>\nstream\n${body.toString("latin1")}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...(options.more ?? []),
  ];
  let file = "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

/** A page that says what a certificate's page says, naming this id. */
export function certificatePdf(id: string): Buffer {
  const lines = [
    "Behavioral Equivalence Certificate",
    `Certificate ${id}`,
    "All five perspectives have passed.",
  ];
  return pdfWith(`BT /F1 14 Tf 72 770 Td 18 TL ${lines.map((line) => `(${line}) Tj T*`).join(" ")} ET`, {
    compressed: true,
  });
}
