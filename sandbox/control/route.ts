import { z } from "zod";
import type { JsonObject } from "../slack/json.ts";
import type { Sandbox } from "../slack/sandbox.ts";
import { ControlError } from "./control-error.ts";

/** What a call of the control API brings: body and query as one object, and the last part of the path if it is an id. */
export type ControlCall = { readonly input: JsonObject; readonly id: string };

/** Carries out one call of the control API; what it answers goes beside `ok: true`. */
export type Route = (sandbox: Sandbox, call: ControlCall) => JsonObject | Promise<JsonObject>;

/** Routes by `METHOD /control/path`, an id written as `{id}`. */
export type Routes = Readonly<Record<string, Route>>;

/** A route whose input is checked first. */
export function route<T>(
  schema: z.ZodType<T>,
  run: (sandbox: Sandbox, input: T, id: string) => JsonObject | Promise<JsonObject>,
): Route {
  return (sandbox, { input, id }) => run(sandbox, read(schema, input), id);
}

/** Checks the input of a call. @throws ControlError `invalid_request`, naming what is wrong. */
export function read<T>(schema: z.ZodType<T>, input: JsonObject): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ControlError(400, "invalid_request", z.prettifyError(parsed.error));
}
