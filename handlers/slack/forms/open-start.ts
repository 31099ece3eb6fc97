import { cannotStart } from "../../../blocks/slack/outcomes.ts";
import { unavailable } from "../../../blocks/slack/refusals.ts";
import { inviteFirst, notInDirectMessage } from "../../../blocks/slack/start/misuse.ts";
import { startModal } from "../../../blocks/slack/start/start-modal.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { platformErrorCode } from "../platform-error.ts";
import type { Asked } from "../receive.ts";
import { type Opening, openModal } from "./open-modal.ts";

/** Opens the form that starts a closeout in this channel, unless it is clear already that none can start. */
export async function openStart(asked: Asked, migrationId: string | undefined): Promise<void> {
  const { channel } = asked.sender;
  if (channel === undefined || channel.startsWith("D"))
    return await asked.reply(notInDirectMessage(asked.commands));
  await openModal(asked, () => prepare(asked, channel, migrationId));
}

async function prepare(asked: Asked, channel: string, migrationId: string | undefined): Promise<Opening> {
  const { member, useCases, workspace, commands } = asked;
  const [isMember, prepared] = await Promise.all([
    weAreIn(asked, channel),
    useCases.prepareStart({ member, channel, ...(migrationId === undefined ? {} : { migrationId }) }),
  ]);
  if (!isMember) return { instead: inviteFirst(commands, workspace.botUserId) };
  switch (prepared.kind) {
    case "ready":
      return { view: startModal(channel, prepared.preset) };
    case "channel_taken":
    case "migration_taken":
    case "migration_not_ready":
    case "migration_not_found":
      return { instead: cannotStart(prepared) };
    case "unavailable":
      return { instead: unavailable(prepared.sentence) };
    default:
      return assertNever(prepared);
  }
}

/** Whether we can post in a channel. Private channels that we are not in do not exist for us. */
async function weAreIn({ client }: Asked, channel: string): Promise<boolean> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    return found?.is_member !== false;
  } catch (error) {
    if (platformErrorCode(error) === "channel_not_found") return false;
    throw error;
  }
}
