import type { Temporal } from "temporal-polyfill";
import type { Person } from "../identity.ts";
import { readReason } from "../reason.ts";
import type { DocumentOrigin, Purpose, SignoffRequest } from "./signoff.ts";
import { mayBeOverridden } from "./signoff-right.ts";
import { end } from "./signoff-turns.ts";

/** Ends of a request that are no decision of its signatories. */

export type Ending<Kind extends string> =
  | { readonly kind: Kind; readonly request: SignoffRequest }
  | { readonly kind: "ended" }
  | { readonly kind: "invalid"; readonly message: string };

/** Takes a request back, for a reason. Who may do so is decided by the caller. */
export function withdraw(
  request: SignoffRequest,
  { by, reason }: { readonly by: Person; readonly reason: string },
  now: Temporal.Instant,
): Ending<"withdrawn"> {
  if (request.state !== "open") return { kind: "ended" };
  const read = readReason(reason);
  if (!read.ok) return { kind: "invalid", message: read.message };
  return { kind: "withdrawn", request: end(request, "withdrawn", { at: now, by, reason: read.reason }) };
}

/** Goes on without the missing approvals, where the procedure allows that for this purpose. */
export function override(
  request: SignoffRequest,
  input: { readonly by: Person; readonly reason: string; readonly allowed: readonly Purpose[] },
  now: Temporal.Instant,
): Ending<"overridden"> | { readonly kind: "not_allowed" } {
  if (request.state !== "open") return { kind: "ended" };
  if (!mayBeOverridden(request, input.allowed)) return { kind: "not_allowed" };
  const read = readReason(input.reason);
  if (!read.ok) return { kind: "invalid", message: read.message };
  const { by } = input;
  return { kind: "overridden", request: end(request, "overridden", { at: now, by, reason: read.reason }) };
}

/** Whether two documents come from the same place, so that one takes the place of the other. A file has no successor. */
export function sameOrigin(one: DocumentOrigin, other: DocumentOrigin): boolean {
  if (one.kind === "file" || other.kind === "file") return false;
  if (one.kind === "plan" && other.kind === "plan") return one.of === other.of;
  return one.kind === other.kind;
}

/**
 * The request after a document of this origin has become another one: it ends, and what was signed is void, for it is not what is
 * there. `undefined` when the request does not speak of that document, or of these very bytes.
 */
export function supersede(
  request: SignoffRequest,
  origin: DocumentOrigin,
  sha256: string,
  now: Temporal.Instant,
): SignoffRequest | undefined {
  if (request.state !== "open") return undefined;
  const changed = request.documents.find(
    (document) => sameOrigin(document.origin, origin) && document.sha256 !== sha256,
  );
  if (changed === undefined) return undefined;
  const reason = `${changed.name} has changed`;
  return end(request, "superseded", { at: now, by: undefined, reason });
}
