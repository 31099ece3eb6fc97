import type { Closeout } from "../domain/closeout.ts";
import type { Permission } from "../domain/permissions.ts";

/** Somebody may not do this; `who` could. */
export type NotPermitted = {
  readonly kind: "not_permitted";
  readonly closeout: Closeout;
  readonly who: Extract<Permission, { readonly allowed: false }>["who"];
};

/** Why somebody cannot act within a closeout: they may not, it is over, or there is none. */
export type Refusal =
  | NotPermitted
  | { readonly kind: "closed"; readonly closeout: Closeout }
  | { readonly kind: "no_closeout" };
