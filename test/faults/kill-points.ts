import type { Random } from "./random.ts";

/** A point at which a worker is killed. */
export type KillPoint = {
  /** A stage of a call to Slack, or simply some time after the clock was moved. */
  readonly stage: "arrived" | "accepted" | "answered" | "clock";
  readonly method: string;
  /** Which call of that method, counted from 1. */
  readonly nth: number;
  /** So much later than the stage. */
  readonly afterMs: number;
  /** A request that has arrived is lost before Slack sees it. */
  readonly lost: boolean;
  /** What Slack does besides. */
  readonly fault:
    | { readonly method: string; readonly kind: string; readonly [detail: string]: unknown }
    | undefined;
  /** The next day comes first; otherwise the worker is killed while it catches up with the last one. */
  readonly newDay: boolean;
  /** Everything is delivered before the next point. */
  readonly patient: boolean;
};

/** Draws a point around the send: most of them at a stage of a post, some while the worker looks a post up or updates one. */
export function drawKillPoint(random: Random): KillPoint {
  const method = random.oneOf([
    "chat.postMessage",
    "chat.postMessage",
    "chat.postMessage",
    "chat.postMessage",
    "chat.update",
    "conversations.open",
    "conversations.history",
  ] as const);
  const stage = random.oneOf(["arrived", "accepted", "answered", "clock"] as const);
  const afterMs = stage === "clock" ? random.below(500) : random.oneOf([0, 0, 1, 5, random.below(40)]);
  return {
    stage,
    method,
    nth: 1 + random.below(method === "chat.postMessage" ? 4 : 2),
    afterMs,
    lost: random.chance(0.4),
    fault: random.chance(0.35) ? drawFault(random) : undefined,
    newDay: random.chance(0.75),
    patient: random.chance(0.5),
  };
}

function drawFault(random: Random): KillPoint["fault"] {
  const method = "chat.postMessage";
  const kind = random.oneOf([
    "429",
    "500_before",
    "500_after",
    "drop_before",
    "drop_after",
    "delay",
  ] as const);
  const common = { method, kind, skip: random.below(3), times: 1 + random.below(2) };
  if (kind === "429") return { ...common, retry_after: 1 };
  return kind === "delay" ? { ...common, delay_ms: 50 + random.below(400) } : common;
}

/** The point in a few words, for the message of a test that fails. */
export function wordsOf({ stage, method, nth, afterMs, lost, fault, newDay }: KillPoint): string {
  const where =
    stage === "clock" ? "the clock's move" : `${method} #${nth} ${stage}${lost ? " and lost" : ""}`;
  const besides = fault === undefined ? "" : ` with ${fault.kind}`;
  return `${newDay ? "new day, " : ""}${afterMs} ms after ${where}${besides}`;
}
