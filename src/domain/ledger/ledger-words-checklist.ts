import { roleWords, type Said, several, shortHash, type WordsOf } from "./ledger-said.ts";

/** Closeouts as a whole. */
export const closeoutWords: WordsOf<"closeout"> = {
  "closeout.started": (said) =>
    `started the closeout “${said.text("name")}” of the migration ${said.text("migration")}, cut over ${said.moment("cutover")}`,
  "closeout.closed": (said) =>
    `closed the closeout “${said.text("name")}” upon version ${said.text("report")} of the final report (PDF ${shortHash(said.text("pdf"))}), accepted by sign-off ${said.text("signoff")}`,
  "closeout.reopened": (said) => `opened the closeout “${said.text("name")}” again${said.quoted("reason")}`,
};

/** Items of the checklist. */
export const itemWords: WordsOf<"item"> = {
  "item.completed": (said) => `marked ${said.item()} as done${byHand(said)}${because(said)}`,
  "item.reopened": (said) => {
    const was = said.text("was");
    return `reopened ${said.item()}${was === "" ? "" : `, which was ${was}`}${because(said)}`;
  },
  "item.skipped": (said) => `skipped ${said.item()}${said.quoted("reason")}`,
  "item.assigned": (said) => `gave ${said.item()} to ${said.person("to")} (before: ${said.person("from")})`,
  "item.snoozed": (said) => `snoozed ${said.item()} until ${said.moment("until")}`,
  "item.due_changed": (said) =>
    `moved the due of ${said.item()} from ${said.moment("from")} to ${said.moment("to")}${because(said)}`,
  "item.note_added": (said) =>
    `added ${said.text("kind") === "evidence" ? "evidence" : "a note"} to ${said.item()}${said.quoted("text")}`,
};

/** Where evidence was to complete it. */
function byHand(said: Said): string {
  return said.text("insteadOf") === "" ? "" : " by hand, instead of the evidence that completes it";
}

/** Why Closeout did it, where nobody else has. */
function because(said: Said): string {
  const why = said.text("because");
  return why === "" ? "" : `, because ${why}`;
}

/** Settings. */
export const settingsWords: WordsOf<"settings"> = {
  "settings.changed": (said) =>
    `changed the settings: digest at ${settingsOf(said.part("to"))} (before: ${settingsOf(said.part("from"))})`,
};

function settingsOf(settings: Said): string {
  const quiet = settings.part("quiet");
  const escalation = settings.part("escalation");
  return [
    settings.text("digestTime"),
    `quiet ${quiet.text("from")}–${quiet.text("to")}`,
    `working days ${settings.list("workingDays")}`,
    `owner told after ${several(escalation.count("ownerAfterDays"), "day")}`,
    `sponsor after ${several(escalation.count("sponsorAfterDays"), "day")}`,
  ].join(", ");
}

/** Roles. */
export const roleChangeWords: WordsOf<"roles"> = {
  "roles.changed": (said) => {
    const moved = said.names().map((role) => {
      const change = said.part(role);
      return `${roleWords(role)} is ${change.person("to")} (before: ${change.person("from")})`;
    });
    return `changed the roles: ${moved.join("; ")}`;
  },
};

/** Reminders. */
export const reminderWords: WordsOf<"reminders"> = {
  "reminders.announced": (said) => {
    const items = [...new Set(said.each("announced").map((one) => one.text("item")))];
    const dropped = said.count("dropped");
    const left =
      dropped === 0 ? "" : `, and dropped ${several(dropped, "reminder")} that nobody needs any more`;
    return `${items.length === 0 ? "reminded of nothing" : `reminded of ${items.join(", ")}`}${left}`;
  },
};

/** Messages that could not be delivered. */
export const deliveryWords: WordsOf<"delivery"> = {
  "delivery.refused": (said) =>
    `could not deliver a message (${said.text("about").replaceAll("_", " ")}) to ${said.text("conversation")}${said.quoted("reason")}`,
};

/** Attempts at what only others may do. */
export const actWords: WordsOf<"act"> = {
  "act.refused": (said) => {
    const about = said
      .names()
      .filter((name) => name !== "act" && said.text(name) !== "")
      .map((name) => `${name} ${said.text(name)}`);
    return `tried to ${said.text("act").replaceAll("_", " ")} and was refused${about.length === 0 ? "" : ` (${about.join(", ")})`}`;
  },
};
