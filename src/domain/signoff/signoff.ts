import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { MetricName } from "../baseline/finding.ts";
import type { DocumentRef } from "../document.ts";
import type { Actor, Person } from "../identity.ts";
import type { Role } from "../role.ts";

/** What a sign-off is about. `other` says it in its title alone. */
export const purposes = [
  "project_acceptance",
  "decommission_source",
  "early_gate",
  "waiver",
  "checkpoints_release",
  "disposal",
  "other",
] as const;
export const purposeSchema = z.enum(purposes);
export type Purpose = z.infer<typeof purposeSchema>;

/** Where a document comes from, so that a newer one of the same origin is noticed. A `file` never changes by itself. */
export const documentOriginSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("report") }),
  z.object({ kind: z.literal("certificate") }),
  z.object({ kind: z.literal("baseline") }),
  z.object({ kind: z.literal("plan"), of: z.string() }),
  z.object({ kind: z.literal("file") }),
]);
export type DocumentOrigin = Readonly<z.infer<typeof documentOriginSchema>>;

/** One document that is being approved, by its exact bytes. */
export type SignoffDocument = DocumentRef & { readonly origin: DocumentOrigin };

/** What an approval sets in motion, in the same transaction as the decision that completes it. */
export type SignoffEffect =
  | { readonly kind: "none" }
  | { readonly kind: "release_operation"; readonly operation: string }
  | { readonly kind: "waive_finding"; readonly number: number; readonly metric: MetricName }
  /** Exactly these artifacts of the retention register, by their numbers and bytes. */
  | { readonly kind: "dispose"; readonly artifacts: readonly ArtifactRef[] };

/** An artifact of the retention register by its number, and the SHA-256 of its bytes. */
export type ArtifactRef = { readonly number: number; readonly sha256: string };

export const signoffDecisionKinds = ["approved", "rejected"] as const;

/** One person's word, as it is recorded for good. */
export type SignoffDecision = {
  readonly decision: (typeof signoffDecisionKinds)[number];
  readonly by: Person;
  /** Whose seat it was, when it was decided by a delegate. */
  readonly onBehalfOf: string | undefined;
  /** A comment, or the reason of a rejection. */
  readonly words: string | undefined;
  readonly at: Temporal.Instant;
  /** The closeout's IANA zone at that moment. */
  readonly timeZone: string;
  /** The platform's id of the click or form. */
  readonly platformRequest: string;
};

/** A signatory asks somebody else to decide in their place; it holds once that person accepts. */
export type Delegation = {
  readonly to: string;
  readonly name: string;
  readonly offeredAt: Temporal.Instant;
  readonly state: "offered" | "accepted" | "declined";
  readonly answeredAt: Temporal.Instant | undefined;
  readonly reason: string | undefined;
};

/** One place at the table: a person in one role, or a person asked by name. One decision per person and role. */
export type Seat = {
  readonly id: string;
  /** `undefined` for somebody who is asked by name. */
  readonly role: Role | undefined;
  readonly user: string;
  /** The person's name as printed when the request was made. */
  readonly name: string;
  /** In a sequence, its turn from 1; in parallel, always 1. */
  readonly turn: number;
  /** When it became their turn. */
  readonly askedAt: Temporal.Instant | undefined;
  readonly decision: SignoffDecision | undefined;
  readonly delegation: Delegation | undefined;
  /** Noticed to be no full member of the workspace any more. */
  readonly leftAt: Temporal.Instant | undefined;
  /** Somebody else was put in their place by the owner; the seat counts no more. */
  readonly replaced:
    | { readonly by: Person; readonly at: Temporal.Instant; readonly reason: string; readonly seat: string }
    | undefined;
  readonly reminded: number;
  readonly remindAt: Temporal.Instant | undefined;
  readonly ownerToldAt: Temporal.Instant | undefined;
  /** When to look next whether whoever is awaited in it is still there; `undefined` while nobody is. */
  readonly lookAt: Temporal.Instant | undefined;
};

/**
 * `overridden`: a policy allowed somebody to go on without the missing approvals, for a reason that everybody was told.
 * `superseded`: a document has changed, so that what was signed is not what is there; given signatures are void.
 */
export const signoffStates = [
  "open",
  "approved",
  "rejected",
  "withdrawn",
  "expired",
  "superseded",
  "overridden",
] as const;
export const signoffStateSchema = z.enum(signoffStates);
export type SignoffState = z.infer<typeof signoffStateSchema>;

/** All have to approve, or so many different people of them. */
export type Quorum = { readonly kind: "all" } | { readonly kind: "some"; readonly people: number };

export const signoffOrders = ["parallel", "sequence"] as const;
export type SignoffOrder = (typeof signoffOrders)[number];

/** A question that somebody asked before deciding. Its thread is below the channel's message. */
export type SignoffQuestion = {
  readonly id: string;
  readonly by: Person;
  readonly at: Temporal.Instant;
  readonly words: string;
};

/** A request for approval with everything that was said on it. */
export type SignoffRequest = {
  readonly id: string;
  readonly closeoutId: string;
  /** From 1 within its closeout: people say "sign-off 2". */
  readonly number: number;
  readonly purpose: Purpose;
  readonly title: string;
  /** What an approval states, such as "I accept the outcome of the migration as described in the final report." */
  readonly meaning: string;
  readonly documents: readonly SignoffDocument[];
  readonly seats: readonly Seat[];
  readonly quorum: Quorum;
  readonly order: SignoffOrder;
  readonly decideBy: Temporal.Instant;
  readonly effect: SignoffEffect;
  /** Closeout itself, where time is what asks. */
  readonly requestedBy: Actor;
  readonly requestedAt: Temporal.Instant;
  readonly questions: readonly SignoffQuestion[];
  readonly state: SignoffState;
  /** How it ended: by whom (`undefined`: by itself) and why. */
  readonly ended:
    | {
        readonly at: Temporal.Instant;
        readonly by: Person | undefined;
        readonly reason: string | undefined;
      }
    | undefined;
  /** The ledger's head that the messages print: that of the last change of this request. */
  readonly head: { readonly seq: number; readonly hash: string } | undefined;
};
