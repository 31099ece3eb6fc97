import type { IncomingMessage, ServerResponse } from "node:http";
import { assertNever } from "../slack/assert-never.ts";
import type { Happening } from "../slack/bus.ts";
import type { Member } from "../slack/cast.ts";
import type { JsonObject } from "../slack/json.ts";
import type { Sandbox } from "../slack/sandbox.ts";
import { shownMessage } from "./shown.ts";

const keepAliveMs = 15_000;

/** Streams the clock: what it says at once, then every move. */
export function streamClock({ clock }: Sandbox, request: IncomingMessage, response: ServerResponse): void {
  const send = open(response);
  send("clock", clock.read());
  const stop = clock.onMove((reading) => send("clock", reading));
  request.once("close", stop);
}

/** Streams what happens before the eyes of `member`. */
export function streamHappenings(
  sandbox: Sandbox,
  member: Member,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const send = open(response);
  send("clock", sandbox.clock.read());
  const stopClock = sandbox.clock.onMove((reading) => send("clock", reading));
  const stopBus = sandbox.bus.subscribe((happening) => {
    const data = seen(sandbox, happening, member);
    if (data !== undefined) send(happening.kind, data);
  });
  request.once("close", () => {
    stopClock();
    stopBus();
  });
}

function seen(sandbox: Sandbox, happening: Happening, member: Member): JsonObject | undefined {
  switch (happening.kind) {
    case "conversations":
      return {};
    case "view":
    case "home":
      if (happening.user !== member.id) return undefined;
      return { view: happening.view === undefined ? null : sandbox.views.json(happening.view) };
    case "message":
    case "message_changed":
    case "message_deleted": {
      const { conversation, message } = happening;
      if (!conversation.members.has(member.id)) return undefined;
      if (message.onlyFor !== undefined && message.onlyFor !== member.id) return undefined;
      if (happening.kind === "message_deleted") return { channel: conversation.id, ts: message.ts };
      return shownMessage(sandbox, message, conversation);
    }
    default:
      return assertNever(happening);
  }
}

function open(response: ServerResponse): (event: string, data: JsonObject) => void {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    connection: "keep-alive",
  });
  const heartbeat = setInterval(() => response.write(": still here\n\n"), keepAliveMs).unref();
  response.once("close", () => clearInterval(heartbeat));
  return (event, data) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
