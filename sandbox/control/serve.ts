import type { IncomingMessage, ServerResponse } from "node:http";
import { readFields, sendJson } from "../slack/http.ts";
import type { Sandbox } from "../slack/sandbox.ts";
import { actingRoutes } from "./acting-routes.ts";
import { actor } from "./acts/actor.ts";
import { clockRoutes } from "./clock-routes.ts";
import { ControlError } from "./control-error.ts";
import { readingRoutes } from "./reading-routes.ts";
import type { Routes } from "./route.ts";
import { isOwn } from "./same-origin.ts";
import { stagingRoutes } from "./staging-routes.ts";
import { streamClock, streamHappenings } from "./streams.ts";

const routes: Routes = { ...readingRoutes, ...clockRoutes, ...actingRoutes, ...stagingRoutes };

/** Serves one call of the control API, docs/sandbox.md. */
export async function serveControl(
  sandbox: Sandbox,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!isOwn(request))
      throw new ControlError(403, "foreign_origin", "The control API is for this computer only.");
    if (serveSpecial(sandbox, url, request, response)) return;
    const fields = await readFields(request);
    if (fields === undefined) throw new ControlError(400, "invalid_json", "The body is not a JSON object.");
    const { run, id } = find(request.method ?? "GET", url.pathname);
    const input = { ...Object.fromEntries(url.searchParams), ...fields };
    sendJson(response, 200, { ok: true, ...(await run(sandbox, { input, id })) });
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    sendJson(response, error.status, { ok: false, error: error.code, message: error.message });
  }
}

/** Streams and files, whose answers are not JSON objects. */
function serveSpecial(
  sandbox: Sandbox,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (request.method !== "GET") return false;
  if (url.pathname === "/control/clock/stream") {
    streamClock(sandbox, request, response);
    return true;
  }
  if (url.pathname === "/control/stream") {
    streamHappenings(sandbox, actor(sandbox, url.searchParams.get("as") ?? ""), request, response);
    return true;
  }
  const fileId = /^\/control\/files\/(\w+)$/.exec(url.pathname)?.[1];
  if (fileId === undefined) return false;
  const file = sandbox.files.get(fileId);
  if (file?.bytes === undefined)
    throw new ControlError(404, "file_not_found", `There is no file "${fileId}".`);
  const disposition = `inline; filename*=UTF-8''${encodeURIComponent(file.name)}`;
  response.writeHead(200, { "content-type": file.mimetype, "content-disposition": disposition });
  response.end(file.bytes);
  return true;
}

function find(method: string, path: string) {
  const exact = routes[`${method} ${path}`];
  if (exact !== undefined) return { run: exact, id: "" };
  const cut = path.lastIndexOf("/");
  const withId = routes[`${method} ${path.slice(0, cut)}/{id}`];
  if (withId !== undefined) return { run: withId, id: decodeURIComponent(path.slice(cut + 1)) };
  throw new ControlError(404, "unknown_call", `There is no ${method} ${path}.`);
}
