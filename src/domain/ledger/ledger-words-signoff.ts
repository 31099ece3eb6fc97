import { roleWords, type Said, several, type WordsOf } from "./ledger-said.ts";

/** Requests for sign-off. */
export const signoffWords: WordsOf<"signoff"> = {
  "signoff.requested": (said) =>
    `asked for sign-off ${said.text("number")}${said.quoted("title")}, of ${said
      .each("seats")
      .map((seat) => seat.text("name"))
      .join(", ")}`,
  "signoff.asked": (said) =>
    `put ${sign(said)} to ${said
      .each("seats")
      .map((seat) => seat.text("name"))
      .join(", ")}`,
  "signoff.approved": (said) => `approved ${sign(said)}${as(said)}${said.quoted("words")}`,
  "signoff.rejected": (said) => `rejected ${sign(said)}${as(said)}${said.quoted("words")}`,
  "signoff.completed": (said) => `closed ${sign(said)}: it is ${said.text("state")}`,
  "signoff.questioned": (said) => `asked a question about ${sign(said)}${said.quoted("words")}`,
  "signoff.delegated": (said) =>
    `asked ${somebody(said.text("toName"))} to decide on ${sign(said)} in their place${as(said)}${said.quoted("reason")}`,
  "signoff.delegation_accepted": (said) =>
    `accepted to decide on ${sign(said)} in the place of ${somebody(said.text("name"))}${as(said)}`,
  "signoff.delegation_declined": (said) =>
    `declined to decide on ${sign(said)} in the place of ${somebody(said.text("name"))}${as(said)}`,
  "signoff.delegation_revoked": (said) =>
    `took back that ${somebody(said.text("fromName"))} decides on ${sign(said)}`,
  "signoff.replaced": (said) =>
    `put ${somebody(said.text("name"))} in the place of ${somebody(said.part("insteadOf").text("name"))} in ${sign(said)}${as(said)}${said.quoted("reason")}`,
  "signoff.reminded": (said) => `reminded ${said.person("awaited")} of ${sign(said)}`,
  "signoff.escalated": (said) =>
    `told the owner that ${sign(said)} still waits for ${said.person("awaited")}`,
  "signoff.signatory_left": (said) =>
    `noticed that ${said.person("awaited")}, awaited in ${sign(said)}, has left the workspace`,
  "signoff.signatory_returned": (said) =>
    `noticed that ${said.person("awaited")}, awaited in ${sign(said)}, is back in the workspace`,
  "signoff.withdrawn": (said) => `withdrew ${sign(said)}${said.quoted("reason")}`,
  "signoff.expired": (said) => `noticed that the time for ${sign(said)} is over${decisions(said)}`,
  "signoff.superseded": (said) => `ended ${sign(said)}, for a document has changed: its signatures are void`,
  "signoff.overridden": (said) =>
    `went on without the missing approvals of ${sign(said)}${said.quoted("reason")}`,
};

function sign(said: Said): string {
  return `sign-off ${said.text("number")}`;
}

function somebody(name: string): string {
  return name === "" ? "somebody" : name;
}

function as(said: Said): string {
  const role = said.text("role");
  return role === "" ? "" : ` as ${roleWords(role)}`;
}

function decisions(said: Said): string {
  const given = said.count("decisions");
  return given === 0 ? "" : ` after ${several(given, "decision")}`;
}
