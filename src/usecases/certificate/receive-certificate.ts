import type { Temporal } from "temporal-polyfill";
import { takesThePlaceOf } from "../../domain/certificate/certificate-record.ts";
import type { Distribution, Recipient } from "../../domain/certificate/distribution.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import type { Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { recipientInLedger } from "./send-certificate.ts";

export type ReceiveCertificateOutcome =
  | { readonly kind: "received"; readonly closeout: Closeout; readonly distribution: Distribution }
  | { readonly kind: "already"; readonly closeout: Closeout; readonly at: Temporal.Instant }
  /** It was sent to somebody else. */
  | { readonly kind: "not_yours"; readonly closeout: Closeout; readonly recipient: Recipient }
  /** A newer certificate has come since; `sent`: it is on its way. */
  | { readonly kind: "outdated"; readonly closeout: Closeout; readonly sent: boolean }
  /** Somebody else was named in their place. */
  | { readonly kind: "replaced"; readonly closeout: Closeout; readonly by: string }
  | { readonly kind: "closed" }
  | { readonly kind: "unknown" };

/** Notes that somebody has received the certificate: only they can say so, once, and of the certificate that counts. */
export async function receiveCertificate(
  deps: Pick<Deps, "certificates" | "clock" | "closeouts" | "queue" | "log">,
  { recipientId, member }: { readonly recipientId: string; readonly member: Member },
): Promise<ReceiveCertificateOutcome> {
  const found = await deps.certificates.ofRecipient(recipientId);
  if (found === undefined) return { kind: "unknown" };
  const { result, lanes } = await deps.closeouts.change(
    found.closeoutId,
    async (change): Promise<ReceiveCertificateOutcome> => {
      const { closeout } = change;
      const distribution = await change.certificates.distribution(found.id);
      const recipient = distribution?.recipients.find(({ id }) => id === recipientId);
      if (distribution === undefined || recipient === undefined) return { kind: "unknown" };
      const { platform, tenant } = closeout.installation;
      const theirs =
        member.user === recipient.user && member.platform === platform && member.tenant === tenant;
      if (!theirs) return { kind: "not_yours", closeout, recipient };
      if (recipient.receivedAt !== undefined) return { kind: "already", closeout, at: recipient.receivedAt };
      if (recipient.replaced !== undefined) return { kind: "replaced", closeout, by: recipient.replaced.by };
      const latest = await change.certificates.latest();
      const outdated = takesThePlaceOf(latest, distribution.certificate);
      if (!distribution.current || outdated) {
        return { kind: "outdated", closeout, sent: !distribution.current };
      }
      if (closeout.status === "closed") return { kind: "closed" };
      const now = deps.clock.now();
      await change.certificates.saveRecipient({ ...recipient, receivedAt: now, remindAt: undefined });
      await change.record({
        actor: personOf(member),
        kind: "certificate.received",
        data: {
          ...recipientInLedger(recipient),
          distribution: distribution.id,
          certificate: distribution.certificate.certificateId ?? null,
          json: distribution.certificate.jsonSha256 ?? null,
          pdf: distribution.certificate.pdfSha256 ?? null,
        },
      });
      await change.refreshAbout({ kind: "certificate", distribution: distribution.id });
      return { kind: "received", closeout, distribution };
    },
  );
  await hurryDeliveries(deps, lanes);
  return result;
}
