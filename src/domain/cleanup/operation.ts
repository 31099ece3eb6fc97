import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Person } from "../identity.ts";
import type { CleanupFacts, OperationKind, Reading } from "./cleanup-facts.ts";

/**
 * Life of an operation. `planned`: asked for, and a sign-off has to release it. `confirmed`: it may run. `running`: the call
 * is out, or was accepted. `uncertain`: nobody knows yet whether it happened. The other three are ends.
 */
export const operationStates = [
  "planned",
  "confirmed",
  "running",
  "uncertain",
  "succeeded",
  "failed",
  "refused",
] as const;
export type OperationState = (typeof operationStates)[number];

/** Of these there is at most one for each kind (and task) of a closeout. */
export const liveStates = [
  "planned",
  "confirmed",
  "running",
  "uncertain",
] as const satisfies readonly OperationState[];

/**
 * What may be out there: nothing; a call that was noted before it was made (`sent`); one that was accepted and not finished;
 * one whose outcome was lost. Only while there is nothing may a call be made.
 */
export const doubts = ["none", "sent", "accepted", "lost"] as const;
export type Doubt = (typeof doubts)[number];

/** What is kept of an end. Vendor's and people's words are plain text. */
export const receiptSchema = z.object({
  /** `done`: by our call; `already`: nothing was left to do; `settled`: a person said so. */
  how: z.enum(["done", "already", "settled", "failed", "not_happened", "refused"]),
  /** By what it is known: Sensei's answer, a look at the migration, a person's word; nothing, where nothing was done. */
  knownBy: z.enum(["answer", "reading", "person", "none"]),
  /** Its outcome was unknown for a while. */
  afterDoubt: z.boolean().optional(),
  requestId: z.string().optional(),
  /** HTTP status of the answer that was taken for true. */
  status: z.int().optional(),
  message: z.string().optional(),
  logUrl: z.string().optional(),
  /** Our sentence about what went wrong, or why it was refused. */
  sentence: z.string().optional(),
  /** Who settled or refused it, by user id. */
  by: z.string().optional(),
  reason: z.string().optional(),
  evidence: z.string().optional(),
});
export type Receipt = Readonly<z.infer<typeof receiptSchema>>;

/** Something that Sensei or the company's automation is asked to do, at most once. */
export type Operation = {
  readonly id: string;
  readonly closeoutId: string;
  readonly kind: OperationKind;
  /** Id of the infrastructure item, of a `task`. */
  readonly task: string | undefined;
  readonly state: OperationState;
  /** The same for every try of this operation. */
  readonly key: string;
  /** What the plan was drawn from that was clicked on. */
  readonly facts: CleanupFacts;
  readonly requestedBy: Person;
  readonly requestedAt: Temporal.Instant;
  /** Why the protected order was overridden, by the requester. */
  readonly override: string | undefined;
  readonly released:
    | {
        readonly by: Person;
        readonly at: Temporal.Instant;
        readonly words: string | undefined;
        /** The compliance officer, by user id, when a delegate of theirs has decided. */
        readonly onBehalfOf: string | undefined;
      }
    | undefined;
  readonly doubt: Doubt;
  /** How often a call was noted, over all tries. */
  readonly attempts: number;
  readonly sentAt: Temporal.Instant | undefined;
  readonly requestIds: readonly string[];
  /** Looks at the migration since the call was noted. */
  readonly checks: number;
  /** 0 to 1, where it is known. */
  readonly progress: number | undefined;
  /** What the last answer or look said, in a sentence for people. */
  readonly said: string | undefined;
  /** When it will be looked at again, roughly: for people. */
  readonly nextCheck: Temporal.Instant | undefined;
  readonly receipt: Receipt | undefined;
  readonly endedAt: Temporal.Instant | undefined;
  /** Number of the ledger entry of its end, once there is one. */
  readonly ledgerSeq: number | undefined;
};

/** Nothing is known of the migration. */
export const unknownFacts: CleanupFacts = {
  status: "unknown",
  vendorStatus: "",
  checkpoints: null,
  storage: null,
  archival: { complete: false, missing: [] },
};

/** An operation that begins. Its key follows from its id, so that it is the same for every try. */
export function newOperation(about: {
  readonly id: string;
  readonly closeoutId: string;
  readonly kind: OperationKind;
  readonly task: string | undefined;
  readonly by: Person;
  readonly at: Temporal.Instant;
  readonly override: string | undefined;
}): Operation {
  const { id, closeoutId, kind, task, by, at, override } = about;
  return {
    id,
    closeoutId,
    kind,
    task,
    state: "confirmed",
    key: `closeout-${id}`,
    facts: unknownFacts,
    requestedBy: by,
    requestedAt: at,
    override,
    released: undefined,
    doubt: "none",
    attempts: 0,
    sentAt: undefined,
    requestIds: [],
    checks: 0,
    progress: undefined,
    said: undefined,
    nextCheck: undefined,
    receipt: undefined,
    endedAt: undefined,
    ledgerSeq: undefined,
  };
}

/** Whether it has not ended. */
export function isLive(operation: Pick<Operation, "state">): boolean {
  return liveStates.some((state) => state === operation.state);
}

/** How patient we are, in milliseconds. */
export type OperationPolicy = {
  /** Between two looks at a migration of which we do not know what has become of it. */
  readonly checkMs: number;
  /** How long an accepted operation may take before it counts as uncertain. */
  readonly patienceMs: number;
  /** How often a call that certainly did nothing is made again without asking anybody. */
  readonly mostAttempts: number;
};

/** What came of a call, as far as the operation is concerned. */
export type CallOutcome =
  | {
      readonly kind: "done" | "accepted";
      readonly requestId: string;
      readonly status: number | undefined;
      readonly message: string | undefined;
      readonly logUrl?: string | undefined;
    }
  /** It may have happened. */
  | { readonly kind: "lost"; readonly requestId: string; readonly sentence: string }
  /** It surely did nothing: for good, or only for now (`afterMs`). `conflict` = the state does not allow it, perhaps any more. */
  | {
      readonly kind: "rejected";
      readonly requestId: string;
      readonly sentence: string;
      readonly conflict: boolean;
      readonly afterMs: number | undefined;
    };

/** A look at the migration (or at the automation's own account): what it says, or that it could not be had. */
export type Look =
  | {
      readonly kind: "seen";
      readonly reading: Reading;
      readonly progress: number | undefined;
      readonly message?: string | undefined;
      readonly logUrl?: string | undefined;
    }
  /** The automation says that it tried and failed. */
  | {
      readonly kind: "failed";
      readonly message: string | undefined;
      readonly logUrl: string | undefined;
    }
  | { readonly kind: "unreadable"; readonly sentence: string };

/** The operation after a step, and in how many milliseconds the next one is due; `undefined` after its end. */
export type Stepped = { readonly operation: Operation; readonly nextMs: number | undefined };
