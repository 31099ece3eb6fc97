import { Temporal } from "temporal-polyfill";
import { assertNever } from "../domain/assert-never.ts";
import { offersOf } from "../domain/checklist/governed-item.ts";
import type { Item } from "../domain/checklist/item.ts";
import type { OccurrenceKind } from "../domain/checklist/occurrence.ts";
import { cardNotice } from "../domain/checklist/progress.ts";
import { daysOverdue, isLate, ownerIsInformed } from "../domain/checklist/reminders.ts";
import type { Closeout } from "../domain/closeout.ts";
import type { DigestLine, DigestSection, Notice } from "../domain/notice.ts";
import type { ClaimedDelivery, Reminder } from "../ports.ts";
import { composeArchive } from "./archive/compose-archive.ts";
import { composeBaseline } from "./baseline/compose-baseline.ts";
import { composeBudget } from "./budget/read-budget.ts";
import { composeBundle } from "./bundle/compose-bundle.ts";
import { composeCertificate } from "./certificate/compose-certificate.ts";
import { composeStartOffer } from "./certificate/compose-start-offer.ts";
import { type ComposeCleanupDeps, composeCleanup } from "./cleanup/compose-cleanup.ts";
import { composeClosing } from "./closing/compose-closing.ts";
import { composeDecommission } from "./decommission/compose-decommission.ts";
import type { Deps } from "./deps.ts";
import { composeHandover } from "./handover/read-handover.ts";
import { composeRetro } from "./retro/compose-retro.ts";
import { composeSignoff } from "./signoff/compose-signoff.ts";
import { templateOf } from "./start/template-of.ts";

/** What composing reads from. */
export type ComposeDeps = Pick<
  Deps,
  | "actionItems"
  | "archive"
  | "artifacts"
  | "baselines"
  | "budgets"
  | "bundles"
  | "certificates"
  | "clock"
  | "closeouts"
  | "closings"
  | "handovers"
  | "reports"
  | "retros"
  | "decommissions"
  | "signoffs"
  | "vendorEvents"
  | "verifications"
> &
  ComposeCleanupDeps;

/**
 * Composes what each delivery says from the state at this moment, with two reads for any number of deliveries. A digest needs
 * the items of its reminders only, so a batch of digests leaves the others where they are.
 */
export async function composeNotices(
  deps: ComposeDeps,
  deliveries: readonly ClaimedDelivery[],
): Promise<ReadonlyMap<string, Notice>> {
  const ids = [...new Set(deliveries.flatMap(({ closeoutIds }) => closeoutIds))];
  const closeouts = new Map((await deps.closeouts.getMany(ids)).map((closeout) => [closeout.id, closeout]));
  const items = Map.groupBy(
    await deps.closeouts.items(ids, itemsSpokenOf(deliveries)),
    ({ closeoutId }) => closeoutId,
  );
  const now = deps.clock.now();
  const notices = new Map<string, Notice>();
  for (const delivery of deliveries) {
    const spokenOf = delivery.closeoutIds.flatMap((id) => closeouts.get(id) ?? []);
    const notice = await compose(deps, delivery, spokenOf, items, now);
    if (notice !== undefined) notices.set(delivery.id, notice);
  }
  return notices;
}

function itemsSpokenOf(deliveries: readonly ClaimedDelivery[]): readonly string[] | undefined {
  if (deliveries.some(({ subject }) => subject.kind === "card")) return undefined;
  return [
    ...new Set(deliveries.flatMap(({ reminders }) => reminders.map(({ occurrence }) => occurrence.itemId))),
  ];
}

async function compose(
  deps: ComposeDeps,
  delivery: ClaimedDelivery,
  closeouts: readonly Closeout[],
  items: ReadonlyMap<string, readonly Item[]>,
  now: Temporal.Instant,
): Promise<Notice | undefined> {
  const { subject } = delivery;
  if (subject.kind === "start_offer")
    return await composeStartOffer(deps, delivery.installation, subject.migration);
  const [first] = closeouts;
  if (first === undefined) return undefined;
  switch (subject.kind) {
    case "card": {
      const requests = await deps.signoffs.all(first.id);
      const events = await deps.decommissions.events(first.id);
      const template = await templateOf(deps, first);
      return cardNotice(first, items.get(first.id) ?? [], template, requests, now, events);
    }
    case "digest":
      return {
        kind: "digest",
        deliveryId: delivery.id,
        audience: delivery.conversation.kind,
        sections: await Promise.all(
          closeouts.map((closeout) =>
            digestSection(deps, closeout, items.get(closeout.id) ?? [], delivery.reminders, now),
          ),
        ),
        page: subject.page,
        now,
      };
    case "baseline":
      return await composeBaseline(deps, first, subject.number, delivery.conversation);
    case "file": {
      const document = await deps.closeouts.document(first.id, subject.sha256);
      if (document === undefined) return undefined;
      return { kind: "file", closeout: first, document, caption: subject.caption, altText: subject.altText };
    }
    case "cleanup_plan":
    case "operation":
    case "release_request":
      return await composeCleanup(deps, first, subject, now);
    case "certificate":
      return await composeCertificate(deps, first, subject);
    case "validation_failed": {
      const { validation, at } = subject;
      return {
        kind: "validation_failed",
        closeout: first,
        validationId: validation ?? undefined,
        at: Temporal.Instant.from(at),
      };
    }
    case "archive_run":
    case "archive_verification":
    case "archive_findings":
    case "disposal":
      return await composeArchive(deps, first, subject);
    case "bundle":
    case "bundle_file":
      return await composeBundle(deps, first, subject);
    case "decommission":
    case "decommission_news":
      return await composeDecommission(deps, first, subject);
    case "signoff":
      return await composeSignoff(deps, first, delivery, subject);
    case "report": {
      const version = await deps.reports.version(first.id, subject.number);
      const newest = await deps.reports.newest(first.id);
      if (version === undefined || newest === undefined) return undefined;
      return { kind: "report", closeout: first, version, newest: newest.number };
    }
    case "retro":
    case "retro_invitation":
    case "action_items":
      return await composeRetro(deps, first, delivery.id, subject);
    case "handover_session":
      return await composeHandover(deps, first, subject);
    case "closing":
      return await composeClosing(deps, first, subject);
    case "budget":
      return await composeBudget(deps, first);
    case "undelivered": {
      const { about, conversation, reason } = subject;
      return {
        kind: "undelivered",
        closeout: first,
        what: about === "bundle_file" ? "file" : about,
        where: conversation,
        reason,
      };
    }
    default:
      return assertNever(subject);
  }
}

async function digestSection(
  deps: Pick<Deps, "closeouts">,
  closeout: Closeout,
  items: readonly Item[],
  reminders: readonly Reminder[],
  now: Temporal.Instant,
): Promise<DigestSection> {
  const own = reminders.filter(({ occurrence }) => occurrence.closeoutId === closeout.id);
  const template = await templateOf(deps, closeout);
  const byItem = Map.groupBy(own, ({ occurrence }) => occurrence.itemId);
  const lines = items.flatMap((item) => {
    const because = byItem.get(item.id);
    return because === undefined
      ? []
      : [{ ...digestLine(closeout, item, because, now), offers: offersOf(template, item) }];
  });
  return { closeout, lines: lines.toSorted((a, b) => Temporal.Instant.compare(a.item.due, b.item.due)) };
}

function digestLine(
  closeout: Closeout,
  item: Item,
  because: readonly Reminder[],
  now: Temporal.Instant,
): Omit<DigestLine, "offers"> {
  const late = because.filter(({ occurrence, announcedAt }) => isLate(occurrence.moment, announcedAt));
  const [lateSince] = late
    .map(({ occurrence }) => occurrence.moment)
    .toSorted((a, b) => Temporal.Instant.compare(a, b));
  return {
    item,
    reason: strongestReason(because.map(({ occurrence }) => occurrence.kind)),
    daysOverdue: daysOverdue(item.due, now),
    ownerInformed: ownerIsInformed(item.due, closeout.settings, now),
    lateSince,
  };
}

const reasons = [
  ["sponsor", "sponsor"],
  ["overdue", "overdue"],
  ["due", "due"],
  ["snoozed", "snoozed"],
] as const;

/** Several reminders of one item in one digest are one line, under the most urgent of their reasons. */
function strongestReason(kinds: readonly OccurrenceKind[]): DigestLine["reason"] {
  return reasons.find(([kind]) => kinds.includes(kind))?.[1] ?? "soon";
}
