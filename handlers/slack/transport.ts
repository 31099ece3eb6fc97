import type { RequestListener } from "node:http";
import { HTTPReceiver, type Logger, type Receiver, SocketModeReceiver } from "@slack/bolt";
import { assertNever } from "../../src/domain/assert-never.ts";

/** How Slack reaches us: it posts to `/slack/events`, or we hold a socket open to it (companies behind a firewall). */
export type SlackMode =
  | { readonly kind: "http"; readonly signingSecret: string }
  | { readonly kind: "socket"; readonly appToken: string };

/** Bolt's receiver for a mode, and what is particular to it. */
export type Transport = {
  readonly receiver: Receiver;
  /** Takes verified requests; `undefined` for a socket. */
  readonly requestListener: RequestListener | undefined;
  /** Whether Slack can reach us, as far as this process can tell. */
  isOpen(): boolean;
};

/** The one difference between the two modes; behind the receiver everything is the same. */
export function createTransport(mode: SlackMode, slackApiUrl: string | undefined, logger: Logger): Transport {
  switch (mode.kind) {
    case "http":
      return overHttp(mode.signingSecret, logger);
    case "socket":
      return overSocket(mode.appToken, slackApiUrl, logger);
    default:
      return assertNever(mode);
  }
}

function overHttp(signingSecret: string, logger: Logger): Transport {
  // The door in front has verified the signature, more strictly than the receiver would.
  const receiver = new HTTPReceiver({
    signingSecret,
    signatureVerification: false,
    endpoints: "/slack/events",
    logger,
  });
  return { receiver, requestListener: receiver.requestListener, isOpen: () => true };
}

function overSocket(appToken: string, slackApiUrl: string | undefined, logger: Logger): Transport {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    installerOptions: {
      clientOptions: {
        ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
        // Opening a socket shows nothing to anybody, so it is tried until it works, however long Slack is away.
        retryConfig: { forever: true, minTimeout: 500, maxTimeout: 15_000, factor: 2, randomize: true },
      },
    },
  });
  return {
    receiver,
    requestListener: undefined,
    isOpen: () => receiver.client.websocket?.isActive() === true,
  };
}
