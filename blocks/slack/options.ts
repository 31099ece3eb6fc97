import type { PlainTextOption } from "@slack/types";
import { option, optionWords, plainWords } from "./elements.ts";
import { limits } from "./limits.ts";

/** A migration as far as a menu shows it. */
export type MigrationChoice = { readonly id: string; readonly name: string; readonly status: string };

/** Answer to a search in a menu, as Slack wants it. */
export type MenuAnswer =
  | { readonly options: PlainTextOption[] }
  | { readonly option_groups: { label: ReturnType<typeof plainWords>; options: PlainTextOption[] }[] };

/** A migration in a menu: its name, and below it its status and id. The value is the id. */
export function migrationOption({ id, name, status }: MigrationChoice): PlainTextOption {
  return {
    ...optionWords(name, id),
    description: plainWords(`${status.replaceAll("_", " ")} · ${id}`, limits.optionDescription),
  };
}

/** Value of the entry that stands in a menu when nothing could be looked up. */
export const nothingFound = "unavailable";

/** Answer to a search among migrations. What does not fit into a menu is said in its heading. */
export function migrationOptions(found: readonly MigrationChoice[]): MenuAnswer {
  const usable = found.filter(({ id }) => id.length > 0 && id.length <= limits.optionValue);
  return menu(usable.map(migrationOption));
}

/** Answer to a search when Sensei does not answer: the menu says so, for it is where the person looks. */
export function migrationsUnavailable(sentence: string): MenuAnswer {
  return {
    option_groups: [
      {
        label: plainWords(sentence, limits.groupLabel),
        options: [option("Type again in a moment", nothingFound)],
      },
    ],
  };
}

/** Answer to a search among time zones: `new york`, `berlin`, `utc`. Zones that begin with the words come first. */
export function timeZoneOptions(query: string): MenuAnswer {
  const wanted = comparable(query);
  const found = zones.filter(({ words }) => words.includes(wanted));
  const rank = ({ words }: Zone) => (words.startsWith(wanted) || words.includes(`/${wanted}`) ? 0 : 1);
  return menu(
    found.toSorted((one, other) => rank(one) - rank(other)).map(({ name }) => optionWords(name, name)),
  );
}

type Zone = { readonly name: string; readonly words: string };

const zones: readonly Zone[] = [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC"),
].map((name) => ({ name, words: comparable(name) }));

function comparable(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, " ");
}

function menu(options: PlainTextOption[]): MenuAnswer {
  if (options.length <= limits.selectOptions) return { options };
  const shown = options.slice(0, limits.selectOptions);
  const label = plainWords(
    `${shown.length} of ${options.length} found: type more to narrow it down`,
    limits.groupLabel,
  );
  return { option_groups: [{ label, options: shown }] };
}
