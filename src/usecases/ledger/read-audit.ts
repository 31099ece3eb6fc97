import { Temporal } from "temporal-polyfill";
import { assertNever } from "../../domain/assert-never.ts";
import type { Installation } from "../../domain/identity.ts";
import type { AuditFilter } from "../../domain/ledger/audit-command.ts";
import type { AuditLine, AuditView } from "../../domain/ledger/audit-view.ts";
import type { NameOf } from "../../domain/ledger/ledger-said.ts";
import { entrySentence, peopleIn } from "../../domain/ledger/ledger-words.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { LedgerFilter, LedgerPage, Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import type { NotPermitted } from "../refusal.ts";

/** Entries on one page, so that a page with long reasons stays within a message's limits. */
const pageSize = 8;

export type ReadAuditInput = {
  readonly closeoutId: string;
  readonly member: Member;
  readonly filter: AuditFilter;
  /** Counted from 0. */
  readonly page: number;
  /** The newest entry of the first page, when pages are turned. */
  readonly upTo: number | undefined;
};

/** Why a ledger is not shown. */
export type AuditRefusal = NotPermitted | { readonly kind: "no_closeout" };

export type ReadAuditOutcome = { readonly kind: "read"; readonly view: AuditView } | AuditRefusal;

/** The last entries of a ledger in words, newest first, a page at a time. Nothing is changed. */
export async function readAudit(
  deps: Pick<Deps, "closeouts" | "ledgers" | "people">,
  { closeoutId, member, filter, page, upTo }: ReadAuditInput,
): Promise<ReadAuditOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  const permission = mayDo("audit", closeout, member);
  if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
  const wanted = { number: page, size: pageSize, upTo };
  const found = await deps.ledgers.page(closeoutId, filterFor(filter, member), wanted);
  const view = {
    closeout,
    lines: await linesOf(deps, closeout.installation, found),
    total: found.total,
    page: found.number,
    pages: Math.max(1, Math.ceil(found.total / pageSize)),
    upTo: found.upTo,
  };
  return { kind: "read", view };
}

function filterFor({ people, items, kinds }: AuditFilter, member: Member): LedgerFilter {
  const by = people.map((person) => {
    switch (person.kind) {
      case "user":
        return { user: person.user };
      case "me":
        return { user: member.user };
      case "name":
        return { name: person.name };
      case "closeout":
        return { system: true as const };
      default:
        return assertNever(person);
    }
  });
  return {
    ...(by.length === 0 ? {} : { by }),
    ...(items.length === 0 ? {} : { items }),
    ...(kinds.length === 0 ? {} : { kinds }),
  };
}

async function linesOf(
  deps: Pick<Deps, "people">,
  installation: Installation,
  { entries }: LedgerPage,
): Promise<readonly AuditLine[]> {
  const nameOf = await namesFor(
    deps,
    installation,
    entries.flatMap(({ entry }) => peopleIn(entry)),
  );
  return entries.map(({ entry, hash }) => ({
    seq: entry.seq,
    at: Temporal.Instant.from(entry.at),
    actor: entry.actor,
    words: entrySentence(entry, nameOf),
    hash,
  }));
}

/** What people are called now; whom the platform does not tell is named by their id. */
async function namesFor(
  { people }: Pick<Deps, "people">,
  installation: Installation,
  users: readonly string[],
): Promise<NameOf> {
  const known = await Promise.all(
    [...new Set(users)].map(async (user): Promise<[string, string | undefined]> => {
      try {
        return [user, (await people.profile(installation, user))?.name];
      } catch {
        return [user, undefined];
      }
    }),
  );
  const names = new Map(known);
  return (user) => names.get(user);
}
