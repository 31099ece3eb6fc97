import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { certificateName } from "../../domain/certificate/certificate-record.ts";
import {
  allDelivered,
  type Distribution,
  type Recipient,
  receiptFollowUp,
} from "../../domain/certificate/distribution.ts";
import { dueFollowUp, nextFollowUp } from "../../domain/follow-up.ts";
import { system } from "../../domain/identity.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange, DeliveryState } from "../../ports.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { recipientInLedger } from "./send-certificate.ts";

/** Closeouts looked at in one sweep; the rest come with the next one. */
const closeoutsPerSweep = 100;

/**
 * Notes which certificates have arrived, completes the item once everybody has theirs, and reminds those who have not confirmed. What
 * has to be done is found in the store, so nothing is lost with a process; each closeout is changed under its lock, so that of any
 * number of sweeps one does it.
 */
export async function trackCertificates(
  deps: Pick<Deps, "certificates" | "clock" | "closeouts" | "queue" | "log">,
): Promise<void> {
  for (const closeoutId of await deps.certificates.wanting(deps.clock.now(), closeoutsPerSweep)) {
    try {
      await trackOne(deps, closeoutId);
    } catch (error) {
      // The other closeouts, and the rest of the sweep, go on; this one comes again with the next.
      deps.log.error(
        { err: error, closeout: closeoutId },
        "a certificate under way could not be looked after",
      );
    }
  }
}

async function trackOne(deps: Parameters<typeof trackCertificates>[0], closeoutId: string): Promise<void> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return;
  const template = await templateOf(deps, closeout);
  const { lanes } = await deps.closeouts.change(closeoutId, (change) =>
    track(change, template, deps.clock.now()),
  );
  await hurryDeliveries(deps, lanes);
}

async function track(change: CloseoutChange, template: Template, now: Temporal.Instant): Promise<void> {
  const distribution = await change.certificates.current();
  if (distribution === undefined || change.closeout.status === "closed") return;
  const arrived = await noteArrivals(change, distribution, now);
  for (const recipient of arrived.recipients) await remindIfDue(change, arrived, recipient, now);
  await change.refreshAbout({ kind: "certificate", about: "progress", distribution: distribution.id });
  const anyNew = arrived.recipients.some(
    ({ deliveredAt }, index) =>
      deliveredAt !== undefined && distribution.recipients[index]?.deliveredAt === undefined,
  );
  if (!anyNew || !allDelivered(arrived)) return;
  const because = `${certificateName(distribution.certificate)} was delivered to all its recipients`;
  await completeByEvidence(change, template, "certificate", because, now);
}

/** The distribution as it is now that the outbox was looked at. */
async function noteArrivals(
  change: CloseoutChange,
  distribution: Distribution,
  now: Temporal.Instant,
): Promise<Distribution> {
  const states = await change.certificates.deliveryStates(
    distribution.recipients
      .filter(isUnderWay)
      .flatMap(({ messageDelivery = [], fileDelivery = [] }) => [messageDelivery, fileDelivery].flat()),
  );
  const recipients: Recipient[] = [];
  for (const recipient of distribution.recipients) {
    recipients.push(await noteArrival(change, distribution, recipient, stateOf(recipient, states), now));
  }
  return { ...distribution, recipients };
}

function isUnderWay({ deliveredAt, failure, replaced }: Recipient): boolean {
  return deliveredAt === undefined && failure === undefined && replaced === undefined;
}

/** Message and PDF together: both have to arrive, and one that is refused is enough to fail. */
function stateOf(recipient: Recipient, states: ReadonlyMap<string, DeliveryState>): DeliveryState {
  if (!isUnderWay(recipient)) return "pending";
  const both = [recipient.messageDelivery, recipient.fileDelivery].map((id) => states.get(id ?? ""));
  if (both.includes("refused")) return "refused";
  return both.every((state) => state === "sent") ? "sent" : "pending";
}

async function noteArrival(
  change: CloseoutChange,
  distribution: Distribution,
  recipient: Recipient,
  state: DeliveryState,
  now: Temporal.Instant,
): Promise<Recipient> {
  if (state === "pending") return recipient;
  const noted: Recipient =
    state === "refused"
      ? { ...recipient, failure: "refused" }
      : {
          ...recipient,
          deliveredAt: now,
          remindAt: recipient.receivedAt === undefined ? firstReminder(change, now) : undefined,
        };
  await change.certificates.saveRecipient(noted);
  const { certificateId, jsonSha256, pdfSha256 } = distribution.certificate;
  await change.record({
    actor: system,
    kind: state === "refused" ? "certificate.undeliverable" : "certificate.delivered",
    data: {
      ...recipientInLedger(noted),
      distribution: distribution.id,
      certificate: certificateId ?? null,
      json: jsonSha256 ?? null,
      pdf: pdfSha256 ?? null,
    },
  });
  return noted;
}

function firstReminder({ closeout }: CloseoutChange, deliveredAt: Temporal.Instant): Temporal.Instant {
  return nextFollowUp(receiptFollowUp(deliveredAt, closeout), 0, closeout);
}

async function remindIfDue(
  change: CloseoutChange,
  { id: distribution }: Distribution,
  recipient: Recipient,
  now: Temporal.Instant,
): Promise<void> {
  const { deliveredAt, remindAt, reminded } = recipient;
  if (remindAt === undefined || deliveredAt === undefined) return;
  if (Temporal.Instant.compare(remindAt, now) > 0) return;
  const plan = receiptFollowUp(deliveredAt, change.closeout);
  const step = dueFollowUp(plan, reminded, now, change.closeout);
  const tellOwner = step.kind === "tell_owner";
  await change.certificates.saveRecipient(
    tellOwner
      ? { ...recipient, remindAt: undefined, ownerToldAt: now }
      : { ...recipient, reminded: step.reminded, remindAt: step.next },
  );
  const about = tellOwner ? "unreceived" : "reminder";
  const user = tellOwner ? change.closeout.owner : recipient.user;
  await change.post([
    {
      id: randomUUID(),
      conversation: { kind: "direct", user },
      subject: { kind: "certificate", about, distribution, recipient: recipient.id },
    },
  ]);
  await change.record({
    actor: system,
    kind: tellOwner ? "certificate.unreceived" : "certificate.reminded",
    data: {
      ...recipientInLedger(recipient),
      distribution,
      ...(tellOwner ? {} : { reminders: step.reminded, next: step.next.toString() }),
    },
  });
}
