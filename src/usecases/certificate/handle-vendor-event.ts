import { createHash } from "node:crypto";
import { assertNever } from "../../domain/assert-never.ts";
import {
  type CertificateRecord,
  distributable,
  sameBytes,
} from "../../domain/certificate/certificate-record.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { system } from "../../domain/identity.ts";
import type { VendorEvent } from "../../domain/vendor-event.ts";
import type { ClaimedEvent, CloseoutChange, NewDelivery } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { type FetchDeps, fetchCertificate } from "./fetch-certificate.ts";

type EventDeps = FetchDeps & Pick<Deps, "announceIn" | "certificates" | "vendorEvents">;

/** A certificate that Sensei announced and cannot be fetched is asked for so often, over about a day. */
const mostAttempts = 12;
const firstPauseMs = 5_000;
const longestPauseMs = 4 * 60 * 60 * 1_000;

/**
 * Does what an event of the vendor asks for; a repeated job finds nothing left to do. What fails is taken up again by a later sweep,
 * after a pause that grows.
 */
export async function handleVendorEvent(
  deps: EventDeps,
  { eventId }: { readonly eventId: string },
): Promise<void> {
  const claimed = await deps.vendorEvents.claim(eventId);
  if (claimed === undefined) return;
  const pauseMs = Math.min(firstPauseMs * 3 ** (claimed.attempts - 1), longestPauseMs);
  try {
    const { settled } = await act(deps, claimed);
    if (settled) await deps.vendorEvents.done(eventId);
    else await deps.vendorEvents.later(eventId, pauseMs);
  } catch (error) {
    deps.log.error(
      { err: error, event: eventId, attempts: claimed.attempts },
      "an event of Sensei could not be dealt with",
    );
    await deps.vendorEvents.later(eventId, pauseMs);
  }
}

async function act(deps: EventDeps, claimed: ClaimedEvent): Promise<{ readonly settled: boolean }> {
  const { event, installation } = claimed;
  const closeout = await deps.closeouts.openWithMigration(installation, event.migrationId);
  switch (event.type) {
    case "migration.completed":
    case "validation.completed":
      if (closeout === undefined) await offerStart(deps, claimed);
      return { settled: true };
    case "validation.failed":
      if (closeout !== undefined) await warn(deps, closeout, claimed);
      return { settled: true };
    case "certificate.generated":
      return closeout === undefined ? { settled: true } : await refresh(deps, closeout, claimed);
    default:
      return assertNever(event.type);
  }
}

/** Once for each migration, however often and in whichever order its events come. */
async function offerStart(deps: EventDeps, { event, installation }: ClaimedEvent): Promise<void> {
  if (deps.announceIn === undefined) {
    deps.log.info(
      { event: event.id, migration: event.migrationId },
      "a migration may be closed out, but CLOSEOUT_ANNOUNCE_CHANNEL names no channel to say so",
    );
    return;
  }
  const offer = {
    installation,
    migrationId: event.migrationId,
    migrationName: event.migrationName,
    completedAt: event.createdAt,
  };
  const lane = await deps.vendorEvents.offerStart(offer, deps.announceIn);
  if (lane !== undefined) await hurryDeliveries(deps, [lane]);
}

/** What the vendor said of the validation later counts, whichever arrived first. */
async function warn(
  deps: EventDeps,
  closeout: Closeout,
  { event, installation }: ClaimedEvent,
): Promise<void> {
  const better = ["validation.completed", "certificate.generated"] as const;
  if (await deps.vendorEvents.hasNewer(installation, event, better)) return;
  const { lanes } = await deps.closeouts.change(closeout.id, async (change) => {
    const at = event.createdAt.toString();
    const posted = await postOnce(change, [
      {
        id: stableId(`validation failed ${event.id}`),
        conversation: { kind: "channel", channel: closeout.channel },
        subject: { kind: "validation_failed", validation: event.validationId ?? null, at },
      },
    ]);
    if (!posted) return;
    await change.record({
      actor: system,
      kind: "validation.failed",
      data: { event: event.id, validation: event.validationId ?? null, at },
    });
  });
  await hurryDeliveries(deps, lanes);
}

async function refresh(
  deps: EventDeps,
  closeout: Closeout,
  { event, attempts }: ClaimedEvent,
): Promise<{ readonly settled: boolean }> {
  const outcome = await fetchCertificate(deps, { closeout, by: system });
  if (outcome.kind === "fetched" && outcome.record.check.kind !== "missing") {
    await offerDistribution(deps, closeout, outcome.record);
    return { settled: true };
  }
  // An event can be ahead of the certificate that it speaks of.
  const fields = {
    event: event.id,
    attempts,
    why: outcome.kind === "unavailable" ? outcome.sentence : "missing",
  };
  deps.log.warn(fields, "the certificate that Sensei announced could not be fetched yet");
  const giveUp = attempts >= mostAttempts || (outcome.kind === "unavailable" && !outcome.retryable);
  if (giveUp) await tellOwner(deps, closeout, event);
  return { settled: giveUp };
}

/** Offered to owner and technical lead, once for each certificate, unless it is on its way already or must not go out. */
async function offerDistribution(
  deps: EventDeps,
  closeout: Closeout,
  record: CertificateRecord,
): Promise<void> {
  if (distributable(record).kind === "no") return;
  const { lanes } = await deps.closeouts.change(closeout.id, async (change) => {
    const current = await change.certificates.current();
    if (current !== undefined && sameBytes(current.certificate, record)) return;
    const { owner, roles } = change.closeout;
    await postOnce(
      change,
      [...new Set([owner, roles.technical_lead])].map((user) => ({
        id: stableId(`offer ${record.id} ${user}`),
        conversation: { kind: "direct", user },
        subject: { kind: "certificate", about: "offer", record: record.id },
      })),
    );
  });
  await hurryDeliveries(deps, lanes);
}

async function tellOwner(deps: EventDeps, closeout: Closeout, { id }: VendorEvent): Promise<void> {
  const { lanes } = await deps.closeouts.change(closeout.id, (change) =>
    postOnce(change, [
      {
        id: stableId(`not fetched ${id}`),
        conversation: { kind: "direct", user: change.closeout.owner },
        subject: { kind: "certificate", about: "not_fetched" },
      },
    ]),
  );
  await hurryDeliveries(deps, lanes);
}

/** Posts what is not in the outbox yet; `false` when all of it was: a job that died is repeated. */
async function postOnce(change: CloseoutChange, deliveries: readonly NewDelivery[]): Promise<boolean> {
  const known = await change.certificates.deliveryStates(deliveries.map(({ id }) => id));
  const missing = deliveries.filter(({ id }) => !known.has(id));
  await change.post(missing);
  return missing.length > 0;
}

/** The same UUID for the same words, so that a repeated job finds what an earlier try has posted. */
function stableId(words: string): string {
  const hex = createHash("sha256").update(words).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
