import { localDate } from "../../domain/checklist/working-time.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { type ReadImport, readImport } from "../../domain/retro/retro-import.ts";
import {
  keyOf,
  mostContributions,
  type Retrospective,
  readDay,
  type Saying,
  withContributions,
} from "../../domain/retro/retrospective.ts";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../refusal.ts";
import { newContribution, strangerOf } from "./contribute-to-retro.ts";
import {
  inOpenRetro,
  type NoOpenRetro,
  type RetroDeps,
  type RetroTarget,
  refreshBoard,
} from "./retro-act.ts";

export type ImportOutcome =
  /** What would be taken in; nothing was. */
  | {
      readonly kind: "preview";
      readonly closeout: Closeout;
      readonly retro: Retrospective;
      readonly sayings: readonly Saying[];
    }
  | { readonly kind: "imported"; readonly closeout: Closeout; readonly sayings: readonly Saying[] }
  | {
      readonly kind: "invalid";
      readonly field: "text" | "owner" | "due";
      readonly problems: readonly string[];
    }
  | Refusal
  | NoOpenRetro;

export type ImportInput = RetroTarget & {
  readonly text: string;
  /** For action items that name nobody, or no day (`2026-04-01`). */
  readonly owner: string | undefined;
  readonly due: string | undefined;
  readonly secret: string;
  /** The preview was seen: take it in. */
  readonly confirmed: boolean;
};

/** Reads pasted notes and shows what they are, or takes all of them in; never a part. The same form received twice adds them once. */
export async function importIntoRetro(
  deps: RetroDeps & Pick<Deps, "people">,
  { text, owner, due, secret, confirmed, ...target }: ImportInput,
): Promise<ImportOutcome> {
  const known = await deps.closeouts.get(target.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const read = await readNotes(deps, known, { text, owner, due, ...target });
  return await inOpenRetro<ImportOutcome>(deps, target, "contribute", async (change, retro) => {
    const { closeout } = change;
    if (!read.ok) return { kind: "invalid", field: read.field, problems: read.problems };
    const { sayings } = read;
    const room = mostContributions - retro.contributions.length;
    const secrets = sayings.map((_, index) => `${secret} ${index}`);
    if (retro.contributions.some(({ key }) => key === keyOf(secrets[0] ?? secret))) {
      return { kind: "imported", closeout, sayings };
    }
    if (sayings.length > room) {
      const problem = `The board has room for ${Math.max(0, room)} more, and these are ${sayings.length}.`;
      return { kind: "invalid", field: "text", problems: [problem] };
    }
    if (!confirmed) return { kind: "preview", closeout, retro, sayings };
    const added = sayings.map((saying, index) =>
      newContribution(retro, saying, target.member, secrets[index] ?? secret),
    );
    await change.retro.save(withContributions(retro, added));
    for (const { id, section } of retro.anonymous ? [] : added) {
      const data = { contribution: id, section, imported: true };
      await change.record({ actor: personOf(target.member), kind: "retro.contributed", data });
    }
    await refreshBoard(change);
    return { kind: "imported", closeout, sayings };
  });
}

type Notes = RetroTarget & Pick<ImportInput, "text" | "owner" | "due">;
type Read =
  | Extract<ReadImport, { readonly ok: true }>
  | { readonly ok: false; readonly field: "text" | "owner" | "due"; readonly problems: readonly string[] };

async function readNotes(
  deps: Pick<Deps, "clock" | "people" | "closeouts">,
  closeout: Closeout,
  { text, owner, due, member }: Notes,
): Promise<Read> {
  const now = deps.clock.now();
  const day = due === undefined ? undefined : readDay(due);
  const today = localDate(now, closeout.timeZone);
  if (due !== undefined && (day === undefined || day.since(today).sign < 0)) {
    return { ok: false, field: "due", problems: [`${due} is no day that lies ahead.`] };
  }
  const { timeZone } = closeout;
  const people = await peopleOf(deps, closeout, member.user);
  const read = readImport(text, { now, timeZone, people, owner, due });
  if (!read.ok) return { ...read, field: "text" };
  for (const saying of read.sayings) {
    const stranger = await strangerOf(deps, closeout, saying.section === "action" ? saying.owner : undefined);
    if (stranger !== undefined) return { ok: false, field: "text", problems: [stranger.message] };
  }
  return read;
}

/** Whom notes may name: everybody with a role, those who have an item, and whoever pastes. */
async function peopleOf(deps: Pick<Deps, "people" | "closeouts">, closeout: Closeout, pasting: string) {
  const items = await deps.closeouts.items([closeout.id]);
  const users = new Set([
    pasting,
    closeout.owner,
    ...Object.values(closeout.roles),
    ...items.flatMap(({ assignee }) => assignee ?? []),
  ]);
  const people: { readonly user: string; readonly name: string }[] = [];
  for (const user of users) {
    const profile = await deps.people.profile(closeout.installation, user);
    if (profile !== undefined) people.push({ user, name: profile.name });
  }
  return people;
}
