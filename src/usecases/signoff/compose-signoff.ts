import { assertNever } from "../../domain/assert-never.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { SignoffNotice } from "../../domain/signoff/signoff-notice.ts";
import { mayBeOverridden } from "../../domain/signoff/signoff-right.ts";
import type { ClaimedDelivery, SignoffSubject } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { artifactsOf } from "./signoff-artifacts.ts";

/** What a message about a sign-off says, from the state at this moment; `undefined` when what it is about is not there. */
export async function composeSignoff(
  deps: Pick<Deps, "artifacts" | "closeouts" | "signoffs">,
  closeout: Closeout,
  { conversation }: Pick<ClaimedDelivery, "conversation">,
  subject: SignoffSubject,
): Promise<SignoffNotice | undefined> {
  const request = await deps.signoffs.get(subject.request);
  if (request === undefined) return undefined;
  const common = { kind: "signoff", closeout, request } as const;
  switch (subject.about) {
    case "request": {
      const reader = conversation.kind === "direct" ? conversation.user : undefined;
      const { breakGlass } = (await templateOf(deps, closeout)).signoffs;
      const mayOverride = mayBeOverridden(request, breakGlass);
      const artifacts = await artifactsOf(deps, request);
      return { ...common, about: subject.about, reader, mayOverride, artifacts };
    }
    case "reminder":
    case "escalation":
    case "left":
    case "delegation": {
      const seat = request.seats.find(({ id }) => id === subject.seat);
      return seat && { ...common, about: subject.about, seat };
    }
    case "question": {
      const question = request.questions.find(({ id }) => id === subject.question);
      const inThread = subject.threadOf !== undefined;
      return question && { ...common, about: subject.about, question, inThread };
    }
    case "outcome":
      return { ...common, about: subject.about };
    default:
      return assertNever(subject);
  }
}
