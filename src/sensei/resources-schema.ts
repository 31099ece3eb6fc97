import { z } from "zod";
import type { MigrationResources } from "../domain/migration.ts";
import { lenient } from "./lenient.ts";

/**
 * The vendor documents nothing about what a migration still holds. These are the forms that we understand; everything else is
 * unknown, and so is what is absent.
 */
const gone = /^(?:deleted|released|removed|none|purged|cleaned)$/i;
const there = /^(?:present|available|retained|held|active)$/i;
const amount = z.union([
  z.number().nonnegative(),
  z
    .string()
    .regex(/^\s*\d{1,12}(?:\.\d+)?\s*$/)
    .transform(Number),
]);
const presence = z.union([
  z.boolean(),
  z
    .string()
    .regex(gone)
    .transform(() => false),
  z
    .string()
    .regex(there)
    .transform(() => true),
]);

type Held = { readonly present: boolean; readonly amount: number | undefined };

const held = z.union([
  amount.transform((value): Held => ({ present: value > 0, amount: value })),
  presence.transform((present): Held => ({ present, amount: present ? undefined : 0 })),
  z.array(z.unknown()).transform((list): Held => ({ present: list.length > 0, amount: list.length })),
  z
    .object({ status: lenient(presence), count: lenient(amount), gb: lenient(amount) })
    .transform(({ status, count, gb }, context): Held => {
      const value = count ?? gb;
      const present = status ?? (value === undefined ? undefined : value > 0);
      if (present !== undefined) return { present, amount: value };
      context.addIssue("says neither whether nor how much");
      return z.NEVER;
    }),
]);

/** What is left of a migration, from its `resources`. Never fails. */
export const resourcesSchema: z.ZodType<MigrationResources> = z
  .object({
    checkpoints: lenient(held),
    temporary_storage: lenient(held),
    temporary_storage_gb: lenient(held),
  })
  .catch({ checkpoints: undefined, temporary_storage: undefined, temporary_storage_gb: undefined })
  .transform(({ checkpoints, temporary_storage, temporary_storage_gb }) => {
    const storage = temporary_storage_gb ?? temporary_storage;
    return {
      checkpoints: checkpoints && { present: checkpoints.present, count: checkpoints.amount },
      temporaryStorage: storage && { present: storage.present, gigabytes: storage.amount },
    };
  });
