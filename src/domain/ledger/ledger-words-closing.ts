import { type Said, several, shortHash, type WordsOf } from "./ledger-said.ts";

/** The final report. */
export const reportWords: WordsOf<"report"> = {
  "report.edited": (said) =>
    `edited the final report (${said.part("changed").names().join(", ") || "names"})`,
  "report.naming_changed": (said) =>
    said.is("named") ? "agreed to be named in the final report" : "asked not to be named in the final report",
  "report.frozen": (said) =>
    `froze version ${said.text("version")} of the final report (PDF ${shortHash(said.part("documents").text("pdf"))}, Markdown ${shortHash(said.part("documents").text("markdown"))})`,
};

/** What the migration has cost. */
export const budgetWords: WordsOf<"budget"> = {
  "budget.line_set": (said) =>
    `set the budget's line ${costs(said.part("after"), said.text("currency"))}${before(said)}`,
  "budget.line_removed": (said) => `removed a line of the budget${before(said)}`,
  "budget.imported": (said) => `imported ${several(said.count("lines"), "line")} into the budget`,
  "budget.reconciled": (said) =>
    `reconciled the budget: estimated ${amount(said, "estimated")}, actual ${amount(said, "actual")}${variance(said)}`,
};

/** Documents that had to change, and their reviews. */
export const documentWords: WordsOf<"document"> = {
  "document.changed": (said) =>
    `said what has changed for ${said.item()}${said.quoted("words")} (${said.text("link")})`,
  "document.reviewed": (said) =>
    `reviewed what ${said.person("changedBy")} had changed for ${said.item()}${said.quoted("words")}`,
};

/** The knowledge transfer. */
export const handoverWords: WordsOf<"handover"> = {
  "handover.session_saved": (said) =>
    `planned session ${said.text("session")} of the knowledge transfer${said.part("after").quoted("title")} on ${said.part("after").text("on")}`,
  "handover.team_changed": (said) =>
    `said who has to confirm the knowledge transfer (${several(said.count("to"), "person")})`.replace(
      "persons",
      "people",
    ),
  "handover.confirmed": (said) =>
    `confirmed “I can run this” for session ${said.text("session")}${said.quoted("title")}`,
  "handover.reminded": (said) => `reminded ${said.person("user")} to confirm session ${said.text("session")}`,
  "handover.unconfirmed": (said) =>
    `told the owner that ${said.person("user")} has not confirmed session ${said.text("session")}`,
};

function costs(line: Said, currency: string): string {
  const figures = (["estimated", "actual"] as const).map((name) => {
    const value = line.text(name);
    return `${name} ${value === "" ? "open" : `${value} ${currency}`.trim()}`;
  });
  return `“${line.text("name")}” to ${figures.join(", ")}`;
}

function before(said: Said): string {
  const line = said.part("before");
  return line.text("name") === "" ? "" : ` (before: ${costs(line, said.text("currency"))})`;
}

function amount(said: Said, name: string): string {
  const value = said.text(name);
  return value === "" ? "open" : `${value} ${said.text("currency")}`.trim();
}

function variance(said: Said): string {
  const words = said.text("variance");
  return words === "" ? "" : `, variance ${words}`;
}
