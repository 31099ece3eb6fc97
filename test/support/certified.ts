import type { Closeout } from "../../src/domain/closeout.ts";
import type { Notice } from "../../src/domain/notice.ts";
import { sendCertificate } from "../../src/usecases/certificate/send-certificate.ts";
import { showCertificate } from "../../src/usecases/certificate/show-certificate.ts";
import { trackCertificates } from "../../src/usecases/certificate/track-certificates.ts";
import { bytesOf, certificatePdf, type Json, referenceCertificate, signCertificate } from "./certificates.ts";
import { smallTemplateText, templateFrom } from "./small-template.ts";
import { member, type World } from "./world.ts";

/** The small procedure, whose W1 completes itself once the certificate is delivered to four people. */
export const certifiedTemplate = templateFrom(
  smallTemplateText.replace("hint: Look twice.,", "completed_by: certificate,").replace(
    "certificate_recipients: []",
    `certificate_recipients:
  - { role: technical_lead, reason: for records }
  - { role: compliance_officer, reason: for audit file }
  - { role: business_sponsor, reason: for project close }
  - { role: it_audit, reason: for compliance evidence }`,
  ),
);

/** Lets Sensei have a certificate of the closeout's migration, signed and with its PDF unless told. */
export function issue(
  world: World,
  { migration }: Closeout,
  {
    different = {},
    signed = true,
    json,
    pdf,
  }: {
    readonly different?: Json;
    readonly signed?: boolean;
    /** `null` for none. */
    readonly json?: Uint8Array | null;
    readonly pdf?: Uint8Array | null;
  } = {},
): void {
  const certificate: Json = { ...referenceCertificate, migration_id: migration.id, ...different };
  const id = String(certificate["certificate_id"]);
  const bytes = json === undefined ? bytesOf(signed ? signCertificate(certificate) : certificate) : json;
  const paper = pdf === undefined ? certificatePdf(id) : pdf;
  world.sensei.certificates.set(migration.id, {
    ...(bytes === null ? {} : { json: bytes }),
    ...(paper === null ? {} : { pdf: paper }),
  });
}

/** Somebody types `certificate`, or `certificate fetch`. */
export function look(world: World, closeout: Closeout, as = "ana", refetch = false) {
  return showCertificate(world.deps, { closeoutId: closeout.id, member: member(as), refetch });
}

/** Somebody types `certificate send`. */
export function send(world: World, closeout: Closeout, as = "ana", despite?: string) {
  return sendCertificate(world.deps, { closeoutId: closeout.id, member: member(as), despite });
}

/** Delivers, and lets the sweep look, until nothing is left to do. */
export async function settle(world: World): Promise<void> {
  await world.deliver();
  await trackCertificates(world.deps);
  await world.deliver();
}

/** What somebody was told directly, in words such as `certificate copy` and `file`, oldest first. */
export function toldDirectly(world: World, user: string): readonly string[] {
  return world.chat.in({ kind: "direct", user }).map(({ notice }) => inWords(notice));
}

export function inWords(notice: Notice): string {
  return notice.kind === "certificate" ? `certificate ${notice.about}` : notice.kind;
}
