import { request } from "undici";
import { startSensei } from "../sandbox/sensei/start-sensei.ts";
import { systemClock } from "../src/clock.ts";
import { type CertificateEvidence, checkCertificate } from "../src/domain/certificate/certificate-check.ts";
import { type Figures, plainFigure } from "./figure.ts";
import type { Bench } from "./support/bench.ts";

const rounds = 7;
const roundMs = 1_000;
const migration = { id: "mig_hr_prod_2026", source: "HR_PROD", target: "hr_production" };

/**
 * Certificates checked a second, on one core: the vendor's example as JSON and PDF, read exactly, verified and compared with its
 * migration and its PDF. Each is checked anew from its bytes, and each has to come out as verified.
 */
export async function measureCertificate({ resources, tell }: Bench): Promise<Figures> {
  const sensei = await startSensei();
  resources.add({ stop: () => sensei.close() });
  const read = async (path: string): Promise<Buffer> => {
    const headers = { authorization: `Bearer ${sensei.apiKey}` };
    const { statusCode, body } = await request(`${sensei.url}${path}`, { headers });
    if (statusCode !== 200) throw new Error(`${path} was answered with ${statusCode}`);
    return Buffer.from(await body.arrayBuffer());
  };
  const { id, raw } = sensei.certificateKey;
  const evidence: CertificateEvidence = {
    json: await read("/validations/val_hr_prod_2026/certificate"),
    pdf: await read(`/migrations/${migration.id}/certificate`),
    migration,
    keys: [{ id, publicKey: raw }],
    now: systemClock.now(),
  };
  checkFor(evidence, roundMs);
  const both: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    both.push(checkFor(evidence, roundMs));
    alone.push(checkFor({ ...evidence, pdf: undefined }, roundMs));
    tell(
      `certificate: ${Math.round(both.at(-1) ?? 0)} a second, ${Math.round(alone.at(-1) ?? 0)} without the PDF`,
    );
  }
  return {
    "certificate.verify_per_s": plainFigure(both, "1/s", {
      json_bytes: evidence.json?.byteLength,
      pdf_bytes: evidence.pdf?.byteLength,
      without_pdf_per_s: plainFigure(alone, "1/s").median,
    }),
  };
}

/** Checks for so long and returns how many a second. */
function checkFor(evidence: CertificateEvidence, ms: number): number {
  const begin = performance.now();
  let checked = 0;
  for (let now = begin; now - begin < ms; now = performance.now()) {
    const { check } = checkCertificate(evidence);
    if (check.kind !== "verified")
      throw new Error(`A sound certificate came out as ${JSON.stringify(check)}`);
    checked += 1;
  }
  return (checked * 1_000) / (performance.now() - begin);
}
