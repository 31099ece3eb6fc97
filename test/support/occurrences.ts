import type { Closeout } from "../../src/domain/closeout.ts";
import { local } from "../domain/examples.ts";
import type { World } from "./world.ts";

/** `kind Mon 2026-03-09 09:00` of every reminder of an item that still waits, earliest first. */
export async function waiting(world: World, { id }: Closeout, itemId: string): Promise<readonly string[]> {
  const rows = await world.db
    .selectFrom("occurrence")
    .select(["kind", "moment"])
    .where("closeout_id", "=", id)
    .where("item_id", "=", itemId)
    .where("status", "=", "waiting")
    .orderBy("moment")
    .orderBy("kind")
    .execute();
  return rows.map(({ kind, moment }) => `${kind} ${local(moment)}`);
}
