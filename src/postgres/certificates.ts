import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { CertificateRecord } from "../domain/certificate/certificate-record.ts";
import type { Distribution, Recipient } from "../domain/certificate/distribution.ts";
import type { Certificates, CertificateWrites, DeliveryState } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** Certificates and their distribution in PostgreSQL. */
export function createCertificates(db: Kysely<Database>): Certificates {
  return {
    latest: (closeoutId) => readLatest(db, closeoutId),
    record: (recordId) => readRecord(db, recordId),
    current: (closeoutId) => readCurrent(db, closeoutId),
    distribution: (distributionId) => readDistribution(db, distributionId),

    async ofRecipient(recipientId) {
      const row = await db
        .selectFrom("certificate_recipient")
        .select("distribution")
        .where("id", "=", recipientId)
        .executeTakeFirst();
      return row && readDistribution(db, row.distribution);
    },

    async wanting(now, limit) {
      const { rows } = await sql<{ closeout_id: string }>`
        select distinct closeout_id from (
          select distribution.closeout_id
          from certificate_recipient recipient
          join distribution on distribution.id = recipient.distribution and distribution.current
          join delivery message on message.id = recipient.message_delivery
          join delivery file on file.id = recipient.file_delivery
          where delivered_at is null and failure is null and replaced_by is null
            and (message.status = 'refused' or file.status = 'refused'
              or (message.status = 'sent' and file.status = 'sent'))
          union all
          select distribution.closeout_id
          from certificate_recipient recipient
          join distribution on distribution.id = recipient.distribution and distribution.current
          where remind_at <= ${now}::timestamptz
        ) wanting
        join closeout on closeout.id = wanting.closeout_id and closeout.status = 'open'
        limit ${limit}`.execute(db);
      return rows.map(({ closeout_id }) => closeout_id);
    },
  };
}

/** The writing side, in the transaction of a change. */
export function certificateWrites(trx: Transaction<Database>, closeoutId: string): CertificateWrites {
  return {
    latest: () => readLatest(trx, closeoutId),
    current: () => readCurrent(trx, closeoutId),
    distribution: (distributionId) => readDistribution(trx, distributionId),

    async save(record) {
      await trx
        .insertInto("certificate")
        .values({
          id: record.id,
          closeout_id: closeoutId,
          number: sql<number>`(select coalesce(max(number), 0) + 1 from certificate where closeout_id = ${closeoutId})`,
          certificate_id: record.certificateId ?? null,
          outcome: JSON.stringify(record.check),
          json_sha256: record.jsonSha256 ?? null,
          pdf_sha256: record.pdfSha256 ?? null,
          picture_sha256: record.pictureSha256 ?? null,
          asked_at: record.askedAt,
          fetched_at: record.fetchedAt,
        })
        .execute();
    },

    async confirm(recordId, askedAt) {
      await trx.updateTable("certificate").set({ asked_at: askedAt }).where("id", "=", recordId).execute();
    },

    async begin(distribution) {
      await trx
        .updateTable("distribution")
        .set({ current: false })
        .where("closeout_id", "=", closeoutId)
        .where("current", "=", true)
        .execute();
      await trx
        .insertInto("distribution")
        .values({
          id: distribution.id,
          closeout_id: closeoutId,
          certificate: distribution.certificate.id,
          started_by: JSON.stringify(distribution.startedBy),
          started_at: distribution.startedAt,
          current: true,
        })
        .execute();
      for (const recipient of distribution.recipients) await addRecipient(trx, distribution.id, recipient);
    },

    addRecipient: (distributionId, recipient) => addRecipient(trx, distributionId, recipient),

    async saveRecipient(recipient) {
      await trx
        .updateTable("certificate_recipient")
        .set(recipientState(recipient))
        .where("id", "=", recipient.id)
        .execute();
    },

    async stopReminders() {
      await sql`
        update certificate_recipient set remind_at = null
        from distribution
        where distribution.id = certificate_recipient.distribution and distribution.current
          and distribution.closeout_id = ${closeoutId} and remind_at is not null`.execute(trx);
    },

    async deliveryStates(deliveryIds) {
      const rows = await trx
        .selectFrom("delivery")
        .select(["id", "status"])
        .where("id", "=", sql<string>`any(${deliveryIds}::uuid[])`)
        .execute();
      return new Map(rows.map(({ id, status }): [string, DeliveryState] => [id, status]));
    },
  };
}

async function addRecipient(
  trx: Transaction<Database>,
  distributionId: string,
  recipient: Recipient,
): Promise<void> {
  await trx
    .insertInto("certificate_recipient")
    .values({
      id: recipient.id,
      distribution: distributionId,
      position: sql<number>`(select count(*)::integer from certificate_recipient where distribution = ${distributionId})`,
      user_id: recipient.user,
      reasons: JSON.stringify(recipient.reasons),
      ...recipientState(recipient),
    })
    .execute();
}

function recipientState(recipient: Recipient) {
  return {
    message_delivery: recipient.messageDelivery ?? null,
    file_delivery: recipient.fileDelivery ?? null,
    sent_at: recipient.sentAt,
    delivered_at: recipient.deliveredAt ?? null,
    received_at: recipient.receivedAt ?? null,
    failure: recipient.failure ?? null,
    replaced_by: recipient.replaced?.by ?? null,
    replaced_because: recipient.replaced?.because ?? null,
    reminded: recipient.reminded,
    remind_at: recipient.remindAt ?? null,
    owner_told_at: recipient.ownerToldAt ?? null,
  };
}

async function readLatest(db: Kysely<Database>, closeoutId: string): Promise<CertificateRecord | undefined> {
  const row = await db
    .selectFrom("certificate")
    .selectAll()
    .where("closeout_id", "=", closeoutId)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && toRecord(row);
}

async function readRecord(db: Kysely<Database>, recordId: string): Promise<CertificateRecord | undefined> {
  const row = await db.selectFrom("certificate").selectAll().where("id", "=", recordId).executeTakeFirst();
  return row && toRecord(row);
}

async function readCurrent(db: Kysely<Database>, closeoutId: string): Promise<Distribution | undefined> {
  const row = await db
    .selectFrom("distribution")
    .selectAll()
    .where("closeout_id", "=", closeoutId)
    .where("current", "=", true)
    .executeTakeFirst();
  return row && toDistribution(db, row);
}

async function readDistribution(
  db: Kysely<Database>,
  distributionId: string,
): Promise<Distribution | undefined> {
  const row = await db
    .selectFrom("distribution")
    .selectAll()
    .where("id", "=", distributionId)
    .executeTakeFirst();
  return row && toDistribution(db, row);
}

async function toDistribution(
  db: Kysely<Database>,
  row: Selectable<Database["distribution"]>,
): Promise<Distribution> {
  const certificate = await readRecord(db, row.certificate);
  if (certificate === undefined) throw new TypeError(`Distribution ${row.id} has no certificate`);
  const recipients = await db
    .selectFrom("certificate_recipient")
    .selectAll()
    .where("distribution", "=", row.id)
    .orderBy("position")
    .execute();
  return {
    id: row.id,
    closeoutId: row.closeout_id,
    certificate,
    startedBy: row.started_by,
    startedAt: row.started_at,
    current: row.current,
    recipients: recipients.map(toRecipient),
  };
}

function toRecord(row: Selectable<Database["certificate"]>): CertificateRecord {
  return {
    id: row.id,
    closeoutId: row.closeout_id,
    certificateId: row.certificate_id ?? undefined,
    check: row.outcome,
    jsonSha256: row.json_sha256 ?? undefined,
    pdfSha256: row.pdf_sha256 ?? undefined,
    pictureSha256: row.picture_sha256 ?? undefined,
    askedAt: row.asked_at,
    fetchedAt: row.fetched_at,
  };
}

function toRecipient(row: Selectable<Database["certificate_recipient"]>): Recipient {
  return {
    id: row.id,
    user: row.user_id,
    reasons: row.reasons,
    messageDelivery: row.message_delivery ?? undefined,
    fileDelivery: row.file_delivery ?? undefined,
    sentAt: row.sent_at,
    deliveredAt: row.delivered_at ?? undefined,
    receivedAt: row.received_at ?? undefined,
    failure: row.failure ?? undefined,
    replaced:
      row.replaced_by === null ? undefined : { by: row.replaced_by, because: row.replaced_because ?? "" },
    reminded: row.reminded,
    remindAt: row.remind_at ?? undefined,
    ownerToldAt: row.owner_told_at ?? undefined,
  };
}
