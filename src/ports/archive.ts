import type { ArchivedBytes, ArchivePlace } from "../domain/archive/artifact.ts";
import type { Guard } from "../domain/archive/retention.ts";

export type { ArchivedBytes, ArchivePlace } from "../domain/archive/artifact.ts";

export type PutOptions = {
  /** When given, other bytes are refused with `altered` and nothing becomes visible. */
  readonly sha256?: string;
  /** How many are to come, where it is known; a store may size its parts by it. */
  readonly bytes?: number;
  /** Such as `application/pdf`; only some stores keep it. */
  readonly mediaType?: string;
};

/** `already_there`: an earlier run stored the very same bytes. */
export type PutOutcome = ArchivedBytes & { readonly kind: "stored" | "already_there" };

export type VerifyOutcome = ({ readonly kind: "there" } & ArchivedBytes) | { readonly kind: "missing" };

/**
 * Where archived artifacts are kept. Objects are written once and whole: until `put` resolves nobody sees any of it, and what
 * is there is never overwritten. Whatever goes wrong in a store, every method rejects with an {@link ArchiveFault}.
 */
export interface ArchiveStore {
  /**
   * Writes an object. A chunk of the source is done with when the next one is asked for. A source that fails ends it with that
   * same error, and nothing is left. Without a guard the object may be removed: see `protect`.
   */
  put(place: ArchivePlace, source: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<PutOutcome>;
  /** The object's bytes; `undefined` when there is none. */
  open(place: ArchivePlace): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Reads the whole object again, from where it lies. */
  verify(place: ArchivePlace): Promise<VerifyOutcome>;
  /**
   * Makes the store itself refuse removal: through the last day of the retention, and while a hold is on. A day once promised
   * is never taken back; the guard that now holds is returned. Doing it again changes nothing.
   */
  protect(place: ArchivePlace, guard: Guard): Promise<Guard>;
  /**
   * Removes an object, or does nothing when there is none. Only for an approved disposal, and for what a refused run has
   * written. Refuses with `protected` what a guard still keeps.
   */
  remove(place: ArchivePlace): Promise<void>;
  /**
   * Clears away what died runs left half-written below this key, and resolves with how many of it stay. Nobody else may be writing
   * there, unless `idleMs` is given: then what somebody has written to within so many milliseconds of real time stays.
   */
  cleanUp(location: string, keyPrefix: string, options?: { readonly idleMs?: number }): Promise<number>;
  /** The keys of whole objects below this one, in no particular order. */
  keys(location: string, keyPrefix: string): AsyncIterable<string>;
  /** The place in words, such as `folder /srv/archive/log-archive`. */
  describe(location: string): string;
  /** Resolves when objects can be written to this location, as far as can be known without writing one. */
  ping(location: string): Promise<void>;
}

/** What can be wrong with a store. */
export type ArchiveFaultCode =
  /** Something else lies at this key. */
  | "conflict"
  /** The bytes are not those that were expected. */
  | "altered"
  /** What was read back is not what was written. */
  | "damaged"
  | "full"
  | "denied"
  | "missing"
  /** A retention or a hold keeps it. */
  | "protected"
  /** No answer, or trouble on the other side. */
  | "unavailable"
  /** A location that the configuration gives no place. */
  | "not_configured"
  | "failed";

/** Why a store did not do what it was asked to. Holds no secret. */
export interface ArchiveFault extends Error {
  readonly name: "ArchiveError";
  readonly code: ArchiveFaultCode;
  /** Whether the same call may well succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** One or two sentences for the person who waits: what happened and what to do. */
  readonly sentence: string;
}

/** Whether something caught is a fault of an archive store, so that its sentence may be shown. */
export function isArchiveFault(caught: unknown): caught is ArchiveFault {
  return caught instanceof Error && caught.name === "ArchiveError";
}
