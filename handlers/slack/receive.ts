import type { Message } from "../../blocks/slack/message.ts";
import { notAdmitted, somethingFailed } from "../../blocks/slack/refusals.ts";
import type { Member } from "../../src/ports.ts";
import type { AdmitMemberOutcome } from "../../src/usecases/delivery/admit-member.ts";
import { failureFields, newReference } from "./failure.ts";
import type { Handling } from "./handling.ts";
import type { Sender } from "./sender.ts";
import { tell } from "./tell.ts";

/** One request of one person who was admitted at the door. */
export type Asked = Handling & {
  readonly member: Member;
  readonly sender: Sender;
  /** Answers privately, where the person asked. Never rejects. */
  reply(message: Message): Promise<void>;
};

/** An answer that leaves nothing to remember: that the request was served is enough. */
const served = { encode: () => null, decode: () => undefined };

/** A request that was acknowledged already, and how to answer it where the sender alone does not say that. */
export type Received = { readonly key: string; readonly what: string; readonly reply?: Asked["reply"] };

/**
 * Serves a request that was acknowledged already: once however often it arrives, for full members only, and with an answer in
 * any case. Never rejects.
 */
export async function receive(
  handling: Handling,
  sender: Sender,
  { key, what, reply = (message) => tell(handling, sender, message) }: Received,
  work: (asked: Asked) => Promise<void>,
): Promise<void> {
  const answeringFailure = async (serve: () => Promise<void>): Promise<void> => {
    try {
      await serve();
    } catch (error) {
      await reply(somethingFailed(reportFailure(handling, sender, what, error)));
    }
  };
  const serve = async (): Promise<void> => {
    const admitted = await admit(handling, sender);
    if (admitted.kind === "refused") await reply(notAdmitted(admitted.why));
    else await work({ ...handling, member: admitted.member, sender, reply });
  };
  // A failure of the work is answered within, so that the copies of a request do not each try, fail and say so again.
  await answeringFailure(async () => {
    try {
      const { installation } = handling.workspace;
      await handling.inbox.once(installation, key, () => answeringFailure(serve), served);
    } catch (error) {
      if (!isStillAtWork(error)) throw error;
      handling.log.info({ what }, "A request arrived again while the first one is still being served");
    }
  });
}

/** Asks whether somebody may talk to us at all. */
export function admit({ useCases, workspace }: Handling, sender: Sender): Promise<AdmitMemberOutcome> {
  return useCases.admitMember({
    installation: workspace.installation,
    user: sender.user,
    userTenant: sender.userTenant,
  });
}

/** Writes a failure to the log and returns the reference by which the person who saw it can name it. */
export function reportFailure(handling: Handling, sender: Sender, what: string, error: unknown): string {
  const reference = newReference();
  handling.log.error(
    { reference, what, user: sender.user, channel: sender.channel, ...failureFields(error) },
    "A request from Slack could not be served",
  );
  return reference;
}

function isStillAtWork(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "still_at_work";
}
