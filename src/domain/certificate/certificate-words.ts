import { Temporal } from "temporal-polyfill";
import { assertNever } from "../assert-never.ts";
import { momentInZone } from "../moment-words.ts";
import type { CertificateCheck, InvalidReason, UnverifiableReason } from "./certificate-outcome.ts";

/** The outcome in one line. */
export function checkWords(check: CertificateCheck): string {
  switch (check.kind) {
    case "verified":
      return `Verified: signed with the key ${check.keyId} (${check.algorithm}).`;
    case "invalid":
      return "Invalid: do not rely on this certificate, and do not pass it on.";
    case "unverifiable":
      return "Unverifiable: it cannot be told whether this certificate is genuine.";
    case "missing":
      return "Missing: Sensei has no certificate for this migration yet.";
    default:
      return assertNever(check);
  }
}

/** Why it came out so: a sentence for each reason; none for a verified and for a missing one. */
export function checkReasons(check: CertificateCheck): readonly string[] {
  if (check.kind === "invalid") return check.reasons.map(invalidWords);
  return check.kind === "unverifiable" ? check.reasons.map(unverifiableWords) : [];
}

const faultWords: Readonly<Record<Extract<InvalidReason, { why: "unreadable" }>["fault"], string>> = {
  not_utf8: "is not text in UTF-8",
  not_json: "is not JSON",
  duplicate_names: "says the same thing twice, so that two readers could understand it differently",
  half_characters: "holds broken characters",
  not_an_object: "is JSON, but not a certificate",
};

function invalidWords(reason: InvalidReason): string {
  switch (reason.why) {
    case "unreadable":
      return `What Sensei sent ${faultWords[reason.fault]}.`;
    case "signature_does_not_hold":
      return reason.keyId === undefined
        ? "The signature names no key and fits none that is configured: the certificate was changed, or signed by somebody else."
        : `The signature does not hold for the key ${reason.keyId}: the certificate was changed, or signed by somebody else.`;
    case "other_migration":
      return `It belongs to another migration: ${reason.named}.`;
    case "not_yet_valid":
      return `It is not valid before ${moment(reason.from)}.`;
    case "expired":
      return `It expired on ${moment(reason.at)}.`;
    case "pdf_is_no_pdf":
      return "What Sensei sent as its PDF is not a PDF.";
    case "pdf_names_another":
      return `Its PDF is that of another certificate: ${reason.named}.`;
    case "contradicts_itself":
      return `It is issued only when all five perspectives pass, but says itself: ${reason.parts.join("; ")}.`;
    default:
      return assertNever(reason);
  }
}

/** Certificates are read in every zone, so it is said in the one that all know. */
function moment(written: string): string {
  return momentInZone(Temporal.Instant.from(written), "UTC");
}

function unverifiableWords(reason: UnverifiableReason): string {
  switch (reason.why) {
    case "no_keys_configured":
      return "No public key of Sensei's verification service is configured; an operator sets SENSEI_CERTIFICATE_KEYS.";
    case "unknown_key":
      return `It is signed with the key ${reason.keyId}, which is not configured; an operator adds it to SENSEI_CERTIFICATE_KEYS.`;
    case "unknown_scheme":
      return `It is signed in a way that I do not know: ${reason.scheme}. I know Ed25519.`;
    case "hash_instead_of_signature":
      return "It carries a hash where the signature belongs, and a hash is not a signature: anybody can compute one.";
    case "no_signature":
      return "It is not signed.";
    case "ambiguous_numbers":
      return `It holds numbers with more digits than its signature can cover: ${reason.numbers.slice(0, 3).join(", ")}.`;
    case "pdf_only":
      return "There is only a PDF, and nothing in it can be verified; the signed data beside it is missing.";
    case "names_no_id":
      return "It has no certificate id.";
    case "names_no_migration":
      return "It does not say clearly which migration it belongs to.";
    case "pdf_unreadable":
      return "The words of its PDF cannot be read, so I cannot tell which certificate it is.";
    case "pdf_does_not_name_it":
      return "Its PDF does not name the certificate.";
    default:
      return assertNever(reason);
  }
}
