import type { World } from "../../slack/world.ts";

/** Replaces `@name` by what `write` makes of the person's id and name, as Slack's client does while one types. */
export function mentionNames(
  world: World,
  text: string,
  write: (id: string, name: string) => string,
): string {
  const byName = new Map([...world.members.values()].map((member) => [member.name, member.id]));
  return text.replace(/(^|[\s(])@([a-z0-9._-]+)/g, (whole, before: string, typed: string) => {
    const name = byName.has(typed) ? typed : typed.replace(/[._-]+$/, "");
    const id = byName.get(name);
    return id === undefined ? whole : `${before}${write(id, name)}${typed.slice(name.length)}`;
  });
}

/** Escapes what a person typed as Slack does, leaving mentions such as `<@U123>` and `<#C123|name>` alone. */
export function escapeTyped(text: string): string {
  return text
    .split(/(<[@#!][^<>]*>)/)
    .map((part, index) => (index % 2 === 1 ? part : escapePlain(part)))
    .join("");
}

function escapePlain(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
