import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** The events of the vendor's webhooks that we act on; all others are acknowledged and left alone. */
export const vendorEventTypes = [
  "migration.completed",
  "validation.completed",
  "validation.failed",
  "certificate.generated",
] as const;
export type VendorEventType = (typeof vendorEventTypes)[number];

/** One event, as far as it matters to us. `createdAt` is the vendor's; events arrive in any order. */
export type VendorEvent = {
  readonly id: string;
  readonly type: VendorEventType;
  readonly migrationId: string;
  readonly migrationName: string | undefined;
  readonly validationId: string | undefined;
  readonly createdAt: Temporal.Instant;
};

const word = z.string().min(1).max(200);
const instant = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: "custom", message: "is not a moment such as 2026-03-02T01:30:00Z" });
    return z.NEVER;
  }
});

/** The envelope of every event (the vendor's "Webhooks"); members that it does not name may be there. */
const envelopeSchema = z.looseObject({
  id: word,
  type: word,
  created_at: instant,
  data: z.looseObject({}),
});

const dataSchema = z.looseObject({
  migration_id: word,
  migration_name: z.string().max(1_000).optional().catch(undefined),
  validation_id: word.optional().catch(undefined),
});

/** What a webhook's body turned out to be. `problem` repeats nothing of the body. */
export type ReadVendorEvent =
  | { readonly kind: "event"; readonly event: VendorEvent }
  /** Of a type that does not concern us. */
  | { readonly kind: "ignored"; readonly type: string }
  | { readonly kind: "malformed"; readonly problem: string };

/** Reads a webhook's body, once its signature has been checked. */
export function readVendorEvent(json: unknown): ReadVendorEvent {
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) return malformed(envelope.error);
  const { id, type: named, created_at: createdAt } = envelope.data;
  const type = vendorEventTypes.find((known) => known === named);
  if (type === undefined) return { kind: "ignored", type: named };
  const data = dataSchema.safeParse(envelope.data.data);
  if (!data.success) return malformed(data.error);
  return {
    kind: "event",
    event: {
      id,
      type,
      migrationId: data.data.migration_id,
      migrationName: data.data.migration_name,
      validationId: data.data.validation_id,
      createdAt,
    },
  };
}

function malformed(error: z.ZodError): ReadVendorEvent {
  const members = new Set(error.issues.map(({ path }) => path.join(".") || "the body"));
  return { kind: "malformed", problem: `not an event: look at ${[...members].join(", ")}` };
}
