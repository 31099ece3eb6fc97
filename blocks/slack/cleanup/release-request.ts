import type { Temporal } from "temporal-polyfill";
import type { Operation } from "../../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { context, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { line } from "../mrkdwn.ts";
import { operationStanding, receiptWords } from "./operation-words.ts";

/** What a question from before releases were sign-offs says now: how it stands. It is decided in the sign-off. */
export function releaseRequestMessage(
  closeout: Closeout,
  operation: Operation,
  now: Temporal.Instant,
): Message {
  const text = `Checkpoints of ${line(closeout.name, 150)}: ${operationStanding(closeout, operation, now)}`;
  const small = receiptWords(operation);
  return { text, blocks: [section(text), ...(small === "" ? [] : [context(small)])] };
}
