import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { CleanupFacts, OperationKind } from "../../../src/domain/cleanup/cleanup-facts.ts";
import { operationWords } from "../../../src/domain/cleanup/cleanup-sentences.ts";
import type { Operation, Receipt } from "../../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { dateToken } from "../dates.ts";
import { count, line, link, mention } from "../mrkdwn.ts";

/** Characters of somebody's words in a line of the cleanup. */
const room = 300;

/** "Release temporary storage", "X1: run the automation". */
export function operationName({ kind, task }: Pick<Operation, "kind" | "task">): string {
  return task === undefined ? operationWords[kind].name : `${line(task, 12)}: run the automation`;
}

/** "14 GB", "3 checkpoints"; empty where Sensei does not say. */
export function figure(kind: OperationKind, facts: CleanupFacts): string {
  if (kind === "storage") return facts.storage?.gigabytes ? gigabytes(facts.storage.gigabytes) : "";
  if (kind === "checkpoints")
    return facts.checkpoints?.count ? count(facts.checkpoints.count, "checkpoint") : "";
  return "";
}

function gigabytes(amount: number): string {
  return `${amount.toLocaleString("en", { maximumFractionDigits: 1 })} GB`;
}

/** How an operation stands, in a sentence or two that can stand alone after its name. */
export function operationStanding(closeout: Closeout, operation: Operation, now?: Temporal.Instant): string {
  const asked = `asked for by ${mention(operation.requestedBy.user)}`;
  const next = nextWords(closeout, operation, now);
  switch (operation.state) {
    case "planned":
      return `${asked}; waits for ${mention(closeout.roles.compliance_officer)} to say that they are not needed for audit. Nothing has been changed.`;
    case "confirmed":
      return operation.said === undefined
        ? `${asked}; it begins in a moment.`
        : `${line(operation.said, 600)}${/nothing was changed/i.test(operation.said) ? "" : " Nothing was changed."} I will try again by myself.${next}`;
    case "running":
      return operation.doubt === "accepted"
        ? `under way, ${asked}. ${doerOf(operation)} has accepted it; I look until it shows.`
        : `under way, ${asked}.`;
    case "uncertain":
      return operation.doubt === "accepted"
        ? `${doerOf(operation)} accepted it but has not finished. I keep looking; do not run it again.${next}`
        : `${doerOf(operation)} did not give a clear answer. I am checking whether it happened; do not run it again.${next}`;
    case "succeeded":
    case "failed":
    case "refused":
      return operation.receipt === undefined ? "" : ending(closeout, operation, operation.receipt);
    default:
      return assertNever(operation.state);
  }
}

/** " Next check in 30 s." where the message is drawn anew at each check, else the moment. */
function nextWords(
  { timeZone }: Closeout,
  { nextCheck }: Operation,
  now: Temporal.Instant | undefined,
): string {
  if (nextCheck === undefined) return "";
  const seconds = now === undefined ? Number.NaN : Math.round(nextCheck.since(now).total("seconds"));
  return seconds > 0 && seconds <= 90
    ? ` Next check in ${seconds} s.`
    : ` Next check ${dateToken(nextCheck, "moment", timeZone)}.`;
}

function doerOf({ kind }: Operation): string {
  return kind === "task" ? "The automation" : "Sensei";
}

function ending(closeout: Closeout, operation: Operation, receipt: Receipt): string {
  const when =
    operation.endedAt === undefined ? "" : `, ${dateToken(operation.endedAt, "moment", closeout.timeZone)}`;
  const who = `asked for by ${mention(operation.requestedBy.user)}${releasedBy(operation)}${when}`;
  const sentence = receipt.sentence === undefined ? "" : ` ${line(receipt.sentence, 900)}`;
  const said = receipt.reason === undefined ? "" : `: “${line(receipt.reason, room)}”`;
  switch (receipt.how) {
    case "done":
      return `${receipt.afterDoubt === true ? "It had happened. " : ""}${done(operation)} · ${who}`;
    case "already":
      return `Nothing was left to do: Sensei says that it was done before · ${who}`;
    case "settled":
      return `It happened, says ${mention(receipt.by ?? "")}${said}${when}`;
    case "failed":
      return `Not done.${sentence}${/nothing was changed/i.test(receipt.sentence ?? "") || receipt.knownBy !== "none" ? "" : " Nothing was changed."} · ${who}`;
    case "not_happened":
      return receipt.knownBy === "person"
        ? `It did not happen, says ${mention(receipt.by ?? "")}${said}${when}`
        : `It had not happened: I looked several times, and ${operation.kind === "task" ? "the automation knows nothing of it" : "nothing of it shows at Sensei"}. It is safe to try again · ${who}`;
    case "refused":
      return `Kept for audit by ${mention(receipt.by ?? "")}${when}${said}`;
    default:
      return assertNever(receipt.how);
  }
}

function done(operation: Operation): string {
  const size = figure(operation.kind, operation.facts);
  if (size === "") return operationWords[operation.kind].done;
  return operation.kind === "storage" ? `Released ${size} of temporary storage` : `Deleted ${size}`;
}

function releasedBy({ released, kind }: Operation): string {
  if (released === undefined) return "";
  if (kind === "task") return `, confirmed by ${mention(released.by.user)}`;
  const words = released.words === undefined ? "" : ` (“${line(released.words, room)}”)`;
  const { by, onBehalfOf } = released;
  const whose = onBehalfOf === undefined ? "" : ` in the place of ${mention(onBehalfOf)}`;
  return `, released by ${mention(by.user)}${whose} as not needed for audit${words}`;
}

/** "request req_8f2 · key closeout-… · Sensei: “…” · checked at Sensei · ledger #41": the receipt's small print. */
export function receiptWords(operation: Operation): string {
  const { receipt, kind } = operation;
  if (receipt === undefined) return "";
  const told = kind === "task" ? "the automation" : "Sensei";
  const parts = [
    receipt.requestId === undefined ? undefined : `request ${line(receipt.requestId, 80)}`,
    operation.attempts === 0 ? undefined : `key ${line(operation.key, 80)}`,
    receipt.message === undefined ? undefined : `${told} said “${line(receipt.message, room)}”`,
    receipt.logUrl === undefined ? undefined : `log ${link(receipt.logUrl, room)}`,
    receipt.evidence === undefined ? undefined : `evidence ${link(receipt.evidence, room)}`,
    receipt.knownBy === "reading" ? `checked ${kind === "task" ? "there" : "at Sensei"}` : undefined,
    operation.override === undefined ? undefined : `order overridden: “${line(operation.override, room)}”`,
    operation.ledgerSeq === undefined ? undefined : `ledger #${operation.ledgerSeq}`,
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}
