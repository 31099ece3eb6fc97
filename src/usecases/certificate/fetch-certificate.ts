import type { CertificateRecord } from "../../domain/certificate/certificate-record.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { type Actor, system } from "../../domain/identity.ts";
import { isSenseiFault } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import {
  type CertificateBytes,
  type KeptCertificate,
  keepCertificate,
  prepareCertificate,
} from "./keep-certificate.ts";

export type FetchDeps = Pick<
  Deps,
  "clock" | "closeouts" | "sensei" | "certificateKeys" | "pictures" | "queue" | "log"
>;

export type FetchCertificateOutcome =
  | ({ readonly kind: "fetched" } & KeptCertificate)
  /** `sentence` says what happened; nothing was changed. `retryable`: the same may well go better later. */
  | { readonly kind: "unavailable"; readonly sentence: string; readonly retryable: boolean };

/** Somebody waits for the answer, so there is an end to our patience with a slow Sensei. */
const patienceMs = 15_000;

/** Asks Sensei for the certificate as JSON and as PDF, checks both, and keeps the exact bytes with what came of it. */
export async function fetchCertificate(
  deps: FetchDeps,
  { closeout, by }: { readonly closeout: Closeout; readonly by: Actor },
): Promise<FetchCertificateOutcome> {
  const askedAt = deps.clock.now();
  const got = await askSensei(deps, closeout);
  if ("sentence" in got) return { kind: "unavailable", ...got };
  const prepared = await prepareCertificate(deps, closeout, got, askedAt);
  const { result, lanes } = await deps.closeouts.change(closeout.id, (change) =>
    keepCertificate(change, prepared, by, "certificate.fetched"),
  );
  await hurryDeliveries(deps, lanes);
  return { kind: "fetched", ...result };
}

/**
 * Judges the bytes that are kept once more, by the keys and the time of this moment: a certificate expires, and a key that was missing
 * is configured later.
 */
export async function recheckCertificate(
  deps: FetchDeps,
  closeout: Closeout,
  record: CertificateRecord,
): Promise<CertificateRecord> {
  if (record.check.kind === "missing") return record;
  const bytesOf = async (sha256: string | undefined) =>
    sha256 === undefined ? undefined : (await deps.closeouts.document(closeout.id, sha256))?.bytes;
  const kept = { json: await bytesOf(record.jsonSha256), pdf: await bytesOf(record.pdfSha256) };
  const prepared = await prepareCertificate(deps, closeout, kept, record.askedAt);
  const { result, lanes } = await deps.closeouts.change(closeout.id, (change) =>
    keepCertificate(change, prepared, system, "certificate.checked"),
  );
  await hurryDeliveries(deps, lanes);
  return result.record;
}

async function askSensei(
  { sensei }: Pick<Deps, "sensei">,
  { migration: { id } }: Closeout,
): Promise<CertificateBytes | { readonly sentence: string; readonly retryable: boolean }> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const [document, pdf] = await Promise.all([
      sensei.getCertificateDocument(id, { signal }),
      sensei.getCertificatePdf(id, { signal }),
    ]);
    return {
      json: document.kind === "found" ? document.bytes : undefined,
      pdf: pdf.kind === "found" ? pdf.bytes : undefined,
    };
  } catch (error) {
    if (!isSenseiFault(error)) throw error;
    return error.code === "cancelled"
      ? { sentence: `Sensei has not answered within ${patienceMs / 1000} seconds.`, retryable: true }
      : { sentence: error.sentence, retryable: error.retryable };
  }
}
