import { useEffect, useState } from "preact/hooks";
import { isObject, type JsonObject, numberAt, objectsAt, stringAt, textAt } from "../json.ts";
import type { Reading } from "../page-context.ts";
import type { ElementProps } from "./element-props.ts";
import { optionLabel } from "./fields.ts";
import { searchChoices } from "./search-choices.ts";
import { controlName, textOf } from "./surface.ts";

/** One thing that can be chosen. */
export type Choice = {
  readonly value: string;
  readonly label: string;
  readonly description: string;
  /** Whose picture stands beside it. */
  readonly person?: string;
};

/** Choices under a heading; most lists are one group without. */
export type ChoiceGroup = { readonly label: string; readonly choices: readonly Choice[] };

/** What a select has to offer for what was typed, or why there is nothing yet. */
export type Offer = { readonly groups: readonly ChoiceGroup[]; readonly note: string };

/** The choices of a select for a search: its own, the workspace's people or channels, or what the app answers. */
export function useOffer(props: ElementProps, query: string): Offer {
  const type = (stringAt(props.element, "type") ?? "").replace(/^multi_/, "");
  const external = useExternalOffer(props, query, type === "external_select");
  switch (type) {
    case "external_select":
      return external;
    case "users_select":
      return offer([{ label: "", choices: people(props.surface.reading) }], query);
    case "channels_select":
    case "conversations_select":
      return offer([{ label: "", choices: channels(props.surface.reading) }], query);
    default:
      return offer(groupsIn(props.element), query);
  }
}

/** The name of a chosen value that came with no label: a person's or a channel's. */
export function nameOf(value: string, props: ElementProps): string {
  const { people: known, channels: places } = props.surface.reading;
  const own = groupsIn(props.element).flatMap((group) => group.choices);
  const channel = places.get(value);
  return (
    own.find((each) => each.value === value)?.label ??
    known.get(value)?.realName ??
    (channel === undefined ? value : `#${channel.name}`)
  );
}

/** The options or option groups of an element or of an app's answer. */
export function groupsIn(from: JsonObject): ChoiceGroup[] {
  const grouped = objectsAt(from, "option_groups");
  if (grouped.length > 0) {
    return grouped.map((group) => ({
      label: textOf(group, "label"),
      choices: objectsAt(group, "options").map(choice),
    }));
  }
  return [{ label: "", choices: objectsAt(from, "options").map(choice) }];
}

function choice(option: JsonObject): Choice {
  return {
    value: textAt(option, "value"),
    label: optionLabel(option),
    description: textOf(option, "description"),
  };
}

function offer(groups: readonly ChoiceGroup[], query: string): Offer {
  const left = groups
    .map((group) => ({ ...group, choices: searchChoices(group.choices, query) }))
    .filter((group) => group.choices.length > 0);
  return { groups: left, note: left.length > 0 ? "" : "No results" };
}

function people(reading: Reading): Choice[] {
  return [...reading.people.values()]
    .filter((person) => person.kind !== "bot" && !person.deleted)
    .map((person) => ({
      value: person.id,
      label: person.realName,
      description: person.title,
      person: person.id,
    }));
}

function channels(reading: Reading): Choice[] {
  return [...reading.channels.values()].map((channel) => ({
    value: channel.id,
    label: `#${channel.name}`,
    description: channel.topic,
  }));
}

const SLACKS_SHORTEST_QUERY = 3;

/** Asks the app a moment after the last key, and forgets answers to questions that are no longer asked. */
function useExternalOffer(props: ElementProps, query: string, wanted: boolean): Offer {
  const [answer, setAnswer] = useState<{ readonly query: string; readonly offer: Offer } | undefined>(
    undefined,
  );
  const shortest = numberAt(props.element, "min_query_length") ?? SLACKS_SHORTEST_QUERY;
  const ask = wanted && query.trim().length >= shortest;
  const { options } = props.surface;
  const control = controlName(props.block, props.element);

  useEffect(() => {
    if (!ask) return undefined;
    let asked = true;
    const later = async (): Promise<void> => {
      const told = await options(control, query);
      const groups = groupsIn(isObject(told) ? told : {}).filter((group) => group.choices.length > 0);
      if (asked) setAnswer({ query, offer: { groups, note: groups.length > 0 ? "" : "No results" } });
    };
    const timer = setTimeout(() => void later(), answer === undefined ? 0 : 180);
    return () => {
      asked = false;
      clearTimeout(timer);
    };
  }, [ask, query, control.actionId, control.blockId]);

  if (!wanted) return { groups: [], note: "" };
  if (!ask) return { groups: [], note: `Type ${shortest} or more characters to search` };
  if (answer?.query === query) return answer.offer;
  return { groups: answer?.offer.groups ?? [], note: "Searching…" };
}
