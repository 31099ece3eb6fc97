import { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Item } from "../../../src/domain/item.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";

/** A use case that was called, with what it was given. */
export type Call = { readonly name: keyof UseCases; readonly input: unknown };

export const hrProd: Closeout = {
  id: "closeout-hr-prod",
  installation: { platform: "slack", tenant: "T0NORTHWIND" },
  channel: "C0HRPROD",
  name: "HR_PROD → hr_production",
  migration: {
    id: "mig_hr_prod",
    name: "HR_PROD",
    source: "HR_PROD",
    target: "hr_production",
    engines: "Oracle 19c → PostgreSQL 16",
    status: "certified",
    recordsTotal: 52_000_000,
  },
  cutover: Temporal.Instant.from("2026-03-02T01:30:00Z"),
  timeZone: "Europe/Berlin",
  owner: "U0ANA",
  roles: {
    technical_lead: "U0TOM",
    compliance_officer: "U0JONAS",
    business_sponsor: "U0EVA",
    it_audit: "U0LI",
    operations_lead: "U0MARIA",
  },
  budgetEstimate: undefined,
  settings: {
    digestTime: "09:00",
    quiet: { from: "18:00", to: "08:00" },
    workingDays: [1, 2, 3, 4, 5],
    escalation: { ownerAfterDays: 1, sponsorAfterDays: 3 },
  },
  template: { name: "post-migration", sha256: "0".repeat(64) },
  status: "open",
  startedAt: Temporal.Instant.from("2026-03-02T02:00:00Z"),
};

export function itemOf(id: string, changes: Partial<Item> = {}): Item {
  return {
    closeoutId: hrProd.id,
    id,
    list: "immediate",
    position: 0,
    title: `Title of ${id}`,
    due: Temporal.Instant.from("2026-03-03T01:30:00Z"),
    state: { kind: "open" },
    assignee: undefined,
    snoozedUntil: undefined,
    ...changes,
  };
}

const now = Temporal.Instant.from("2026-03-02T09:00:00Z");

/** Use cases that find one closeout in `C0HRPROD` and agree to everything; single ones can be replaced. */
export function stubUseCases(replaced: Partial<UseCases> = {}): { useCases: UseCases; calls: Call[] } {
  const calls: Call[] = [];
  const card = {
    kind: "card",
    closeout: hrProd,
    health: "on_track",
    phases: [],
    overdue: [],
    awaited: [],
    decommission: undefined,
  } as const;
  const items = {
    closeout: hrProd,
    now,
    lists: [
      { id: "immediate", title: "First 24 hours", parent: undefined, items: [itemOf("I1"), itemOf("I2")] },
    ],
  };
  const agreeing: UseCases = {
    admitMember: async ({ user, installation }) => ({
      kind: "admitted",
      member: { ...installation, user, name: user, timeZone: "Europe/Berlin" },
    }),
    prepareStart: async () => ({ kind: "ready", preset: { timeZone: "Europe/Berlin" } }),
    startCloseout: async () => ({ kind: "started", closeout: hrProd }),
    searchMigrations: async () => ({ kind: "found", migrations: [] }),
    changeItem: async ({ itemId }) => ({ kind: "changed", closeout: hrProd, item: itemOf(itemId) }),
    findCloseout: async ({ channel }) => (channel === hrProd.channel ? hrProd : undefined),
    readStatus: async () => card,
    readItems: async () => items,
    readItem: async ({ itemId }) => ({
      closeout: hrProd,
      now,
      item: itemOf(itemId),
      hint: undefined,
      notes: [],
      mayChange: true,
      maySkip: true,
      mayChangeDue: true,
    }),
    readTodo: async () => ({ now, entries: [{ closeout: hrProd, item: itemOf("I1") }] }),
    readHome: async () => ({ now, todo: [{ closeout: hrProd, item: itemOf("I1") }], closeouts: [card] }),
    changeSettings: async () => ({ kind: "changed", closeout: hrProd }),
    readArchive: async () => ({
      closeout: hrProd,
      now,
      kinds: [],
      artifacts: [],
      run: undefined,
      mayRun: true,
    }),
    startArchive: async () => ({ kind: "started", closeout: hrProd }),
    askVerification: async () => ({ kind: "asked", closeout: hrProd, artifacts: 1 }),
    holdArtifact: async ({ number }) => ({ kind: "no_such_artifact", closeout: hrProd, number }),
    classifyArtifact: async ({ number }) => ({ kind: "no_such_artifact", closeout: hrProd, number }),
    decideDisposal: async () => ({ kind: "already", closeout: hrProd }),
    turnPage: async () => true,
    refreshMessage: async () => undefined,
    reviveCard: async () => undefined,
  };
  return { useCases: recording({ ...agreeing, ...replaced }, calls), calls };
}

function recording(useCases: UseCases, calls: Call[]): UseCases {
  return new Proxy(useCases, {
    get(target, name: keyof UseCases) {
      const useCase = target[name];
      return (input: never) => {
        calls.push({ name, input });
        return useCase(input);
      };
    },
  });
}
