import { roleWords, type Said, shortHash, type WordsOf } from "./ledger-said.ts";

/** The migration's certificate and who has received it. */
export const certificateWords: WordsOf<"certificate"> = {
  "certificate.fetched": (said) => `fetched ${certificate(said)}. ${said.text("words")}`.trimEnd(),
  "certificate.checked": (said) => `checked ${certificate(said)} anew. ${said.text("words")}`.trimEnd(),
  "certificate.sent": (said) =>
    `sent ${certificate(said)} to ${said.each("recipients").map(recipient).join(", ")}`,
  "certificate.sent_again": (said) => `sent the certificate to ${recipient(said)} again`,
  "certificate.delivered": (said) => `delivered ${certificate(said)} to ${recipient(said)}`,
  "certificate.received": (said) =>
    `confirmed to have received ${certificate(said)}${hashes(said)}, as ${recipient(said)}`,
  "certificate.undeliverable": (said) =>
    `could not deliver ${certificate(said)} to ${recipient(said)}${said.quoted("failure")}`,
  "certificate.reminded": (said) => `reminded ${recipient(said)} to confirm the certificate`,
  "certificate.unreceived": (said) =>
    `told the owner that ${recipient(said)} has not confirmed the certificate`,
  "certificate.recipient_replaced": (said) =>
    `replaced ${recipient(said)} by ${said.person("by")} as recipient of the certificate${said.quoted("because")}`,
};

/** What Sensei says of its validation. */
export const validationWords: WordsOf<"validation"> = {
  "validation.failed": (said) => `heard from Sensei that a validation failed (${said.moment("at")})`,
};

function certificate(said: Said): string {
  const id = said.text("certificate");
  return id === "" ? "the certificate" : `certificate ${id}`;
}

/** "Jonas (compliance officer)" */
function recipient(said: Said): string {
  const roles = said.each("reasons").map((reason) => roleWords(reason.text("role")));
  const as = roles.filter((role) => role !== "").join(", ");
  return as === "" ? said.person("user") : `${said.person("user")} (${as})`;
}

function hashes(said: Said): string {
  const shown = ["json", "pdf"].flatMap((name) => {
    const hash = shortHash(said.text(name));
    return hash === "" ? [] : [`${name.toUpperCase()} ${hash}`];
  });
  return shown.length === 0 ? "" : ` (${shown.join(", ")})`;
}
