import type { Temporal } from "temporal-polyfill";
import { kindState } from "../../domain/archive/archival-evidence.ts";
import type { By } from "../../domain/baseline/measurement.ts";
import { insteadOfEvidence } from "../../domain/checklist/completed-by.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { peopleOfHappening } from "../../domain/decommission/decommission.ts";
import { decommissionPlan } from "../../domain/decommission/decommission-plan.ts";
import { decommissionSummary } from "../../domain/decommission/decommission-summary.ts";
import { emptyHandover, isReviewed } from "../../domain/handover/handover.ts";
import { dayInZone } from "../../domain/moment-words.ts";
import type { ReportSources } from "../../domain/report/report-sources.ts";
import { summarizeRetrospective } from "../../domain/retro/retro-summary.ts";
import { findTemplateItem, type Template } from "../../domain/template/template.ts";
import { isSenseiFault } from "../../ports.ts";
import { comparedIn } from "../baseline/compose-baseline.ts";
import { type DecommissionSources, decommissionFacts } from "../decommission/decommission-facts.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { summaryOf } from "./summarize-record.ts";

/** What a report is read from. */
export type CollectDeps = Pick<
  Deps,
  | "clock"
  | "closeouts"
  | "sensei"
  | "certificates"
  | "baselines"
  | "operations"
  | "artifacts"
  | "reports"
  | "signoffs"
  | "budgets"
  | "retros"
  | "actionItems"
  | "people"
  | "decommissions"
  | "handovers"
>;

/** Sensei has this long; a report that does without says so. */
const senseiPatienceMs = 5_000;

/**
 * Reads everything that a final report of this closeout is made of, at this moment. What only freezing brings about is left out: the
 * checklist's item for the report, and sign-offs on the report itself. A report that spoke of them would be another one by the time
 * it is signed.
 */
export async function collectReport(deps: CollectDeps, closeout: Closeout): Promise<ReportSources> {
  const { id } = closeout;
  const [
    template,
    migration,
    certificate,
    baseline,
    artifacts,
    items,
    operations,
    people,
    draft,
    signoffs,
    budget,
    events,
    handover,
  ] = await Promise.all([
    templateOf(deps, closeout),
    readMigration(deps, closeout),
    readCertificate(deps, closeout),
    readBaseline(deps, closeout),
    deps.artifacts.of(id),
    deps.closeouts.items([id]),
    deps.operations.latest(id),
    deps.reports.people(id),
    deps.reports.draft(id),
    deps.signoffs.all(id),
    deps.budgets.get(id),
    deps.decommissions.events(id),
    deps.handovers.get(id),
  ]);
  const reported = items.filter((item) => findTemplateItem(template, item.id)?.completed_by !== "report");
  const at = deps.clock.now();
  return {
    closeout,
    at,
    migration,
    certificate,
    baseline,
    budget,
    ...(await readRetrospective(deps, closeout, people)),
    decommission: await summarizeDecommission(
      deps,
      template,
      { closeout, items, events, requests: signoffs },
      people,
      at,
    ),
    signoffs: signoffs.filter(({ documents }) => documents.every(({ origin }) => origin.kind !== "report")),
    operations,
    items: reported,
    byHand: reported.flatMap((item) => {
      const insteadOf = insteadOfEvidence(template, item, (one) =>
        isReviewed(handover ?? emptyHandover, one),
      );
      return insteadOf === undefined ? [] : [{ item, insteadOf }];
    }),
    archive: {
      kinds: template.artifacts.map((kind) => ({ kind, state: kindState(kind, artifacts) })),
      artifacts,
    },
    people,
    draft,
  };
}

/** How the source was decommissioned; `undefined` where the procedure asks for no evidence of it. */
async function summarizeDecommission(
  deps: Pick<Deps, "people">,
  template: Template,
  sources: DecommissionSources,
  known: readonly By[],
  at: Temporal.Instant,
): Promise<ReportSources["decommission"]> {
  const plan = decommissionPlan(template);
  if (plan === undefined) return undefined;
  const { events, closeout } = sources;
  const users = new Set(events.flatMap(peopleOfHappening));
  const names = new Map<string, string>();
  for (const user of users) {
    const name = await nameOf(deps, closeout, known, user);
    if (name !== undefined) names.set(user, name);
  }
  return { summary: decommissionSummary(decommissionFacts(sources, plan, undefined, at), at), names };
}

async function nameOf(
  { people }: Pick<Deps, "people">,
  { installation }: Closeout,
  known: readonly By[],
  user: string,
): Promise<string | undefined> {
  return known.find((one) => one.user === user)?.name ?? (await people.profile(installation, user))?.name;
}

/** What the retrospective found, and what it left to be done, with people's names. */
async function readRetrospective(
  deps: CollectDeps,
  closeout: Closeout,
  known: readonly By[],
): Promise<Pick<ReportSources, "retrospective" | "actionItems">> {
  const { id, timeZone } = closeout;
  const retro = await deps.retros.get(id);
  if (retro === undefined) return { retrospective: undefined, actionItems: undefined };
  const { closedAt, wentWell, couldImprove, openActions } = summarizeRetrospective(
    retro,
    await deps.actionItems.ofCloseout(id),
  );
  const state = closedAt === undefined ? "open" : "closed";
  const when = closedAt === undefined ? "still open" : `closed ${dayInZone(closedAt, timeZone)}`;
  return {
    retrospective: {
      state,
      wentWell: wentWell.map(({ text }) => text),
      couldImprove: couldImprove.map(({ text }) => text),
      source: `Retrospective of this closeout, ${when}.`,
    },
    actionItems:
      state === "open"
        ? undefined
        : await Promise.all(
            openActions.map(async ({ title, owner, due }) => ({
              words: title,
              owner: await nameOf(deps, closeout, known, owner),
              due: dayInZone(due, timeZone),
            })),
          ),
  };
}

async function readMigration(
  { sensei }: Pick<Deps, "sensei">,
  { migration }: Closeout,
): Promise<ReportSources["migration"]> {
  try {
    const signal = AbortSignal.timeout(senseiPatienceMs);
    return { kind: "read", migration: await sensei.getMigration(migration.id, { signal }) };
  } catch (error) {
    if (!isSenseiFault(error)) throw error;
    return { kind: "unavailable", sentence: error.sentence };
  }
}

async function readCertificate(deps: CollectDeps, closeout: Closeout): Promise<ReportSources["certificate"]> {
  const record = await deps.certificates.latest(closeout.id);
  return record && { record, summary: await summaryOf(deps, closeout, record) };
}

async function readBaseline(deps: CollectDeps, closeout: Closeout): Promise<ReportSources["baseline"]> {
  const measurement = await deps.baselines.newest(closeout.id);
  return measurement && { measurement, baseline: await comparedIn(deps, closeout, measurement) };
}
