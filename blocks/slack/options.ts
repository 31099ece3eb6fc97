import type { Option, OptionGroup } from "@slack/types";

/** Answer to a search among migrations. */
export function migrationOptions(
  _found: readonly { readonly id: string; readonly name: string; readonly status: string }[],
): { options: Option[] } {
  throw new Error("not drawn yet");
}

/** Answer to a search when Sensei does not answer: says so where the person looks. */
export function migrationsUnavailable(_sentence: string): { option_groups: OptionGroup[] } {
  throw new Error("not drawn yet");
}

/** Answer to a search among time zones. */
export function timeZoneOptions(_query: string): { options: Option[] } {
  throw new Error("not drawn yet");
}
