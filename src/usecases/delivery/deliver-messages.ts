import { assertNever } from "../../domain/assert-never.ts";
import { topicOf } from "../../domain/closing.ts";
import type { Notice } from "../../domain/notice.ts";
import type { ClaimedDelivery, Lane, SendOutcome, Settled } from "../../ports.ts";
import { type ComposeDeps, composeNotices } from "../compose-notice.ts";
import type { Deps } from "../deps.ts";
import { hurryDeliveries } from "./hurry-deliveries.ts";

type DeliverDeps = ComposeDeps & Pick<Deps, "deliveries" | "chat" | "queue" | "log">;

/** How long after an uncertain attempt we look for the message: time enough for a slow platform to have written it. */
const reconcileAfterMs = 5_000;

/** So long something waits for the message in whose thread it stands. */
const threadMs = 2_000;

/** A delivery that cannot be composed or fails in an unforeseen way is tried again this much later. */
const troubleMs = 60_000;

/**
 * Delivers what waits in these conversations: new messages are sent, messages that show an older state are updated in place.
 * Each attempt is noted before it is made, and one whose outcome is unknown is looked for before anything is sent again, so
 * that a message is neither lost nor shown twice, whatever is killed in between.
 */
export async function deliverMessages(
  deps: DeliverDeps,
  { lanes }: { readonly lanes: readonly Lane[] },
): Promise<void> {
  const begin = performance.now();
  const claimed = await deps.deliveries.claim(lanes, deps.clock.now());
  if (claimed.length === 0) return;
  // Half the lease is left for the platform's answer: whoever is late does not send at all.
  const mayStillSend = () => performance.now() - begin < deps.deliveries.leaseMs / 2;
  const notices = await composeNotices(deps, claimed);
  const byLane = Map.groupBy(claimed, ({ installation, conversation }) =>
    JSON.stringify([installation, conversation]),
  );
  const outcomes = await Promise.all(
    [...byLane.values()].map((inLane) => deliverInOrder(deps, inLane, notices, mayStillSend)),
  );
  await settle(deps, outcomes.flat());
}

type Outcome =
  | Settled
  | { readonly kind: "refused"; readonly delivery: ClaimedDelivery; readonly reason: string };

async function deliverInOrder(
  deps: DeliverDeps,
  inLane: readonly ClaimedDelivery[],
  notices: ReadonlyMap<string, Notice>,
  mayStillSend: () => boolean,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const delivery of inLane) {
    const notice = notices.get(delivery.id);
    if (notice === undefined || !mayStillSend()) {
      outcomes.push(unattempted(delivery, notice === undefined ? troubleMs : 0));
    } else {
      outcomes.push(await deliverOne(deps, delivery, notice));
    }
  }
  return outcomes;
}

/** Not tried in this round; what an earlier round left uncertain stays so. */
function unattempted(delivery: ClaimedDelivery, afterMs: number): Settled {
  return { delivery, kind: delivery.attemptedSince === undefined ? "later" : "uncertain", afterMs };
}

async function deliverOne(deps: DeliverDeps, delivery: ClaimedDelivery, notice: Notice): Promise<Outcome> {
  try {
    if (delivery.message !== undefined) return await update(deps, delivery, delivery.message, notice);
    if (delivery.thread === "waiting") return unattempted(delivery, threadMs);
    if (delivery.attemptedSince === undefined) return await send(deps, delivery, notice);
    return await reconcile(deps, delivery, delivery.attemptedSince, notice);
  } catch (error) {
    deps.log.error({ err: error, delivery: delivery.id }, "a delivery failed in an unforeseen way");
    return { delivery, kind: "uncertain", afterMs: troubleMs };
  }
}

function addressOf({ id, installation, conversation, thread }: ClaimedDelivery) {
  return {
    installation,
    conversation,
    deliveryId: id,
    thread: thread === "waiting" ? undefined : thread,
  };
}

async function send(deps: DeliverDeps, delivery: ClaimedDelivery, notice: Notice): Promise<Outcome> {
  const outcome = await deps.chat.send(addressOf(delivery), notice);
  if (outcome.kind === "sent") await setTopic(deps, delivery, notice);
  return toOutcome(deps, delivery, outcome);
}

/** The channel's topic says that its closeout is closed, or open again. If that fails the message says it all the same. */
async function setTopic(
  { chat, log }: Pick<Deps, "chat" | "log">,
  { id, installation, conversation }: ClaimedDelivery,
  notice: Notice,
): Promise<void> {
  if (notice.kind !== "closing" || conversation.kind !== "channel") return;
  try {
    await chat.setTopic(installation, conversation.channel, topicOf(notice));
  } catch (error) {
    log.warn({ err: error, delivery: id }, "the channel's topic could not be set");
  }
}

/** An earlier attempt may have arrived: if it did, that message is the one, and it is brought up to date. */
async function reconcile(
  deps: DeliverDeps,
  delivery: ClaimedDelivery,
  since: NonNullable<ClaimedDelivery["attemptedSince"]>,
  notice: Notice,
): Promise<Outcome> {
  const { message } = await deps.chat.find(addressOf(delivery), since.subtract({ minutes: 10 }));
  deps.log.info(
    { delivery: delivery.id, arrived: message !== undefined },
    "an uncertain delivery was looked up",
  );
  if (message === undefined) return send(deps, delivery, notice);
  await setTopic(deps, delivery, notice);
  const outcome = await update(deps, delivery, message, notice);
  // It is the update that was surely not accepted; the message itself is there and must not be sent again.
  return outcome.kind === "later" ? { ...outcome, kind: "uncertain" } : outcome;
}

async function update(
  deps: DeliverDeps,
  delivery: ClaimedDelivery,
  message: NonNullable<ClaimedDelivery["message"]>,
  notice: Notice,
): Promise<Outcome> {
  // A file stays what it is.
  if (notice.kind === "file") return { delivery, kind: "sent", message, pinned: delivery.pinned };
  const outcome = await deps.chat.update(delivery.installation, message, notice);
  if (outcome.kind !== "refused") return toOutcome(deps, delivery, outcome);
  if (delivery.subject.kind !== "card") {
    // An old message that cannot be changed any more stays as it was read; there is nothing to deliver.
    deps.log.info({ delivery: delivery.id, reason: outcome.reason }, "a message can no longer be updated");
    return { delivery, kind: "sent", message, pinned: delivery.pinned };
  }
  if (outcome.reason === "message_not_found") return { delivery, kind: "lost" };
  return { delivery, kind: "refused", reason: outcome.reason };
}

async function toOutcome(
  deps: DeliverDeps,
  delivery: ClaimedDelivery,
  outcome: SendOutcome,
): Promise<Outcome> {
  switch (outcome.kind) {
    case "sent":
      return { delivery, kind: "sent", message: outcome.message, pinned: await pin(deps, delivery, outcome) };
    case "refused":
      return { delivery, kind: "refused", reason: outcome.reason };
    case "later":
      deps.log.info(
        { delivery: delivery.id, why: outcome.why, afterMs: outcome.afterMs },
        "a delivery has to wait",
      );
      return { delivery, kind: "later", afterMs: outcome.afterMs };
    case "uncertain":
      deps.log.warn({ delivery: delivery.id, why: outcome.why }, "nobody knows whether a delivery arrived");
      return { delivery, kind: "uncertain", afterMs: reconcileAfterMs };
    default:
      return assertNever(outcome);
  }
}

/** The card is pinned. If that fails, its next update tries again; the card itself is there. */
async function pin(
  { chat, log }: Pick<Deps, "chat" | "log">,
  delivery: ClaimedDelivery,
  { message }: Extract<SendOutcome, { kind: "sent" }>,
): Promise<boolean> {
  if (delivery.subject.kind !== "card" || delivery.pinned) return delivery.pinned;
  try {
    await chat.pin(delivery.installation, message);
    return true;
  } catch (error) {
    log.warn({ err: error, delivery: delivery.id }, "the card could not be pinned");
    return false;
  }
}

async function settle(deps: DeliverDeps, outcomes: readonly Outcome[]): Promise<void> {
  const refused = outcomes.filter((outcome) => outcome.kind === "refused");
  for (const { delivery, reason } of refused) {
    deps.log.warn({ delivery: delivery.id, reason }, "a delivery was refused for good");
    await hurryDeliveries(deps, await deps.deliveries.refuse(delivery, reason));
  }
  const settled = outcomes.filter((outcome) => outcome.kind !== "refused");
  if (settled.length > 0) await deps.deliveries.settle(settled);
}
