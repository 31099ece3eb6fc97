import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { type Act, type Capacity, mayDo } from "../../domain/permissions.ts";
import type { CloseoutChange, Member } from "../../ports.ts";

/** Why an act on the archive did not happen. */
export type ArchiveRefusal =
  | {
      readonly kind: "not_permitted";
      readonly closeout: Closeout;
      readonly act: Act;
      readonly who: readonly Capacity[];
    }
  | { readonly kind: "no_such_artifact"; readonly closeout: Closeout; readonly number: number }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly message: string }
  | { readonly kind: "closed"; readonly closeout: Closeout }
  | { readonly kind: "no_closeout" };

/** Refuses whoever may not do this, and writes that they tried into the ledger; `undefined` when they may. */
export async function refuseUnlessAllowed(
  change: CloseoutChange,
  act: Act,
  member: Member,
  tried: Readonly<Record<string, string | number>> = {},
): Promise<Extract<ArchiveRefusal, { readonly kind: "not_permitted" }> | undefined> {
  const permission = mayDo(act, change.closeout, member);
  if (permission.allowed) return undefined;
  await change.record({ actor: personOf(member), kind: "act.refused", data: { act, ...tried } });
  return { kind: "not_permitted", closeout: change.closeout, act, who: permission.who.map(({ as }) => as) };
}
