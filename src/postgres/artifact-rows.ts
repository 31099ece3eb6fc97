import { type Kysely, type Selectable, sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import type { RetainUntil } from "../domain/archive/retention.ts";
import type { ArchiveRun, Artifact, Disposal, NewArtifact } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** Artifacts with the hold that is on and the latest disposal, in columns of their own names. */
export function selectArtifacts(db: Kysely<Database>) {
  return db
    .selectFrom("archived_artifact as artifact")
    .leftJoin("artifact_hold as hold", (join) =>
      join.onRef("hold.artifact_id", "=", "artifact.id").on("hold.released_at", "is", null),
    )
    .leftJoinLateral(
      (lateral) =>
        lateral
          .selectFrom("artifact_disposal")
          .select(["request", "noticed_at", "decision", "decided_by", "decided_at", "reason"])
          .whereRef("artifact_id", "=", "artifact.id")
          .orderBy("noticed_at", "desc")
          .limit(1)
          .as("disposal"),
      (join) => join.onTrue(),
    )
    .selectAll("artifact")
    .select([
      "hold.placed_by as hold_by",
      "hold.placed_at as hold_at",
      "hold.reason as hold_reason",
      "disposal.request as disposal_request",
      "disposal.noticed_at as disposal_noticed_at",
      "disposal.decision as disposal_decision",
      "disposal.decided_by as disposal_by",
      "disposal.decided_at as disposal_at",
      "disposal.reason as disposal_reason",
    ]);
}

type ArtifactRow = Awaited<ReturnType<ReturnType<typeof selectArtifacts>["execute"]>>[number];

export function toArtifact(row: ArtifactRow): Artifact {
  return {
    id: row.id,
    closeoutId: row.closeout_id,
    number: row.number,
    runId: row.run_id,
    kind: row.kind ?? undefined,
    path: row.path,
    location: row.location_name,
    place: { location: row.location, key: row.key },
    bytes: row.bytes,
    sha256: row.sha256,
    mediaType: row.media_type,
    storedAt: row.stored_at,
    retention: row.retention,
    retainUntil: row.retain_until === null ? "indefinite" : Temporal.PlainDate.from(row.retain_until),
    classifiedBy: row.classified_by ?? undefined,
    verified:
      row.verified_at === null || row.verify_outcome === null
        ? undefined
        : { at: row.verified_at, outcome: row.verify_outcome },
    hold:
      row.hold_by === null || row.hold_at === null
        ? undefined
        : { by: row.hold_by, at: row.hold_at, reason: row.hold_reason ?? "" },
    storeHolds: row.store_holds,
    disposal: toDisposal(row),
    disposed:
      row.disposed_at === null || row.disposed_by === null
        ? undefined
        : { at: row.disposed_at, by: row.disposed_by },
  };
}

function toDisposal(row: ArtifactRow): Disposal | undefined {
  if (row.disposal_noticed_at === null) return undefined;
  const asked = { noticedAt: row.disposal_noticed_at, request: row.disposal_request ?? undefined };
  const { disposal_decision: kind, disposal_by: by, disposal_at: at } = row;
  if (kind === null || by === null || at === null) return { ...asked, kind: "waiting" };
  return { ...asked, kind, by, at, reason: row.disposal_reason ?? undefined };
}

export function artifactRow(artifact: NewArtifact) {
  return {
    kind: artifact.kind ?? null,
    path: artifact.path,
    location_name: artifact.location,
    location: artifact.place.location,
    key: artifact.place.key,
    bytes: artifact.bytes,
    sha256: artifact.sha256,
    media_type: artifact.mediaType,
    stored_at: artifact.storedAt,
    retention: artifact.retention,
    retain_until: retainUntilColumn(artifact.retainUntil),
    verified_at: artifact.verifiedAt,
    verify_outcome: "whole" as const,
  };
}

/** A day as PostgreSQL reads it; null is indefinite. */
export function retainUntilColumn(until: RetainUntil): string | null {
  return until === "indefinite" ? null : until.toString();
}

export function toRun(row: Selectable<Database["archive_run"]>): ArchiveRun {
  return {
    id: row.id,
    closeoutId: row.closeout_id,
    startedBy: row.started_by,
    startedAt: row.started_at,
    progress: {
      entries: row.entries_done,
      ofEntries: row.entries_total,
      bytes: row.bytes_done,
      ofBytes: row.bytes_total,
    },
    export:
      row.export_bytes === null || row.export_sha256 === null
        ? undefined
        : { bytes: row.export_bytes, sha256: row.export_sha256 },
    attempts: row.attempts,
    state: toRunState(row),
  };
}

function toRunState(row: Selectable<Database["archive_run"]>): ArchiveRun["state"] {
  if (row.state === "running") return { kind: "running" };
  if (row.finished_at === null) throw new TypeError(`Run ${row.id} has ended at no time`);
  if (row.state === "completed") return { kind: "completed", at: row.finished_at };
  return { kind: row.state, at: row.finished_at, why: row.why ?? "" };
}

/** `now()` of the database server, so many milliseconds on. */
export function inMs(ms: number) {
  return sql<Temporal.Instant>`now() + ${ms} * interval '1 millisecond'`;
}
