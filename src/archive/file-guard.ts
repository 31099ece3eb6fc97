import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { type Guard, laterOf } from "../domain/archive/retention.ts";
import { syncFolder, temporaryPrefix } from "./durable-files.ts";
import { systemCode } from "./file-faults.ts";

/** What is kept beside an object. `promised` is the latest day ever promised: going from "indefinite" back to a day keeps it. */
const guardSchema = z.object({
  retain_until: z.union([z.literal("indefinite"), z.iso.date()]),
  promised: z.iso.date().optional(),
  hold: z.boolean(),
});

/** The file that guards an object; it lies in the same folder. */
export function guardPath(path: string): string {
  return join(dirname(path), `.guard-${basename(path)}`);
}

/** What keeps an object from being removed; `undefined` when nothing was ever promised. Unreadable counts as a fault. */
export async function readGuard(path: string): Promise<Guard | undefined> {
  const kept = await readKept(path);
  return kept === undefined ? undefined : toGuard(kept);
}

/** Sets what keeps an object, never a day earlier than was promised, and returns what holds now. */
export async function writeGuard(path: string, guard: Guard): Promise<Guard> {
  const before = (await readKept(path))?.promised;
  const promised = before === undefined ? undefined : Temporal.PlainDate.from(before);
  const until = promised === undefined ? guard.retainUntil : laterOf(guard.retainUntil, promised);
  const day = until === "indefinite" ? before : until.toString();
  const kept = {
    retain_until: until.toString(),
    ...(day === undefined ? {} : { promised: day }),
    hold: guard.hold,
  };
  const temporary = join(dirname(path), `${temporaryPrefix}${randomUUID()}`);
  const handle = await open(temporary, "wx", 0o640);
  try {
    await handle.writeFile(`${JSON.stringify(kept)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, guardPath(path));
  await syncFolder(dirname(path));
  return { retainUntil: until, hold: guard.hold };
}

export async function removeGuard(path: string): Promise<void> {
  await rm(guardPath(path), { force: true });
}

async function readKept(path: string): Promise<z.infer<typeof guardSchema> | undefined> {
  try {
    return guardSchema.parse(JSON.parse(await readFile(guardPath(path), "utf8")));
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function toGuard(kept: z.infer<typeof guardSchema>): Guard {
  const until = kept.retain_until;
  return {
    retainUntil: until === "indefinite" ? until : Temporal.PlainDate.from(until),
    hold: kept.hold,
  };
}
