import { z } from "zod";
import { checkMessageBlocks, tooLong } from "./blocks/check.ts";
import type { Conversation } from "./conversation.ts";
import { newSecret } from "./ids.ts";
import type { JsonObject } from "./json.ts";
import { LIMITS } from "./limits.ts";
import type { Message } from "./message-log.ts";
import type { Posting } from "./posting.ts";
import type { World } from "./world.ts";

type Permission = {
  readonly conversation: Conversation;
  readonly user: string;
  readonly original: Message | undefined;
  readonly expires: number;
  uses: number;
};

const Reply = z.looseObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(["ephemeral", "in_channel"]).default("ephemeral"),
  replace_original: z.union([z.boolean(), z.stringbool()]).default(false),
  delete_original: z.union([z.boolean(), z.stringbool()]).default(false),
  thread_ts: z.string().optional(),
});

/** What Slack answers a post to a response URL with. */
export type ReplyOutcome = { readonly status: number; readonly body: string };

/** Response URLs: five uses within thirty minutes of sandbox time. */
export class ResponseUrls {
  readonly #world: World;
  readonly #posting: Posting;
  readonly #permissions = new Map<string, Permission>();

  constructor(world: World, posting: Posting) {
    this.#world = world;
    this.#posting = posting;
  }

  /** The path of a new response URL for what `user` did in a conversation, on the message `original` if on one. */
  issuePath(conversation: Conversation, user: string, original?: Message): string {
    const ticket = newSecret();
    const expires = this.#world.clock.now() + LIMITS.responseMs;
    this.#permissions.set(ticket, { conversation, user, original, expires, uses: LIMITS.responseUses });
    return `/response/${ticket}`;
  }

  /** What the app posts to a response URL. */
  use(ticket: string, body: JsonObject): ReplyOutcome {
    const permission = this.#permissions.get(ticket);
    if (permission === undefined) return { status: 404, body: "invalid_url" };
    if (this.#world.clock.now() > permission.expires) return { status: 404, body: "expired_url" };
    if (permission.uses === 0) return { status: 404, body: "used_url" };
    const outcome = this.apply(permission, body);
    if (outcome.status === 200) permission.uses -= 1;
    return outcome;
  }

  /** Carries a reply out: a new message, or a change of the original. Also for what acknowledges a command. */
  apply(
    where: {
      readonly conversation: Conversation;
      readonly user: string;
      readonly original?: Message | undefined;
    },
    body: JsonObject,
  ): ReplyOutcome {
    const reply = Reply.safeParse(body);
    if (!reply.success) return { status: 400, body: "invalid_payload" };
    const { text = "", delete_original: deletes, replace_original: replaces } = reply.data;
    const { conversation, user, original } = where;
    if (deletes) {
      if (original !== undefined) this.#posting.remove(conversation, original);
      return { status: 200, body: "ok" };
    }
    const checked =
      reply.data.blocks === undefined
        ? { ok: true as const, blocks: undefined }
        : checkMessageBlocks(reply.data.blocks);
    if (!checked.ok) return { status: 400, body: "invalid_blocks" };
    if (text === "" && (checked.blocks ?? []).length === 0) return { status: 400, body: "no_text" };
    if (text.length > LIMITS.messageText) return { status: 400, body: "msg_too_long" };
    if (checked.blocks !== undefined && tooLong(checked.blocks))
      return { status: 400, body: "msg_blocks_too_long" };
    if (replaces && original !== undefined) {
      this.#posting.revise(conversation, original, { text, blocks: checked.blocks ?? [] });
      return { status: 200, body: "ok" };
    }
    this.#posting.post(conversation, {
      user: this.#world.botId,
      text,
      blocks: checked.blocks,
      threadTs: reply.data.thread_ts,
      onlyFor: reply.data.response_type === "ephemeral" ? user : undefined,
    });
    return { status: 200, body: "ok" };
  }
}
