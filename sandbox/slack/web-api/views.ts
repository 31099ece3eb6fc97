import { z } from "zod";
import { SlackApiError } from "../api-error.ts";
import { parseView } from "../view-input.ts";
import { json, readArgs, word } from "./args.ts";
import type { Method, Methods } from "./method.ts";

const TriggerArgs = z.looseObject({ trigger_id: word, view: json });

const open: Method = (sandbox, raw) => {
  const args = readArgs(TriggerArgs, raw);
  const content = parseView(args.view, "modal");
  const { user } = sandbox.triggers.exchange(args.trigger_id);
  return { view: sandbox.views.json(sandbox.views.open(user, content)) };
};

const push: Method = (sandbox, raw) => {
  const args = readArgs(TriggerArgs, raw);
  const content = parseView(args.view, "modal");
  const { user, viewId } = sandbox.triggers.exchange(args.trigger_id);
  const below = viewId === undefined ? undefined : sandbox.views.find(viewId);
  if (below === undefined) throw new SlackApiError("not_found");
  return { view: sandbox.views.json(sandbox.views.push(user, content)) };
};

const UpdateArgs = z.looseObject({
  view_id: word.optional(),
  external_id: word.optional(),
  hash: word.optional(),
  view: json,
});

const update: Method = (sandbox, raw) => {
  const args = readArgs(UpdateArgs, raw);
  const id = args.view_id ?? args.external_id;
  const view = id === undefined ? undefined : sandbox.views.find(id);
  if (view === undefined) throw new SlackApiError("not_found");
  sandbox.views.update(view, parseView(args.view, view.content.type), args.hash);
  return { view: sandbox.views.json(view) };
};

const PublishArgs = z.looseObject({ user_id: word, hash: word.optional(), view: json });

const publish: Method = (sandbox, raw) => {
  const args = readArgs(PublishArgs, raw);
  const content = parseView(args.view, "home");
  if (!sandbox.world.members.has(args.user_id)) throw new SlackApiError("user_not_found");
  return { view: sandbox.views.json(sandbox.views.publish(args.user_id, content, args.hash)) };
};

export const viewMethods: Methods = {
  "views.open": open,
  "views.push": push,
  "views.update": update,
  "views.publish": publish,
};
