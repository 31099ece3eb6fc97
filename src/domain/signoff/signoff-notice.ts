import type { Artifact } from "../archive/artifact.ts";
import type { Closeout } from "../closeout.ts";
import type { Seat, SignoffQuestion, SignoffRequest } from "./signoff.ts";

/** Everything that Closeout says about a sign-off request on its own initiative, from the state that it is in now. */
export type SignoffNotice = {
  readonly kind: "signoff";
  readonly closeout: Closeout;
  readonly request: SignoffRequest;
} & (
  | RequestNotice
  /** To somebody who is awaited; to the owner when they stay awaited; to the owner, and to whom they decide for, when they have left the workspace. */
  | { readonly about: "reminder" | "escalation" | "left"; readonly seat: Seat }
  /** To the person who is asked to decide in somebody's place. */
  | { readonly about: "delegation"; readonly seat: Seat }
  /** In the thread below the request, and to requester and asker. */
  | { readonly about: "question"; readonly question: SignoffQuestion; readonly inThread: boolean }
  | { readonly about: "outcome" }
);

/** The request itself; `reader` is whom it was sent to directly, `undefined` in the channel. */
export type RequestNotice = {
  readonly about: "request";
  readonly reader: string | undefined;
  /** A policy lets the owner go on without the missing approvals. */
  readonly mayOverride: boolean;
  /** What an approval disposes of, as the retention register has it now. */
  readonly artifacts: readonly Artifact[];
};
