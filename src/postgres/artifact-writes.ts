import { randomUUID } from "node:crypto";
import { type Transaction } from "kysely";
import type { ArtifactChanges, Hold, NewArtifact } from "../ports.ts";
import { leftoversWrites } from "./archive-leftovers.ts";
import { artifactRow, retainUntilColumn, selectArtifacts, toArtifact, toRun } from "./artifact-rows.ts";
import type { Database } from "./schema/schema.ts";
import { verificationWrites } from "./verifications.ts";

/** Rows a statement; PostgreSQL takes 65,535 values in one. */
const batch = 1_000;

/**
 * The register's side of one change of a closeout. Its row is locked, so that numbers are given out without gaps and nobody
 * decides about an artifact at the same time.
 */
export function artifactWrites(trx: Transaction<Database>, closeoutId: string): ArtifactChanges {
  return {
    ...registering(trx, closeoutId),
    ...running(trx, closeoutId),
    ...holding(trx),
    ...disposing(trx),
    ...verificationWrites(trx, closeoutId),
    ...leftoversWrites(trx, closeoutId),
  };
}

function registering(trx: Transaction<Database>, closeoutId: string) {
  const ours = () => selectArtifacts(trx).where("artifact.closeout_id", "=", closeoutId);
  return {
    all: async () => (await ours().orderBy("artifact.number").execute()).map(toArtifact),
    find: async (number) => {
      const row = await ours().where("artifact.number", "=", number).executeTakeFirst();
      return row && toArtifact(row);
    },
    register: async (runId, artifacts) => {
      const known = await trx
        .selectFrom("archived_artifact")
        .select(["location", "key", "number"])
        .where("closeout_id", "=", closeoutId)
        .execute();
      const taken = new Set(known.map(placeOf));
      const fresh = artifacts.filter(({ place }) => firstOf(taken, placeOf(place)));
      const last = known.reduce((highest, { number }) => Math.max(highest, number), 0);
      for (let from = 0; from < fresh.length; from += batch) {
        const rows = fresh.slice(from, from + batch).map((one: NewArtifact, index) => ({
          id: randomUUID(),
          closeout_id: closeoutId,
          run_id: runId,
          number: last + from + index + 1,
          ...artifactRow(one),
        }));
        await trx.insertInto("archived_artifact").values(rows).execute();
      }
      const rows = await ours().where("artifact.number", ">", last).orderBy("artifact.number").execute();
      return rows.map(toArtifact);
    },
    classify: async (artifactId, as) => {
      await trx
        .updateTable("archived_artifact")
        .set({
          kind: as.kind,
          classified_by: JSON.stringify(as.by),
          retention: as.retention,
          retain_until: retainUntilColumn(as.retainUntil),
          ...(as.moved === undefined
            ? {}
            : {
                location_name: as.moved.location,
                location: as.moved.place.location,
                key: as.moved.place.key,
              }),
        })
        .where("id", "=", artifactId)
        .execute();
    },
    saveStoreHold: async (artifactId, held) => {
      await trx
        .updateTable("archived_artifact")
        .set({ store_holds: held })
        .where("id", "=", artifactId)
        .execute();
    },
    saveVerification: async (artifactId, at, outcome) => {
      await trx
        .updateTable("archived_artifact")
        .set({ verified_at: at, verify_outcome: outcome })
        .where("id", "=", artifactId)
        .execute();
    },
  } satisfies Partial<ArtifactChanges>;
}

function placeOf({ location, key }: { location: string; key: string }): string {
  return `${location}/${key}`;
}

/** Whether this is new, and remembers it. */
function firstOf(taken: Set<string>, place: string): boolean {
  if (taken.has(place)) return false;
  taken.add(place);
  return true;
}

function running(trx: Transaction<Database>, closeoutId: string) {
  return {
    startRun: async (run) => {
      const current = await trx
        .selectFrom("archive_run")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .where("state", "=", "running")
        .executeTakeFirst();
      if (current !== undefined) return { kind: "running" as const, run: toRun(current) };
      await trx
        .insertInto("archive_run")
        .values({
          id: run.id,
          closeout_id: closeoutId,
          state: "running",
          started_by: JSON.stringify(run.startedBy),
          started_at: run.startedAt,
        })
        .execute();
      return { kind: "started" as const };
    },
    endRun: async ({ run, claim }, at, end) => {
      const ended = await trx
        .updateTable("archive_run")
        .set({ state: end.kind, finished_at: at, why: end.kind === "completed" ? null : end.why })
        .where("id", "=", run.id)
        .where("closeout_id", "=", closeoutId)
        .where("claim", "=", claim)
        .where("state", "=", "running")
        .executeTakeFirst();
      return ended.numUpdatedRows > 0n;
    },
  } satisfies Partial<ArtifactChanges>;
}

function isHeld(trx: Transaction<Database>, artifactId: string) {
  return trx
    .selectFrom("artifact_hold")
    .select("id")
    .where("artifact_id", "=", artifactId)
    .where("released_at", "is", null)
    .executeTakeFirst();
}

async function isGone(trx: Transaction<Database>, artifactId: string): Promise<boolean> {
  const row = await trx
    .selectFrom("archived_artifact")
    .select("disposed_at")
    .where("id", "=", artifactId)
    .executeTakeFirst();
  return row === undefined || row.disposed_at !== null;
}

function holding(trx: Transaction<Database>) {
  return {
    placeHold: async (artifactId, { by, at, reason }) => {
      if ((await isHeld(trx, artifactId)) !== undefined || (await isGone(trx, artifactId))) return false;
      await trx
        .insertInto("artifact_hold")
        .values({
          id: randomUUID(),
          artifact_id: artifactId,
          placed_by: JSON.stringify(by),
          placed_at: at,
          reason,
        })
        .execute();
      // What was decided before the hold was decided without knowing of it: it has to be decided anew after the release.
      await takeBack(trx, artifactId, { by, at, reason });
      return true;
    },
    releaseHold: async (artifactId, { by, at, reason }) => {
      const released = await trx
        .updateTable("artifact_hold")
        .set({ released_by: JSON.stringify(by), released_at: at, release_reason: reason })
        .where("artifact_id", "=", artifactId)
        .where("released_at", "is", null)
        .executeTakeFirst();
      return released.numUpdatedRows > 0n;
    },
  } satisfies Partial<ArtifactChanges>;
}

/** Turns a proposal or an approval into a rejection. */
async function takeBack(
  trx: Transaction<Database>,
  artifactId: string,
  { by, at, reason }: Hold,
): Promise<boolean> {
  const taken = await trx
    .updateTable("artifact_disposal")
    .set({ decision: "rejected", decided_by: JSON.stringify(by), decided_at: at, reason })
    .where("artifact_id", "=", artifactId)
    .where((eb) => eb.or([eb("decision", "is", null), eb("decision", "=", "approved")]))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

function disposing(trx: Transaction<Database>) {
  const openDisposal = (artifactId: string) =>
    trx
      .selectFrom("artifact_disposal")
      .select(["id", "decision"])
      .where("artifact_id", "=", artifactId)
      .where((eb) => eb.or([eb("decision", "is", null), eb("decision", "=", "approved")]))
      .executeTakeFirst();
  return {
    proposeDisposal: async (artifactId, request, at) => {
      if ((await openDisposal(artifactId)) !== undefined) return false;
      await trx
        .insertInto("artifact_disposal")
        .values({ id: randomUUID(), artifact_id: artifactId, request, noticed_at: at })
        .execute();
      return true;
    },
    decideDisposal: async (artifactId, { kind, by, at, reason }) => {
      const open = await openDisposal(artifactId);
      if (open === undefined || open.decision !== null) return false;
      if (kind === "approved" && (await isHeld(trx, artifactId)) !== undefined) return false;
      await trx
        .updateTable("artifact_disposal")
        .set({ decision: kind, decided_by: JSON.stringify(by), decided_at: at, reason })
        .where("id", "=", open.id)
        .execute();
      return true;
    },
    voidDisposal: (artifactId, because) => takeBack(trx, artifactId, because),
    markDisposed: async (artifactId, at, by) => {
      const open = await openDisposal(artifactId);
      if (open?.decision !== "approved" || (await isHeld(trx, artifactId)) !== undefined) return false;
      const marked = await trx
        .updateTable("archived_artifact")
        .set({ disposed_at: at, disposed_by: JSON.stringify(by) })
        .where("id", "=", artifactId)
        .where("disposed_at", "is", null)
        .executeTakeFirst();
      return marked.numUpdatedRows > 0n;
    },
  } satisfies Partial<ArtifactChanges>;
}
