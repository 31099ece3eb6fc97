import { assertNever } from "../../domain/assert-never.ts";
import type { CertificateNotice } from "../../domain/certificate/certificate-notice.ts";
import { sameBytes, takesThePlaceOf } from "../../domain/certificate/certificate-record.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { CertificateSubject } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { summaryOf } from "../report/summarize-record.ts";

type ComposeDeps = Pick<Deps, "certificates" | "closeouts">;

/** What a message about a certificate says, from the state at this moment; `undefined` when what it is about is not there. */
export async function composeCertificate(
  deps: ComposeDeps,
  closeout: Closeout,
  subject: CertificateSubject,
): Promise<CertificateNotice | undefined> {
  const common = { kind: "certificate", closeout } as const;
  switch (subject.about) {
    case "not_fetched":
      return { ...common, about: "not_fetched" };
    case "alert":
    case "offer":
      return await composeRecord(deps, closeout, subject);
    case "progress":
    case "copy":
    case "reminder":
    case "unreceived":
    case "left":
      return await composeDistribution(deps, closeout, subject);
    default:
      return assertNever(subject);
  }
}

async function composeRecord(
  deps: ComposeDeps,
  closeout: Closeout,
  { about, record: id }: Extract<CertificateSubject, { readonly record: string }>,
): Promise<CertificateNotice | undefined> {
  const record = await deps.certificates.record(id);
  if (record === undefined) return undefined;
  const latest = await deps.certificates.latest(closeout.id);
  const summary = await summaryOf(deps, closeout, record);
  const over = latest !== undefined && latest.id !== record.id;
  if (about === "alert") return { kind: "certificate", closeout, about, summary, over };
  const current = await deps.certificates.current(closeout.id);
  const sent = current !== undefined && sameBytes(current.certificate, record);
  return { kind: "certificate", closeout, about, record, summary, sent, over };
}

async function composeDistribution(
  deps: ComposeDeps,
  closeout: Closeout,
  subject: Extract<CertificateSubject, { readonly distribution: string }>,
): Promise<CertificateNotice | undefined> {
  const found = await deps.certificates.distribution(subject.distribution);
  if (found === undefined) return undefined;
  const latest = await deps.certificates.latest(closeout.id);
  // Of the same bytes the last judgement counts: they may have expired since they were sent.
  const judged = latest !== undefined && sameBytes(latest, found.certificate) ? latest : found.certificate;
  const distribution = { ...found, certificate: judged };
  const newer = takesThePlaceOf(latest, judged) ? latest : undefined;
  const common = { kind: "certificate", closeout, distribution, newer } as const;
  if (subject.about === "progress") return { ...common, about: subject.about };
  const recipient = distribution.recipients.find(({ id }) => id === subject.recipient);
  if (recipient === undefined) return undefined;
  if (subject.about !== "copy") return { ...common, about: subject.about, recipient };
  const summary = await summaryOf(deps, closeout, distribution.certificate);
  return { ...common, about: subject.about, recipient, summary };
}
