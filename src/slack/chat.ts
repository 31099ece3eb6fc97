import type { KnownBlock } from "@slack/types";
import type { ChatPostMessageResponse, WebClient } from "@slack/web-api";
import { assertNever } from "../domain/assert-never.ts";
import { type Installation, installationKey } from "../domain/identity.ts";
import type { Notice } from "../domain/notice.ts";
import type { Chat, Log, MessageRef, Outgoing, SendOutcome } from "../ports.ts";
import { directChannels } from "./direct-channels.ts";
import { readFailure, type SlackFailure } from "./failure.ts";
import { type DeliveryMetadata, findDelivery, findJustShared } from "./find-delivery.ts";
import { toProfile } from "./profile.ts";
import { type FileToSend, shareFile, uploadFile } from "./send-file.ts";
import { SlackUnavailable } from "./unavailable.ts";

/** What the adapter needs to know of the product. */
export type SlackChatOptions = {
  /** The client of an installation; without one, that of the workspace this deployment answers for. */
  readonly clientFor: (installation?: Installation) => WebClient;
  /** A notice as a message; throws on one that Slack would refuse. */
  readonly render: (notice: Notice) => { readonly text: string; readonly blocks: KnownBlock[] };
  readonly metadata: DeliveryMetadata;
  readonly log: Log;
};

/** What every message of ours has in common: nothing unfurls, and Slack finds no names or links that we did not write. */
const manners = { unfurl_links: false, unfurl_media: false, parse: "none", link_names: false } as const;

/** Codes of a look-up that say: there is nothing there for us to find. */
const nothingThere = new Set([
  "channel_not_found",
  "not_in_channel",
  "thread_not_found",
  "user_not_found",
  "user_disabled",
]);

/** Codes of `users.info` for somebody whom Slack does not know or does not show. */
const nobody = new Set(["user_not_found", "user_not_visible"]);

/**
 * The outgoing side of Slack. Every call is made once; its failure is told apart as refused, later or uncertain, and what
 * follows from that is the delivery's business.
 */
export function createSlackChat({ clientFor, render, metadata, log }: SlackChatOptions): Chat {
  const directChannel = directChannels();
  const told = new Set<string>();

  function channelOf({ installation, conversation }: Outgoing): Promise<string> | string {
    return conversation.kind === "channel"
      ? conversation.channel
      : directChannel(clientFor(installation), installation, conversation.user);
  }

  /** A broken installation is reported once, until it works again. */
  function report(installation: Installation, failure: SlackFailure | undefined): void {
    const key = installationKey(installation);
    if (failure?.kind !== "later" || failure.installationBroken !== true) {
      if (failure === undefined) told.delete(key);
      return;
    }
    if (told.has(key)) return;
    told.add(key);
    log.error(
      { installation: key, code: failure.why },
      "Slack does not accept the app's token or scopes; nothing can be posted until the app is installed again",
    );
  }

  async function attempt(
    installation: Installation,
    call: () => Promise<MessageRef | undefined>,
  ): Promise<SendOutcome> {
    try {
      const message = await call();
      report(installation, undefined);
      return message === undefined
        ? { kind: "uncertain", why: "an answer without the message's address" }
        : { kind: "sent", message };
    } catch (error) {
      const failure = readFailure(error);
      report(installation, failure);
      return toOutcome(failure);
    }
  }

  /** Asks something; a refusal whose code is among `empty` is the answer `undefined`, any other failure is thrown. */
  async function ask<T>(
    installation: Installation,
    method: string,
    empty: ReadonlySet<string>,
    call: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      const failure = readFailure(error);
      if (failure.kind === "refused" && empty.has(failure.code)) return undefined;
      report(installation, failure);
      throw new SlackUnavailable(method, failure, error);
    }
  }

  /** A notice that cannot be drawn within Slack's limits is our defect: refused, so that the owner hears of it. */
  function drawn(notice: Notice): ReturnType<typeof render> | SendOutcome {
    try {
      return render(notice);
    } catch (error) {
      log.error({ err: error, notice: notice.kind }, "A notice could not be drawn");
      return { kind: "refused", reason: "cannot_be_drawn" };
    }
  }

  /** Uploads, shares, and looks where the message stands, for Slack does not say. */
  async function sendFile(to: Outgoing, client: WebClient, channel: string, file: FileToSend) {
    let fileId: string;
    try {
      fileId = await uploadFile(client, file);
    } catch (error) {
      const failure = readFailure(error);
      report(to.installation, failure);
      return nothingSent(failure);
    }
    return await attempt(to.installation, async () => {
      const thread = to.thread?.id;
      await shareFile(client, channel, fileId, to.deliveryId, { ...file, thread });
      return await findJustShared(client, channel, to.deliveryId, metadata, thread).catch(() => undefined);
    });
  }

  async function post(to: Outgoing, notice: Notice): Promise<SendOutcome> {
    const message = drawn(notice);
    if ("kind" in message) return message;
    const client = clientFor(to.installation);
    let channel: string;
    try {
      channel = await channelOf(to);
    } catch (error) {
      const failure = readFailure(error);
      report(to.installation, failure);
      return nothingSent(failure);
    }
    if (notice.kind === "file") return await sendFile(to, client, channel, { ...notice, ...message });
    return await attempt(to.installation, async () => {
      const posted: ChatPostMessageResponse = await client.apiCall("chat.postMessage", {
        channel,
        ...onTheWire(message),
        ...manners,
        ...(to.thread === undefined ? {} : { thread_ts: to.thread.id }),
        metadata: JSON.stringify({
          event_type: metadata.eventType,
          event_payload: { delivery_id: to.deliveryId },
        }),
      });
      return refOf(posted);
    });
  }

  return {
    async send(to, notice) {
      const outcome = await post(to, notice);
      // Somebody has deleted the message below which it should have stood; then it stands in the conversation itself.
      const orphaned = outcome.kind === "refused" && outcome.reason === "thread_not_found";
      return orphaned && to.thread !== undefined ? await post({ ...to, thread: undefined }, notice) : outcome;
    },

    async update(installation, ref, notice) {
      const message = drawn(notice);
      if ("kind" in message) return message;
      return await attempt(installation, async () => {
        await clientFor(installation).apiCall("chat.update", {
          channel: ref.channel,
          ts: ref.id,
          ...onTheWire(message),
          parse: manners.parse,
          link_names: manners.link_names,
        });
        return ref;
      });
    },

    async find(to, since) {
      try {
        const message = await ask(to.installation, "conversations.history", nothingThere, async () =>
          findDelivery(
            clientFor(to.installation),
            { channel: await channelOf(to), thread: to.thread?.id },
            to.deliveryId,
            since,
            metadata,
          ),
        );
        return { message };
      } catch (error) {
        if (!(error instanceof SlackUnavailable) || error.reason !== "missing_scope") throw error;
        log.warn(
          { delivery: to.deliveryId },
          "Not allowed to look for a message; it may be posted a second time",
        );
        return { message: undefined };
      }
    },

    async pin(installation, { channel, id }) {
      await ask(installation, "pins.add", new Set(["already_pinned"]), () =>
        clientFor(installation).pins.add({ channel, timestamp: id }),
      );
    },

    async setTopic(installation, channel, topic) {
      try {
        await clientFor(installation).conversations.setTopic({ channel, topic });
      } catch (error) {
        // Not reported as a broken installation: without this scope everything else works.
        throw new SlackUnavailable("conversations.setTopic", readFailure(error), error);
      }
    },

    async profile(installation, user) {
      const answer = await ask(installation, "users.info", nobody, () =>
        clientFor(installation).users.info({ user }),
      );
      return answer?.user === undefined ? undefined : toProfile(installation, user, answer.user);
    },

    async ping() {
      try {
        await clientFor().auth.test();
      } catch (error) {
        throw new SlackUnavailable("auth.test", readFailure(error), error);
      }
    },
  };
}

/**
 * A message as the form that the client sends has it. The client would write the blocks as JSON as well, but only after it has
 * copied and written all of them twice for log lines that nobody asked for.
 */
function onTheWire({ text, blocks }: { readonly text: string; readonly blocks: readonly KnownBlock[] }) {
  return { text, blocks: JSON.stringify(blocks) };
}

function toOutcome(failure: SlackFailure): SendOutcome {
  switch (failure.kind) {
    case "refused":
      return { kind: "refused", reason: failure.code };
    case "later":
      return { kind: "later", afterMs: failure.afterMs, why: failure.why };
    case "uncertain":
      return failure;
    default:
      return assertNever(failure);
  }
}

/** The same for a failure on the way to the post: whatever it was, nothing has been posted yet. */
function nothingSent(failure: SlackFailure): SendOutcome {
  return failure.kind === "uncertain"
    ? { kind: "later", afterMs: 5_000, why: failure.why }
    : toOutcome(failure);
}

function refOf({ channel, ts }: { channel?: string; ts?: string }): MessageRef | undefined {
  return channel === undefined || ts === undefined ? undefined : { channel, id: ts };
}
