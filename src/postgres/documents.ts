import type { Kysely } from "kysely";
import type { Document } from "../domain/document.ts";
import type { Database } from "./schema/schema.ts";

/** Keeps a document in the caller's transaction; bytes that the closeout has already are left as they are. */
export async function insertDocument(
  transaction: Kysely<Database>,
  closeoutId: string,
  { sha256, name, mediaType, bytes, savedAt }: Document,
): Promise<void> {
  await transaction
    .insertInto("document")
    .values({
      closeout_id: closeoutId,
      sha256,
      name,
      media_type: mediaType,
      bytes: Buffer.from(bytes),
      saved_at: savedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** A closeout's document by its hash. */
export async function readDocument(
  db: Kysely<Database>,
  closeoutId: string,
  sha256: string,
): Promise<Document | undefined> {
  const row = await db
    .selectFrom("document")
    .selectAll()
    .where("closeout_id", "=", closeoutId)
    .where("sha256", "=", sha256)
    .executeTakeFirst();
  return (
    row && {
      sha256: row.sha256,
      name: row.name,
      mediaType: row.media_type,
      bytes: row.bytes,
      savedAt: row.saved_at,
    }
  );
}
