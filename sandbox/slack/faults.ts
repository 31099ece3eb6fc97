import { z } from "zod";

const shared = {
  /** A Web API method, `response_url`, `upload`, or `*` for all of them. */
  method: z.string().min(1),
  times: z.int().min(1).default(1),
  /** Lets so many matching calls pass first. */
  skip: z.int().min(0).default(0),
  channel: z.string().optional(),
};

/** A fault to inject into the next matching calls. */
export const FaultInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("429"), ...shared, retry_after: z.int().min(0).default(1) }),
  z.strictObject({ kind: z.enum(["500_before", "500_after", "drop_before", "drop_after"]), ...shared }),
  z.strictObject({ kind: z.literal("delay"), ...shared, delay_ms: z.number().min(0).default(1000) }),
  z.strictObject({ kind: z.literal("error"), ...shared, error: z.string().default("internal_error") }),
]);

export type Fault = z.infer<typeof FaultInput>;

/** The faults waiting to happen. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault that strikes this call, used up by one. */
  strike(method: string, channel: string | undefined): Fault | undefined {
    if (this.#waiting.length === 0) return undefined;
    for (const fault of this.#waiting) {
      if (fault.method !== "*" && fault.method !== method) continue;
      if (fault.channel !== undefined && fault.channel !== channel) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      if (fault.times === 0) this.#waiting = this.#waiting.filter((other) => other !== fault);
      return fault;
    }
    return undefined;
  }
}
