import { escapeEntities } from "./mrkdwn.ts";
import type { Channel, Command, Person } from "./wire.ts";

/**
 * Turns what somebody typed into what Slack sends: `& < >` as entities, `@name` and `#channel` as references where they
 * name somebody or something of the workspace, `@here`, `@channel` and `@everyone` as broadcasts, web addresses as links.
 */
export function encodeMessage(text: string, people: Iterable<Person>, channels: Iterable<Channel>): string {
  const byName = new Map([...people].map((person) => [person.name.toLowerCase(), person.id]));
  const byChannel = new Map([...channels].map((channel) => [channel.name.toLowerCase(), channel.id]));
  return escapeEntities(text)
    .replace(/(?<![\w<])https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"]/g, (url) => `<${url}>`)
    .replace(/(?<![\w<])@([\w.-]*\w)/g, (all, name: string) => {
      const id = byName.get(name.toLowerCase());
      if (id !== undefined) return `<@${id}>`;
      return /^(?:here|channel|everyone)$/.test(name) ? `<!${name}>` : all;
    })
    .replace(/(?<![\w<&])#([\w-]*\w)/g, (all, name: string) => {
      const id = byChannel.get(name.toLowerCase());
      return id === undefined ? all : `<#${id}>`;
    });
}

/** What the words before the cursor could become. */
export type Completion =
  | { readonly kind: "command"; readonly matches: readonly Command[] }
  /** A command is complete; its usage is shown while its arguments are typed. */
  | { readonly kind: "usage"; readonly command: Command }
  | { readonly kind: "person"; readonly from: number; readonly matches: readonly Person[] };

/** Finds what can complete a text at the cursor; undefined when nothing can. */
export function completionFor(
  text: string,
  cursor: number,
  commands: readonly Command[],
  people: readonly Person[],
): Completion | undefined {
  const before = text.slice(0, cursor);
  if (/^\/\S*$/.test(before)) {
    const matches = commands.filter((each) => each.command.startsWith(before.toLowerCase()));
    return matches.length > 0 ? { kind: "command", matches } : undefined;
  }
  const name = /^(\/\S+)\s/.exec(before)?.[1];
  const command = commands.find((each) => each.command === name);
  const mention = /(?:^|\s)@([\w.-]*)$/.exec(before)?.[1];
  if (mention !== undefined) {
    const wanted = mention.toLowerCase();
    const begins = (word: string): boolean => word.toLowerCase().startsWith(wanted);
    const there = people.filter((person) => !person.deleted);
    const byHandle = there.filter(({ name: handle }) => begins(handle));
    const byName = there.filter(
      (person) => !byHandle.includes(person) && person.realName.split(" ").some(begins),
    );
    const matches = [...byHandle, ...byName].slice(0, 8);
    if (matches.length > 0) return { kind: "person", from: cursor - mention.length - 1, matches };
  }
  return command === undefined ? undefined : { kind: "usage", command };
}

/** The text and the cursor after a completion was chosen; undefined when it offers no choice of that number. */
export function completed(
  found: Completion,
  chosen: number,
  text: string,
  cursor: number,
): { readonly text: string; readonly cursor: number } | undefined {
  if (found.kind === "usage") return undefined;
  if (found.kind === "command") {
    const command = found.matches[chosen]?.command;
    return command === undefined ? undefined : { text: `${command} `, cursor: command.length + 1 };
  }
  const name = found.matches[chosen]?.name;
  const before = `${text.slice(0, found.from)}@${name} `;
  return name === undefined ? undefined : { text: before + text.slice(cursor), cursor: before.length };
}
