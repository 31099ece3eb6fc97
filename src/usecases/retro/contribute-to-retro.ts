import { randomUUID } from "node:crypto";
import { localDate } from "../../domain/checklist/working-time.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import {
  type Contribution,
  isOwn,
  keyOf,
  mostContributions,
  type ReadSaying,
  type Retrospective,
  readSaying,
  type Saying,
  type SayingInput,
  withContribution,
  withContributions,
} from "../../domain/retro/retrospective.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../refusal.ts";
import {
  inOpenRetro,
  type NoOpenRetro,
  type RetroDeps,
  type RetroTarget,
  refreshBoard,
} from "./retro-act.ts";

type Wrong = Extract<ReadSaying, { readonly ok: false }>;

export type ContributeOutcome =
  | { readonly kind: "contributed"; readonly closeout: Closeout; readonly contribution: Contribution }
  | ({ readonly kind: "invalid" } & Pick<Wrong, "field" | "message">)
  | Refusal
  | NoOpenRetro;

export type ChangeContributionOutcome =
  | { readonly kind: "changed"; readonly closeout: Closeout; readonly contribution: Contribution }
  | { readonly kind: "removed"; readonly closeout: Closeout }
  /** Somebody else's, or without the secret nobody's. */
  | { readonly kind: "not_own"; readonly closeout: Closeout; readonly anonymous: boolean }
  | { readonly kind: "gone"; readonly closeout: Closeout }
  | ({ readonly kind: "invalid" } & Pick<Wrong, "field" | "message">)
  | Refusal
  | NoOpenRetro;

type SayDeps = RetroDeps & Pick<Deps, "people">;

/**
 * Puts somebody's words on the board. `secret` came with the form; whoever has it can change or remove the words, and the same form
 * received twice adds them once. Of an anonymous contribution neither store nor ledger learns whose it is.
 */
export async function contributeToRetro(
  deps: SayDeps,
  { say, secret, ...target }: RetroTarget & { readonly say: SayingInput; readonly secret: string },
): Promise<ContributeOutcome> {
  const read = await check(deps, target, say);
  if (read === undefined) return { kind: "no_closeout" };
  return await inOpenRetro<ContributeOutcome>(deps, target, "contribute", async (change, retro) => {
    const { closeout } = change;
    if (!read.ok) return { kind: "invalid", field: read.field, message: read.message };
    const before = retro.contributions.find(({ key }) => key === keyOf(secret));
    if (before !== undefined) return { kind: "contributed", closeout, contribution: before };
    if (retro.contributions.length >= mostContributions) {
      const message = `The board is full: it takes ${mostContributions} contributions.`;
      return { kind: "invalid", field: "text", message };
    }
    const contribution = newContribution(retro, read.saying, target.member, secret);
    await change.retro.save(withContributions(retro, [contribution]));
    await recordNamed(change, retro, target.member, "retro.contributed", contribution);
    await refreshBoard(change);
    return { kind: "contributed", closeout, contribution };
  });
}

/** A contribution as it goes on the board: with the writer's name where names stand. */
export function newContribution(
  { anonymous }: Pick<Retrospective, "anonymous">,
  saying: Saying,
  { user, name }: Member,
  secret: string,
): Contribution {
  const by = anonymous ? null : { user, name };
  return { ...saying, id: randomUUID(), by, key: keyOf(secret), ballots: [], counted: 0 };
}

/** Changes or removes (`say` is `undefined`) one's own contribution. */
export async function changeContribution(
  deps: SayDeps,
  input: RetroTarget & {
    readonly contributionId: string;
    readonly secret: string | undefined;
    readonly say: Omit<SayingInput, "section"> | undefined;
  },
): Promise<ChangeContributionOutcome> {
  const { contributionId, secret, say, ...target } = input;
  const known = await deps.closeouts.get(target.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const stranger = say === undefined ? undefined : await strangerOf(deps, known, say.owner);
  return await inOpenRetro<ChangeContributionOutcome>(deps, target, "contribute", async (change, retro) => {
    const { closeout } = change;
    const found = retro.contributions.find(({ id }) => id === contributionId);
    if (found === undefined) return { kind: "gone", closeout };
    if (!isOwn(found, { user: target.member.user, secret })) {
      return { kind: "not_own", closeout, anonymous: retro.anonymous };
    }
    if (say === undefined) {
      await change.retro.save(withContribution(retro, found.id, undefined));
      await recordNamed(change, retro, target.member, "retro.removed", found);
      await refreshBoard(change);
      return { kind: "removed", closeout };
    }
    const { section, id, by, key, ballots, counted } = found;
    const read = readSaying({ ...say, section }, localDate(deps.clock.now(), closeout.timeZone));
    const wrong = read.ok ? (section === "action" ? stranger : undefined) : read;
    if (wrong !== undefined) return { kind: "invalid", field: wrong.field, message: wrong.message };
    if (!read.ok) return { kind: "gone", closeout };
    const contribution: Contribution = { ...read.saying, id, by, key, ballots, counted };
    await change.retro.save(withContribution(retro, id, contribution));
    await recordNamed(change, retro, target.member, "retro.changed", contribution);
    await refreshBoard(change);
    return { kind: "changed", closeout, contribution };
  });
}

/** Where names stand, the ledger says who did it and to which contribution; never the words, which their writer may take back. */
async function recordNamed(
  change: CloseoutChange,
  { anonymous }: Pick<Retrospective, "anonymous">,
  member: Member,
  kind: "retro.contributed" | "retro.changed" | "retro.removed",
  { id, section }: Contribution,
): Promise<void> {
  // An entry at the moment at which somebody wrote anonymously would lead to them; what was said is counted at the end.
  if (anonymous) return;
  await change.record({ actor: personOf(member), kind, data: { contribution: id, section } });
}

async function check(
  deps: Pick<SayDeps, "clock" | "closeouts" | "people">,
  { closeoutId }: RetroTarget,
  say: SayingInput,
): Promise<ReadSaying | undefined> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return undefined;
  const read = readSaying(say, localDate(deps.clock.now(), closeout.timeZone));
  if (!read.ok || read.saying.section !== "action") return read;
  return (await strangerOf(deps, closeout, read.saying.owner)) ?? read;
}

/** Why somebody cannot be given an action item; `undefined` where they can. */
export async function strangerOf(
  { people }: Pick<Deps, "people">,
  closeout: Closeout,
  user: string | undefined,
): Promise<(Wrong & { readonly field: "owner" }) | undefined> {
  if (user === undefined) return undefined;
  const profile = await people.profile(closeout.installation, user);
  if (profile?.kind === "member") return undefined;
  const message =
    "Action items can be given only to full members of this workspace: no guest, no bot, nobody from outside.";
  return { ok: false, field: "owner", message };
}
