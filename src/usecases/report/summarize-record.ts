import type { Certificate } from "../../domain/certificate/certificate.ts";
import { checkCertificate } from "../../domain/certificate/certificate-check.ts";
import type { CertificateRecord } from "../../domain/certificate/certificate-record.ts";
import {
  type CertificateSummary,
  summarizeCertificate,
} from "../../domain/certificate/certificate-summary.ts";
import { readCertificate } from "../../domain/certificate/read-certificate.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { Deps } from "../deps.ts";

/** A record as people read it: what the kept bytes say, with the outcome that was found. */
export async function summaryOf(
  deps: Pick<Deps, "closeouts">,
  closeout: Closeout,
  record: CertificateRecord,
): Promise<CertificateSummary> {
  return summarizeCertificate(await readRecord(deps, closeout, record), record.check);
}

/** What the kept bytes of a record say; nothing where there are none or they cannot be read. */
export async function readRecord(
  { closeouts }: Pick<Deps, "closeouts">,
  closeout: Closeout,
  { jsonSha256, fetchedAt }: CertificateRecord,
): Promise<Certificate> {
  const json = jsonSha256 === undefined ? undefined : await closeouts.document(closeout.id, jsonSha256);
  const { certificate } = checkCertificate({
    json: json?.bytes,
    pdf: undefined,
    migration: closeout.migration,
    keys: [],
    now: fetchedAt,
  });
  return certificate ?? readCertificate({});
}
