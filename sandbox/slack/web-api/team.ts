import { z } from "zod";
import { SlackApiError } from "../api-error.ts";
import { readArgs, word } from "./args.ts";
import type { Method, Methods } from "./method.ts";

const authTest: Method = ({ world, baseUrl }) => ({
  url: `${baseUrl()}/`,
  team: world.team.name,
  user: world.members.get(world.botId)?.name,
  team_id: world.team.id,
  user_id: world.botId,
  bot_id: world.app.botId,
  is_enterprise_install: false,
});

const apiTest: Method = (_sandbox, raw) => {
  const { token: _token, ...args } = raw;
  const error = args["error"];
  if (typeof error === "string" && error !== "") throw new SlackApiError(error, { args });
  return { args };
};

const teamInfo: Method = ({ world }) => ({
  team: {
    ...world.team,
    url: `https://${world.team.domain}.slack.com/`,
    email_domain: "",
    icon: { image_default: true },
  },
});

const botsInfo: Method = ({ world }, raw) => {
  const { bot = world.app.botId } = readArgs(z.looseObject({ bot: word.optional() }), raw);
  if (bot !== world.app.botId) throw new SlackApiError("bot_not_found");
  return {
    bot: {
      id: world.app.botId,
      deleted: !world.installed,
      name: world.members.get(world.botId)?.realName,
      updated: world.seconds(),
      app_id: world.app.appId,
      user_id: world.botId,
      icons: {},
    },
  };
};

const openConnection: Method = ({ link, baseUrl }) => ({
  url: `${baseUrl().replace(/^http/, "ws")}${link.sockets.issuePath()}`,
});

export const teamMethods: Methods = {
  "auth.test": authTest,
  "api.test": apiTest,
  "team.info": teamInfo,
  "bots.info": botsInfo,
  "apps.connections.open": openConnection,
};
