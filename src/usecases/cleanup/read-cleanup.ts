import { type CleanupView, infrastructureLists, latestOf, releaseOf } from "../../domain/cleanup/cleanup.ts";
import { blockersOf, cleanupFacts, senseiOperations } from "../../domain/cleanup/cleanup-facts.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { isSenseiFault, type KnownFacts } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";

type ReadDeps = Pick<
  Deps,
  "clock" | "closeouts" | "operations" | "archival" | "automation" | "sensei" | "signoffs"
>;

/** A reading of the migration at this moment, or why there is none. */
export type FactsReading =
  | { readonly kind: "known"; readonly known: KnownFacts }
  | { readonly kind: "unavailable"; readonly sentence: string };

/** Reads what a plan is drawn from, and keeps it for messages that are composed later. */
export async function readFacts(
  deps: Pick<Deps, "clock" | "operations" | "archival" | "sensei">,
  closeout: Closeout,
  withinMs: number,
): Promise<FactsReading> {
  try {
    const signal = AbortSignal.timeout(withinMs);
    const migration = await deps.sensei.getMigration(closeout.migration.id, { signal });
    const facts = cleanupFacts(migration, await deps.archival.verified(closeout.id));
    const known = { facts, readAt: deps.clock.now() };
    await deps.operations.saveFacts(closeout.id, known);
    return { kind: "known", known };
  } catch (error) {
    if (!isSenseiFault(error)) throw error;
    return { kind: "unavailable", sentence: error.sentence };
  }
}

/** The plan with fresh figures, as far as Sensei gives them. `undefined` when there is no such closeout. */
export async function readCleanup(
  deps: ReadDeps,
  { closeoutId }: { readonly closeoutId: string },
): Promise<CleanupView | undefined> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return undefined;
  const reading = await readFacts(deps, closeout, 2_000);
  if (reading.kind === "known") return await drawPlan(deps, closeout, reading.known, undefined);
  return await drawPlan(deps, closeout, await deps.operations.facts(closeoutId), reading.sentence);
}

/** The plan from what is known already, without asking Sensei. */
export async function drawPlan(
  deps: Pick<Deps, "clock" | "closeouts" | "operations" | "automation" | "signoffs">,
  closeout: Closeout,
  known: KnownFacts | undefined,
  unavailable: string | undefined,
): Promise<CleanupView> {
  const operations = await deps.operations.latest(closeout.id);
  const requests = await deps.signoffs.all(closeout.id);
  const lists = infrastructureLists(await templateOf(deps, closeout));
  const items = (await deps.closeouts.items([closeout.id])).filter(({ list }) => lists.includes(list));
  const tasks = await Promise.all(
    items.map(async (item) => ({
      item,
      note: (await deps.closeouts.notes(closeout.id, item.id)).at(-1),
      automated: deps.automation.has(item.id),
      latest: latestOf(operations, "task", item.id),
    })),
  );
  return {
    closeout,
    now: deps.clock.now(),
    known,
    unavailable,
    operations: senseiOperations.map((kind) => {
      const latest = latestOf(operations, kind);
      return {
        kind,
        latest,
        release: latest && releaseOf(requests, latest.id),
        blockers: known === undefined ? [] : blockersOf(kind, known.facts, false),
      };
    }),
    tasks,
  };
}
