import { z } from "zod";
import { InboundInput } from "../slack/app-link/inbound.ts";
import type { Conversation } from "../slack/conversation.ts";
import { FaultInput } from "../slack/faults.ts";
import { addMember, removeMember } from "../slack/membership.ts";
import type { Sandbox } from "../slack/sandbox.ts";
import { wireUser } from "../slack/wire.ts";
import { ControlError } from "./control-error.ts";
import { type Routes, read, route } from "./route.ts";
import { shownChannel, shownMember } from "./shown.ts";

/** What is done to the workspace itself: people, channels, faults. */
export const stagingRoutes: Routes = {
  "POST /control/faults": (sandbox, { input }) => {
    sandbox.faults.add(read(FaultInput, input));
    return {};
  },
  "DELETE /control/faults": (sandbox) => {
    sandbox.faults.clear();
    return {};
  },
  "POST /control/inbound": (sandbox, { input }) => {
    sandbox.link.inbound = read(InboundInput, input);
    return { inbound: sandbox.link.inbound };
  },
  "POST /control/limits": route(z.object({ pacing: z.boolean() }), (sandbox, { pacing }) => {
    sandbox.pacing.enabled = pacing;
    return {};
  }),

  "POST /control/channels": route(
    z.object({
      name: z
        .string()
        .regex(
          /^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u,
          "a channel's name is up to 80 lower-case letters, digits, - and _",
        ),
      members: z.array(z.string()).optional(),
      topic: z.string().default(""),
      bot_in: z.boolean().default(true),
    }),
    (sandbox, { name, members, topic, bot_in: botIn }) => {
      const { world } = sandbox;
      for (const one of world.conversations.values()) {
        if (one.kind === "channel" && one.name === name)
          throw new ControlError(409, "name_taken", `#${name} exists.`);
      }
      const everybody = [...world.members.values()]
        .filter((member) => member.kind === "member")
        .map(({ id }) => id);
      const people = members ?? everybody;
      for (const id of people) knownMember(sandbox, id);
      const all = new Set(botIn ? [...people, world.botId] : people);
      const channel = world.createChannel({ name, topic, creator: people[0] ?? "", members: all });
      sandbox.bus.emit({ kind: "conversations" });
      return { channel: shownChannel(sandbox, channel) };
    },
  ),
  "DELETE /control/channels/{id}": async (sandbox, { id }) => {
    const channel = knownChannel(sandbox, id);
    sandbox.world.deleteChannel(channel);
    sandbox.bus.emit({ kind: "conversations" });
    return { delivered: await sandbox.events.send({ type: "channel_deleted", channel: id }) };
  },
  "POST /control/channels/{id}": route(
    z.object({ archived: z.boolean() }),
    async (sandbox, { archived }, id) => {
      const channel = knownChannel(sandbox, id);
      channel.archived = archived;
      sandbox.bus.emit({ kind: "conversations" });
      const type = archived ? "channel_archive" : "channel_unarchive";
      return { delivered: await sandbox.events.send({ type, channel: id, user: channel.creator }) };
    },
  ),
  "POST /control/kick": route(
    z.object({ channel: z.string(), user: z.string().optional() }),
    async (sandbox, { channel, user = sandbox.world.botId }) => ({
      delivered: await removeMember(sandbox, knownChannel(sandbox, channel), user),
    }),
  ),
  "POST /control/invite": route(
    z.object({ channel: z.string(), user: z.string().optional(), as: z.string().optional() }),
    async (sandbox, { channel, user = sandbox.world.botId, as }) => ({
      delivered: await addMember(sandbox, knownChannel(sandbox, channel), knownMember(sandbox, user).id, as),
    }),
  ),
  "POST /control/users/{id}": route(z.object({ deleted: z.boolean() }), async (sandbox, { deleted }, id) => {
    const member = knownMember(sandbox, id);
    member.deleted = deleted;
    sandbox.bus.emit({ kind: "conversations" });
    const event = {
      type: "user_change",
      user: wireUser(sandbox.world, member),
      cache_ts: sandbox.world.seconds(),
    };
    return { user: shownMember(member), delivered: await sandbox.events.send(event) };
  }),
  "POST /control/uninstall": async (sandbox) => {
    const { events, world } = sandbox;
    const told = [
      events.send({ type: "app_uninstalled" }),
      events.send({ type: "tokens_revoked", tokens: { oauth: [], bot: [world.botId] } }),
    ];
    world.installed = false;
    return { delivered: (await Promise.all(told)).flat() };
  },
  "POST /control/install": (sandbox) => {
    sandbox.world.installed = true;
    return {};
  },
  "POST /control/sockets": route(
    z.object({ disconnect: z.enum(["warning", "refresh_requested", "link_disabled"]) }),
    (sandbox, { disconnect }) => {
      const sockets = sandbox.link.sockets.size;
      sandbox.link.sockets.disconnect(disconnect);
      return { sockets };
    },
  ),
  "GET /control/sockets": (sandbox) => ({ sockets: sandbox.link.sockets.size }),
  "GET /control/request-urls": (sandbox) => ({ urls: sandbox.link.http.urls }),
  "POST /control/request-urls": route(z.object({ urls: z.array(z.url()) }), (sandbox, { urls }) => {
    sandbox.link.http.urls = urls;
    return {};
  }),
};

function knownChannel({ world }: Sandbox, id: string): Conversation {
  const channel = world.conversations.get(id);
  if (channel?.kind !== "channel")
    throw new ControlError(404, "channel_not_found", `There is no channel "${id}".`);
  return channel;
}

function knownMember({ world }: Sandbox, id: string) {
  const member = world.members.get(id);
  if (member === undefined)
    throw new ControlError(404, "user_not_found", `There is no person with the id "${id}".`);
  return member;
}
