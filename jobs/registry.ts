import type { JobProcessor, Queue } from "../src/ports.ts";
import { verificationJob } from "../src/usecases/archive/ask-verification.ts";
import { clearLeftoversJob } from "../src/usecases/archive/clear-leftovers.ts";
import { disposeJob } from "../src/usecases/archive/dispose-artifacts.ts";
import { guardJob } from "../src/usecases/archive/hold-artifact.ts";
import { scheduledVerificationJob } from "../src/usecases/archive/run-verification.ts";
import { archiveJob } from "../src/usecases/archive/start-archive.ts";
import { bundleJob } from "../src/usecases/bundle/ask-bundle.ts";
import { vendorEventJob } from "../src/usecases/certificate/hurry-vendor-events.ts";
import { runOperationJob } from "../src/usecases/cleanup/operation-ledger.ts";
import { deliverJob } from "../src/usecases/delivery/hurry-deliveries.ts";
import {
  type ArchiveUseCases,
  archiveProcessor,
  askedVerificationProcessor,
  bundleProcessor,
  disposalProcessor,
  guardProcessor,
  leftoversProcessor,
  verificationProcessor,
} from "./archive.ts";
import { type DeliverPayload, deliverProcessor } from "./deliver.ts";
import { recurringProcessor, sweepJob, tidyEveryMs, tidyJob } from "./recurring.ts";
import { type RunOperationPayload, runOperationProcessor } from "./run-operation.ts";
import { type VendorEventPayload, vendorEventProcessor } from "./vendor-event.ts";

/** What the jobs call, bound to its dependencies. */
export type JobUseCases = {
  readonly archive: ArchiveUseCases;
  sweep(): Promise<unknown>;
  tidy(): Promise<unknown>;
  deliver(payload: DeliverPayload): Promise<unknown>;
  runOperation(payload: RunOperationPayload): Promise<unknown>;
  vendorEvent(payload: VendorEventPayload): Promise<unknown>;
};

/** Every job by its name: what a worker serves. */
export function jobProcessors(useCases: JobUseCases): Readonly<Record<string, JobProcessor>> {
  return {
    [sweepJob]: recurringProcessor(() => useCases.sweep()),
    [tidyJob]: recurringProcessor(() => useCases.tidy()),
    [deliverJob]: deliverProcessor((payload) => useCases.deliver(payload)),
    [runOperationJob]: runOperationProcessor((payload) => useCases.runOperation(payload)),
    [vendorEventJob]: vendorEventProcessor((payload) => useCases.vendorEvent(payload)),
    [archiveJob]: archiveProcessor(useCases.archive),
    [verificationJob]: askedVerificationProcessor(useCases.archive),
    [scheduledVerificationJob]: verificationProcessor(useCases.archive),
    [bundleJob]: bundleProcessor(useCases.archive),
    [guardJob]: guardProcessor(useCases.archive),
    [disposeJob]: disposalProcessor(useCases.archive),
    [clearLeftoversJob]: leftoversProcessor(useCases.archive),
  };
}

/**
 * Makes the recurring jobs recur. Nothing depends on a single tick: a sweep that is missed costs lateness, never a reminder.
 * Safe to call at every start of every process.
 */
export async function scheduleJobs(
  queue: Pick<Queue, "every">,
  { sweepMs }: { readonly sweepMs: number },
): Promise<void> {
  await queue.every(sweepJob, sweepMs);
  await queue.every(tidyJob, tidyEveryMs);
}
