import { type Said, several, type WordsOf } from "./ledger-said.ts";

/** The retrospective. Of an anonymous one there are counts alone. */
export const retroWords: WordsOf<"retro"> = {
  "retro.opened": (said) =>
    `opened the retrospective, ${said.is("anonymous") ? "anonymous" : "with names"}, and invited ${several(said.count("invited"), "person").replace("persons", "people")}`,
  "retro.contributed": (said) =>
    said.text("section") === ""
      ? `counted the anonymous contributions: ${counts(said)}`
      : `contributed to “${sectionWords(said)}”`,
  "retro.changed": (said) => `changed their contribution to “${sectionWords(said)}”`,
  "retro.removed": (said) => `removed their contribution to “${sectionWords(said)}”`,
  "retro.closed": (said) =>
    `closed the retrospective: ${counts(said)}, ${several(said.count("votes"), "vote")}`,
};

/** What it left to be done. */
export const actionWords: WordsOf<"action"> = {
  "action.added": (said) =>
    `gave action item ${said.text("action")}${said.quoted("title")} to ${said.person("owner")}, due ${said.moment("due")}`,
  "action.done": (said) => `marked action item ${said.text("action")} as done`,
  "action.reopened": (said) => `reopened action item ${said.text("action")}`,
  "action.reassigned": (said) =>
    `gave action item ${said.text("action")} from ${said.person("from")} to ${said.person("to")}`,
  "action.due_changed": (said) =>
    `moved the due of action item ${said.text("action")} from ${said.moment("from")} to ${said.moment("to")}`,
};

const sections: Readonly<Record<string, string>> = {
  well: "What went well",
  improve: "What could improve",
  action: "Action items",
};

function sectionWords(said: Said): string {
  const section = said.text("section");
  return sections[section] ?? section;
}

function counts(said: Said): string {
  return Object.entries(sections)
    .map(([name, title]) => `${title.toLowerCase()} ${said.count(name)}`)
    .join(", ");
}
