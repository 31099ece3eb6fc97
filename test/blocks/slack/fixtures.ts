import { Temporal } from "temporal-polyfill";
import { everyOffer } from "../../../src/domain/checklist/governed-item.ts";
import type { Item } from "../../../src/domain/checklist/item.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Person } from "../../../src/domain/identity.ts";
import type { CardNotice, DigestLine, DigestNotice } from "../../../src/domain/notice.ts";

/** Examples that the tests of views start from: the vendor's own migration, on the afternoon of its cutover. */

export const zone = "Europe/Berlin";
/** The id of the sign-off request that surfaces show. */
export const signoffId = "00000000-0000-4000-8000-00000000000a";

export const now = at("2026-03-02T16:00");

/** A wall-clock time in the closeout's zone. */
export function at(local: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant();
}

export const ana: Person = { platform: "slack", tenant: "T0NORTHWIND", user: "U0ANA", name: "Ana Ruiz" };

export function closeout(changes: Partial<Closeout> = {}): Closeout {
  return {
    id: "0b9c7a52-6c3d-4d57-9d0c-3c1f6f3b8a11",
    installation: { platform: "slack", tenant: "T0NORTHWIND" },
    channel: "C0HRPROD",
    name: "HR_PROD",
    migration: {
      id: "mig_hr_prod_2026",
      name: "HR_PROD → hr_production",
      source: "HR_PROD",
      target: "hr_production",
      engines: "Oracle 19c → PostgreSQL 16",
      status: "certified",
      recordsTotal: 52_000_000,
    },
    cutover: at("2026-03-02T02:30"),
    timeZone: zone,
    owner: "U0ANA",
    roles: {
      technical_lead: "U0TOM",
      compliance_officer: "U0JONAS",
      business_sponsor: "U0EVA",
      it_audit: "U0LI",
      operations_lead: "U0MARIA",
    },
    budgetEstimate: { amount: "15000", currency: "USD" },
    settings: {
      digestTime: "09:00",
      quiet: { from: "18:00", to: "08:00" },
      workingDays: [1, 2, 3, 4, 5],
      escalation: { ownerAfterDays: 1, sponsorAfterDays: 3 },
    },
    template: { name: "post-migration", sha256: "0".repeat(64) },
    status: "open",
    startedAt: at("2026-03-02T02:40"),
    ...changes,
  };
}

export function item(changes: Partial<Item> = {}): Item {
  return {
    closeoutId: closeout().id,
    id: "I3",
    list: "immediate",
    position: 2,
    title: "Distribute Behavioral Equivalence Certificate",
    due: at("2026-03-03T02:30"),
    state: { kind: "open" },
    assignee: "U0MARIA",
    snoozedUntil: undefined,
    ...changes,
  };
}

export function line(changes: Partial<DigestLine> = {}): DigestLine {
  return {
    item: item(),
    reason: "due",
    daysOverdue: 0,
    ownerInformed: false,
    lateSince: undefined,
    offers: everyOffer,
    ...changes,
  };
}

export function digest(lines: readonly DigestLine[], changes: Partial<DigestNotice> = {}): DigestNotice {
  return {
    kind: "digest",
    deliveryId: "d-1",
    audience: "channel",
    sections: [{ closeout: closeout(), lines }],
    page: 0,
    now,
    ...changes,
  };
}

export function card(changes: Partial<CardNotice> = {}): CardNotice {
  return {
    kind: "card",
    closeout: closeout(),
    health: "at_risk",
    phases: [
      { list: "immediate", title: "First 24 hours", settled: 3, total: 4, next: item() },
      { list: "short_term", title: "First week", settled: 1, total: 4, next: undefined },
      { list: "medium_term", title: "First month", settled: 0, total: 4, next: undefined },
    ],
    overdue: [
      item({ id: "I1", title: "Confirm target is serving production traffic", due: at("2026-03-01T02:30") }),
    ],
    awaited: [{ user: "U0MARIA", items: [item()] }],
    signoffs: [],
    decommission: {
      notBefore: at("2026-03-30T02:30"),
      waitingFor: [item({ id: "P2", title: "Rollback window expired" })],
    },
    ...changes,
  };
}
