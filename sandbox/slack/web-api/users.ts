import { z } from "zod";
import { SlackApiError } from "../api-error.ts";
import { wireUser } from "../wire.ts";
import { readArgs, whole, word } from "./args.ts";
import { pageOf } from "./cursor.ts";
import type { Method, Methods } from "./method.ts";

const info: Method = ({ world }, raw) => {
  const { user } = readArgs(z.looseObject({ user: word }), raw);
  const member = world.members.get(user);
  if (member === undefined) throw new SlackApiError("user_not_found");
  return { user: wireUser(world, member) };
};

const list: Method = ({ world }, raw) => {
  const args = readArgs(z.looseObject({ cursor: z.string().optional(), limit: whole.default(1000) }), raw);
  const { page, response_metadata } = pageOf([...world.members.values()], args.cursor, args.limit || 1000);
  return {
    members: page.map((member) => wireUser(world, member)),
    cache_ts: world.seconds(),
    response_metadata,
  };
};

export const userMethods: Methods = { "users.info": info, "users.list": list };
