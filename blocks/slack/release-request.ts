import type { KnownBlock } from "@slack/types";
import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { Operation } from "../../src/domain/operation.ts";
import { closeoutRef } from "./actions.ts";
import { cleanupActionIds, operationRef } from "./actions-cleanup.ts";
import { dateToken } from "./dates.ts";
import { actions, button, context, section } from "./elements.ts";
import type { Message } from "./message.ts";
import { channelLink, line, mention } from "./mrkdwn.ts";
import { consequences } from "./operation-message.ts";
import { figure, operationStanding, receiptWords } from "./operation-words.ts";

/** Asks the compliance officer directly whether checkpoints may be deleted; afterwards it says what became of it. */
export function releaseRequestMessage(
  closeout: Closeout,
  operation: Operation,
  now: Temporal.Instant,
): Message {
  const name = line(closeout.name, 150);
  if (operation.state !== "planned") return decided(closeout, operation, name, now);
  const size = figure("checkpoints", operation.facts);
  const asked = `${mention(operation.requestedBy.user)} asks to delete the checkpoints of ${name}${size === "" ? "" : ` (${size})`}`;
  const question = "Are they needed for audit? Nothing is deleted unless you release them.";
  const ref = { c: closeout.id, o: operation.id };
  const blocks: KnownBlock[] = [
    section(`*${asked}*\n${question}`),
    context(
      `${consequences.checkpoints} · asked ${dateToken(operation.requestedAt, "moment", closeout.timeZone)} in ${channelLink(closeout.channel)}`,
    ),
    actions(
      button("Release…", cleanupActionIds.operationRelease, operationRef.encode(ref)),
      button("Keep them for audit…", cleanupActionIds.cleanupKeep, closeoutRef.encode({ c: closeout.id })),
    ),
  ];
  return { text: `${asked}. ${question}`, blocks };
}

function decided(closeout: Closeout, operation: Operation, name: string, now: Temporal.Instant): Message {
  const text = `Checkpoints of ${name}: ${operationStanding(closeout, operation, now)}`;
  const small = receiptWords(operation);
  return { text, blocks: [section(text), ...(small === "" ? [] : [context(small)])] };
}
