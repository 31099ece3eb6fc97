import type { Closeout } from "../../src/domain/closeout.ts";
import type { Act, Permission } from "../../src/domain/permissions.ts";
import { roleNames } from "../../src/domain/role.ts";
import { actionIds } from "./actions.ts";
import { actions, button, section } from "./elements.ts";
import type { Commands, Message } from "./message.ts";
import { line, mention } from "./mrkdwn.ts";

/** Who could do it, when somebody may not. */
export type Permitted = Extract<Permission, { readonly allowed: false }>["who"];

/** Told to guests, strangers, other bots and people whom Slack does not know. */
export function notAdmitted(why: "guest" | "foreign" | "bot" | "deactivated" | "unknown"): Message {
  const reasons: Readonly<Record<typeof why, string>> = {
    guest: "Closeout only takes orders from full members of this workspace, and you are a guest here.",
    foreign:
      "Closeout only takes orders from members of the workspace that it is installed in, and you belong to another one.",
    bot: "Closeout does not take orders from bots.",
    deactivated: "Your account is deactivated, so Closeout cannot act for you.",
    unknown: "Slack could not tell Closeout who you are, so it did nothing.",
  };
  return sentence(`${reasons[why]} Nothing was changed. Ask a member of the team to do it.`);
}

/** There is no open closeout in this channel; how to start one. */
export function noCloseoutHere({ closeout }: Commands): Message {
  const text = `There is no open closeout in this channel. Start one with \`${closeout} start\`, or go to the channel of your migration.`;
  return { text, blocks: [section(text), actions(button("Start a closeout", actionIds.startOpen))] };
}

/** "Only the owner (@ana) or the technical lead (@tom) can skip an item. Nothing was changed." */
export function notPermitted(closeout: Closeout, who: Permitted, act: Act): Message {
  const byUser = [...Map.groupBy(who, ({ user }) => user)];
  const people = byUser.map(([user, as]) => `${capacityNames(as)} (${mention(user)})`);
  return sentence(
    `In ${line(closeout.name, 80)} only ${either(people)} can ${actWords[act]}. Nothing was changed; ask ${people.length === 1 ? "them" : "one of them"} if it has to be done.`,
  );
}

/** "the owner and technical lead"; IT audit is a department, and takes no article. */
function capacityNames(as: Permitted): string {
  const names = as.map(capacityName).join(" and ");
  return as[0]?.as === "it_audit" ? names : `the ${names}`;
}

function capacityName({ as }: Permitted[number]): string {
  return as === "owner" ? as : roleNames[as];
}

const actWords: Readonly<Record<Act, string>> = {
  complete: "mark items as done",
  reopen: "reopen items",
  snooze: "snooze items",
  assign: "assign items",
  note: "add notes and evidence",
  skip: "skip an item",
  change_due: "change when an item is due",
  change_settings: "change the settings",
  close: "close the closeout or open it again",
  change_roles: "change the roles",
  see_certificate: "see the certificate",
  distribute_certificate: "fetch and distribute the certificate",
  measure_baseline: "measure the performance baseline and send it to the stakeholders",
  waive_finding: "waive a regression",
  clean_up: "clean up and archive",
  request_checkpoints: "ask for the checkpoints to be deleted",
  release_checkpoints: "release checkpoints for deletion",
  settle_operation: "say what became of an operation",
  verify_artifacts: "have archived artifacts read again",
  hold_artifact: "place or release a hold",
  audit: "read the ledger and have it verified",
  decide_disposal: "decide whether an artifact is disposed of",
  see_signoff: "see sign-off requests",
  ask_about_signoff: "ask questions about a sign-off request",
  request_signoff: "request sign-off",
  withdraw_signoff: "withdraw a sign-off request of somebody else",
  replace_signatory: "put somebody else in the place of a signatory",
  override_signoff: "go on without the missing approvals",
  read_report: "read the final report before it is frozen",
  edit_report: "edit the final report",
  freeze_report: "freeze the final report",
  open_retro: "open the retrospective",
  contribute: "take part in the retrospective",
  track_action: "change an action item that is not theirs",
  see_budget: "see the budget",
  document: "say what has changed in a document or review it",
  see_handover: "see the knowledge transfer",
  run_handover: "plan sessions of the knowledge transfer and say who has to confirm",
  change_budget: "change the budget and share it",
  decommission: "work on the decommissioning of the source",
  report_straggler: "report that the source is still used",
};

/** No item of that id; the nearest one, if there is one. */
export function noSuchItem(
  closeout: Closeout,
  id: string,
  suggestion: string | undefined,
  { closeout: command }: Commands,
): Message {
  const near = suggestion === undefined ? "" : ` Did you mean *${line(suggestion, 12)}*?`;
  return sentence(
    `${line(closeout.name, 80)} has no item “${line(id, 40)}”.${near} Nothing was changed. \`${command} items\` lists them all.`,
  );
}

/** A word that is no command; the nearest one, if there is one. */
export function unknownCommand(
  word: string,
  suggestion: string | undefined,
  { closeout }: Commands,
): Message {
  const near = suggestion === undefined ? "" : ` Did you mean \`${closeout} ${line(suggestion, 40)}\`?`;
  return sentence(
    `Closeout does not know “${line(word, 40)}”.${near} Nothing was changed. \`${closeout} help\` lists everything.`,
  );
}

/** Something of ours failed; `reference` is what the log is searched for. */
export function somethingFailed(reference: string): Message {
  return sentence(
    `Something went wrong on Closeout's side, and this was not done. Please try again in a minute; if it happens again, tell whoever runs Closeout this reference: ${line(reference, 40)}`,
  );
}

/** Sensei does not answer, in its client's own sentence. */
export function unavailable(reason: string): Message {
  return sentence(`${line(reason, 1000)} Nothing was changed; please try again in a few minutes.`);
}

/** The closeout is closed or gone, so nothing about it can change any more. */
export function closeoutClosed(closeout: Closeout | undefined): Message {
  const name = closeout === undefined ? "That closeout" : line(closeout.name, 80);
  return sentence(
    `${name} is closed, so nothing in it can be changed any more. Its owner can open it again.`,
  );
}

function either(things: readonly string[]): string {
  if (things.length < 2) return things.join("");
  return `${things.slice(0, -1).join(", ")} or ${things.at(-1) ?? ""}`;
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
