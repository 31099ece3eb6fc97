import { Temporal } from "temporal-polyfill";
import type { SenseiCallOptions, SenseiFault, SenseiReading, Validation } from "../ports.ts";
import { SenseiError } from "./errors.ts";
import { checkedId } from "./ids.ts";
import { parsePlan } from "./plan-schema.ts";
import type { Transport, TransportAnswer } from "./transport.ts";
import { parseValidationPage, validationSchema } from "./validation-schema.ts";

/** The calls about what a migration achieved and how that was proved. */
type Evidence = Omit<SenseiReading, "listMigrations" | "getMigration" | "ping">;

const pageSize = 100;
/** Nobody validates a migration more often; a list that never ends is a list that does not know `offset`. */
const mostPages = 20;
const largestPdfBytes = 32 * 1024 * 1024;

/** The reading calls besides those about migrations themselves. */
export function createEvidence(transport: Transport): Evidence {
  async function listValidations(typed: string, call?: SenseiCallOptions): Promise<readonly Validation[]> {
    const { id } = checkedId(transport, typed);
    const found = new Map<string, Validation>();
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await transport.call({
        method: "GET",
        path: "/validations",
        query: { migration_id: id, limit: `${pageSize}`, offset: `${page * pageSize}` },
        migrationId: id,
        signal: call?.signal,
      });
      const read = parseValidationPage(answer.json, pageSize);
      if (read === undefined) {
        throw transport.misunderstood(answer, "something that is not a list of validations");
      }
      for (const validation of read.validations) found.set(validation.id, validation);
      if (!read.hasMore) break;
    }
    return [...found.values()]
      .filter(({ migrationId }) => migrationId === undefined || migrationId === id)
      .toSorted(newestFirst);
  }

  /** A document of one migration; `subject` is what it is called. */
  async function document(typed: string, what: string, subject: string, call?: SenseiCallOptions) {
    const { id, inPath } = checkedId(transport, typed);
    const answer = await transport.call({
      method: "GET",
      path: `/migrations/${inPath}/${what}`,
      migrationId: id,
      subject,
      signal: call?.signal,
    });
    if (answer.json === undefined) {
      throw transport.misunderstood(answer, `nothing where the ${subject} should be`);
    }
    return answer;
  }

  return {
    listValidations,

    async getValidation(typed, call) {
      const { inPath } = checkedId(transport, typed, "validation");
      const answer = await transport.call({
        method: "GET",
        path: `/validations/${inPath}`,
        subject: "validation",
        signal: call?.signal,
      });
      const validation = validationSchema.safeParse(answer.json);
      if (!validation.success) {
        throw transport.misunderstood(answer, "something that is not a validation");
      }
      return validation.data;
    },

    async getCertificateDocument(typed, call) {
      const validations = await listValidations(typed, call);
      // Lists may leave the certificate's id out; only what passed can have one.
      const validation =
        validations.find(({ certificateId }) => certificateId !== undefined) ??
        validations.find(({ overallResult }) => overallResult === "passed");
      if (validation === undefined) {
        return { kind: "missing", why: "no_validation" };
      }
      const answer = await orNothing(
        transport.call({
          method: "GET",
          path: `/validations/${checkedId(transport, validation.id, "validation").inPath}/certificate`,
          migrationId: checkedId(transport, typed).id,
          subject: "certificate",
          signal: call?.signal,
        }),
      );
      return answer === undefined
        ? { kind: "missing", why: "no_certificate" }
        : { kind: "found", bytes: answer.bytes, validationId: validation.id, requestId: answer.requestId };
    },

    async getCertificatePdf(typed, call) {
      const { id, inPath } = checkedId(transport, typed);
      const answer = await orNothing(
        transport.call({
          method: "GET",
          path: `/migrations/${inPath}/certificate`,
          headers: { accept: "application/pdf" },
          form: "bytes",
          mostBytes: largestPdfBytes,
          migrationId: id,
          subject: "certificate",
          signal: call?.signal,
        }),
      );
      return answer === undefined
        ? { kind: "missing" }
        : { kind: "found", bytes: answer.bytes, requestId: answer.requestId };
    },

    async getPlan(typed, call) {
      const answer = await document(typed, "plan", "plan", call);
      const plan = parsePlan(answer.json);
      if (plan === undefined) {
        throw transport.misunderstood(answer, "something that is not a plan");
      }
      return plan;
    },

    async getPerformanceComparison(typed, call) {
      const { json, bytes, requestId } = await document(
        typed,
        "performance-comparison",
        "performance comparison",
        call,
      );
      return { json, bytes, requestId };
    },
  };
}

/** The answer, or `undefined` when there is no such document (or an empty one). Other faults pass on. */
async function orNothing(call: Promise<TransportAnswer>): Promise<TransportAnswer | undefined> {
  try {
    const answer = await call;
    return answer.bytes.length === 0 ? undefined : answer;
  } catch (error) {
    if (isAbout(error, "nothing_there")) return undefined;
    throw error;
  }
}

function isAbout(error: unknown, code: SenseiFault["code"]): boolean {
  return error instanceof SenseiError && error.code === code;
}

function newestFirst(a: Validation, b: Validation): number {
  if (a.completedAt === undefined || b.completedAt === undefined) {
    return Number(a.completedAt === undefined) - Number(b.completedAt === undefined);
  }
  return Temporal.Instant.compare(b.completedAt, a.completedAt);
}
