import { randomUUID } from "node:crypto";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { SignoffRequest } from "../../src/domain/signoff/signoff.ts";
import { changeSettings } from "../../src/usecases/change-settings.ts";
import type { Deps } from "../../src/usecases/deps.ts";
import { type DecideSignoffInput, decideSignoff } from "../../src/usecases/signoff/decide-signoff.ts";
import { requestSignoff, type SignoffForm } from "../../src/usecases/signoff/request-signoff.ts";
import { at } from "../domain/examples.ts";
import { smallTemplateText, templateFrom } from "./small-template.ts";
import { member, type World } from "./world.ts";

/** The small procedure, which allows break-glass for something else, and whose W2 is done once the project is accepted. */
export const signoffTemplate = templateFrom(
  `${smallTemplateText.replace("title: Ask the users }", "title: Ask the users, completed_by: project_acceptance }")}
signoffs: { break_glass: [other] }
`,
);

/** A form that asks technical lead, compliance officer and business sponsor until Friday of that week at five. */
export function aForm(different: Partial<SignoffForm> = {}): SignoffForm {
  return {
    purpose: "project_acceptance",
    title: "Acceptance of the project",
    meaning: "I accept the outcome of the migration.",
    documents: [],
    roles: ["technical_lead", "compliance_officer", "business_sponsor"],
    people: [],
    quorum: { kind: "all" },
    order: "parallel",
    decideBy: at("2026-03-06T17:00"),
    ...different,
  };
}

/** Ana, the owner, asks; throws what is wrong with the form. */
export async function requested(
  world: World,
  closeout: Closeout,
  form: Partial<SignoffForm> = {},
  as = "ana",
): Promise<SignoffRequest> {
  const outcome = await requestSignoff(world.deps, {
    closeoutId: closeout.id,
    member: member(as),
    form: aForm(form),
  });
  if (outcome.kind !== "requested") throw new Error(JSON.stringify(outcome));
  return outcome.request;
}

/** The owner gives roles to others, by way of the settings. */
export function giveRoles(
  world: World,
  { id: closeoutId, settings, roles: before }: Closeout,
  roles: Partial<Closeout["roles"]>,
) {
  return changeSettings(world.deps, {
    closeoutId,
    member: member("ana"),
    input: {
      digestTime: settings.digestTime,
      quietFrom: settings.quiet.from,
      quietTo: settings.quiet.to,
      workingDays: [...settings.workingDays],
      ...settings.escalation,
      roles: { ...before, ...roles },
    },
  });
}

/** Somebody's word; a new click each time unless told. */
export function decide(
  deps: Deps,
  request: Pick<SignoffRequest, "id">,
  as: string,
  decision: DecideSignoffInput["decision"] = "approved",
  different: Partial<DecideSignoffInput> = {},
) {
  return decideSignoff(deps, {
    requestId: request.id,
    member: member(as),
    decision,
    words: decision === "rejected" ? "It does not hold." : undefined,
    platformRequest: randomUUID(),
    ...different,
  });
}

/** The request as the store has it. */
export async function stored(world: World, { id }: Pick<SignoffRequest, "id">): Promise<SignoffRequest> {
  const request = await world.store.signoffs.get(id);
  if (request === undefined) throw new Error(`There is no request ${id}`);
  return request;
}

/** Kinds of the entries about sign-off in a closeout's ledger, without `signoff.`, and refusals; its chain is checked on the way. */
export async function said(world: World, closeout: Closeout): Promise<readonly string[]> {
  return (await world.ledger(closeout))
    .map(({ kind }) => kind)
    .filter((kind) => kind.startsWith("signoff.") || kind === "act.refused")
    .map((kind) => kind.replace("signoff.", ""));
}

/** What somebody was told directly about sign-off, such as `request` and `file`, oldest first. */
export function told(world: World, name: string): readonly string[] {
  return spoken(world, { kind: "direct", user: `U_${name.toUpperCase()}` });
}

/** What stands in a conversation besides the card. */
export function spoken(world: World, conversation: Parameters<World["chat"]["in"]>[0]): readonly string[] {
  return world.chat
    .in(conversation)
    .filter(({ notice }) => notice.kind !== "card")
    .map(({ notice }) => (notice.kind === "signoff" ? notice.about : notice.kind));
}
