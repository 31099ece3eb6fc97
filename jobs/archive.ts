import { z } from "zod";
import type { JobProcessor } from "../src/ports.ts";

const id = z.uuid();
const runSchema = z.object({ runId: id });
const verificationSchema = z.object({ verificationId: id });
const artifactSchema = z.object({ closeoutId: id, number: z.int().min(1) });
const bundleSchema = z.object({ bundleId: id });
const closeoutSchema = z.object({ closeoutId: id });

/** What the archive's jobs call. All of them find nothing to do when they are repeated. */
export type ArchiveUseCases = {
  readonly archive: (payload: z.output<typeof runSchema>) => Promise<unknown>;
  readonly verifyAsked: (payload: z.output<typeof verificationSchema>) => Promise<unknown>;
  readonly verifyInTurn: (payload: z.output<typeof artifactSchema>) => Promise<unknown>;
  readonly guard: (payload: z.output<typeof artifactSchema>) => Promise<unknown>;
  readonly makeBundle: (payload: z.output<typeof bundleSchema>) => Promise<unknown>;
  readonly dispose: (payload: z.output<typeof closeoutSchema>) => Promise<unknown>;
  readonly clearLeftovers: (payload: z.output<typeof closeoutSchema>) => Promise<unknown>;
};

/** Takes an export into the archive; may take hours. */
export function archiveProcessor({ archive }: ArchiveUseCases): JobProcessor {
  return async (payload) => {
    await archive(runSchema.parse(payload));
  };
}

/** Reads artifacts again because somebody asked for it. */
export function askedVerificationProcessor({ verifyAsked }: ArchiveUseCases): JobProcessor {
  return async (payload) => {
    await verifyAsked(verificationSchema.parse(payload));
  };
}

/** Reads one artifact again because it is its turn. */
export function verificationProcessor({ verifyInTurn }: ArchiveUseCases): JobProcessor {
  return async (payload) => {
    await verifyInTurn(artifactSchema.parse(payload));
  };
}

/** Tells the store of a hold, or of its end. */
export function guardProcessor({ guard }: ArchiveUseCases): JobProcessor {
  return async (payload) => {
    await guard(artifactSchema.parse(payload));
  };
}

/** Makes an evidence bundle. */
export function bundleProcessor({ makeBundle }: ArchiveUseCases): JobProcessor {
  return async (payload) => {
    await makeBundle(bundleSchema.parse(payload));
  };
}

/** Carries out approved disposals. */
export function disposalProcessor({ dispose }: ArchiveUseCases): JobProcessor {
  return async (payload) => {
    await dispose(closeoutSchema.parse(payload));
  };
}

/** Clears away what died runs left in the archive. */
export function leftoversProcessor({ clearLeftovers }: ArchiveUseCases): JobProcessor {
  return async (payload) => {
    await clearLeftovers(closeoutSchema.parse(payload));
  };
}
