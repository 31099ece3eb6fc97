import {
  type HeadObjectCommandOutput,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { dayOf, type Guard, laterOf, type RetainUntil } from "../domain/archive/retention.ts";

/** One object, and which of its versions. */
export type S3Object = {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string | undefined;
};

/**
 * Lets S3 itself keep an object: Object Lock in compliance mode, which nobody can undo before the day, and a legal hold for a
 * hold and for what is kept indefinitely, since a lock needs a day. A lock is only ever made longer.
 */
export async function lockObject(
  client: S3Client,
  object: S3Object,
  found: HeadObjectCommandOutput,
  guard: Guard,
): Promise<Guard> {
  const locked = lastLockedDay(found.ObjectLockRetainUntilDate);
  const wanted = guard.retainUntil;
  const until: RetainUntil = locked === undefined ? wanted : laterOf(wanted, locked);
  const needsLock =
    until !== "indefinite" && (locked === undefined || Temporal.PlainDate.compare(until, locked) > 0);
  const legalHold = guard.hold || until === "indefinite" ? "ON" : "OFF";
  // What protects comes first, what lets go last.
  if (legalHold === "ON") await setLegalHold(client, object, legalHold);
  if (needsLock) {
    const Retention = { Mode: "COMPLIANCE", RetainUntilDate: endOf(until) } as const;
    await client.send(new PutObjectRetentionCommand({ ...object, Retention, ChecksumAlgorithm: "SHA256" }));
  }
  if (legalHold === "OFF" && found.ObjectLockLegalHoldStatus === "ON") {
    await setLegalHold(client, object, legalHold);
  }
  return { retainUntil: until, hold: guard.hold };
}

async function setLegalHold(client: S3Client, object: S3Object, Status: "ON" | "OFF"): Promise<void> {
  await client.send(
    new PutObjectLegalHoldCommand({ ...object, LegalHold: { Status }, ChecksumAlgorithm: "SHA256" }),
  );
}

const dateSchema = z.coerce.date();

/** The moment at which the day is over in UTC, as the SDK wants it. */
function endOf(day: Temporal.PlainDate): Date {
  return dateSchema.parse(day.add({ days: 1 }).toZonedDateTime("UTC").epochMilliseconds);
}

function lastLockedDay(until: Date | undefined): Temporal.PlainDate | undefined {
  if (until === undefined) return undefined;
  return dayOf(Temporal.Instant.fromEpochMilliseconds(until.getTime() - 1));
}
