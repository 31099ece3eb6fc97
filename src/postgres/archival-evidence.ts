import type { Kysely } from "kysely";
import { missingKinds } from "../domain/archive/archival-evidence.ts";
import { restoreTemplate } from "../domain/template/template.ts";
import type { ArchivalEvidence } from "../ports.ts";
import { selectArtifacts, toArtifact } from "./artifact-rows.ts";
import type { Database } from "./schema/schema.ts";

/** Evidence from the retention register, judged by the template that the closeout was started from. */
export function createArchivalEvidence(db: Kysely<Database>): ArchivalEvidence {
  return {
    async verified(closeoutId) {
      const { template } = await db
        .selectFrom("closeout")
        .select("template")
        .where("id", "=", closeoutId)
        .executeTakeFirstOrThrow();
      const rows = await selectArtifacts(db).where("artifact.closeout_id", "=", closeoutId).execute();
      const missing = missingKinds(restoreTemplate(template), rows.map(toArtifact)).map(({ name }) => name);
      return { complete: missing.length === 0, missing };
    },
  };
}
