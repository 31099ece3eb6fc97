import { type Kysely, sql } from "kysely";
import { restoreTemplate } from "../domain/template.ts";
import type { ArchivalEvidence } from "../ports.ts";
import type { Database } from "./schema.ts";

/**
 * Whether every kind of artifact that the closeout's template keeps lies in the register, read back whole and not disposed of. A
 * store without a register has nothing archived.
 */
export function createArchivalEvidence(db: Kysely<Database>): ArchivalEvidence {
  return {
    async verified(closeoutId) {
      const { template } = await db
        .selectFrom("closeout")
        .select("template")
        .where("id", "=", closeoutId)
        .executeTakeFirstOrThrow();
      const { artifacts } = restoreTemplate(template);
      const there = await kindsThere(db, closeoutId);
      const missing = artifacts.filter(({ id }) => !there.has(id)).map(({ name }) => name);
      return { complete: missing.length === 0, missing };
    },
  };
}

/** Kinds with at least one artifact, and none that was altered or lost. */
async function kindsThere(db: Kysely<Database>, closeoutId: string): Promise<ReadonlySet<string>> {
  const { rows: tables } = await sql<{ there: boolean }>`
    select to_regclass('archived_artifact') is not null as there`.execute(db);
  if (tables[0]?.there !== true) return new Set();
  const { rows } = await sql<{ kind: string }>`
    select kind from archived_artifact
    where closeout_id = ${closeoutId} and kind is not null and disposed_at is null
    group by kind
    having bool_and(coalesce(verify_outcome, '') = 'whole')`.execute(db);
  return new Set(rows.map(({ kind }) => kind));
}
