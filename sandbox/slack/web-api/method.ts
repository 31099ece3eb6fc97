import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";

/** One method of the Web API: takes the raw arguments, answers what goes beside `ok: true`. */
export type Method = (sandbox: Sandbox, args: JsonObject) => JsonObject | Promise<JsonObject>;

/** Methods by their names. */
export type Methods = Readonly<Record<string, Method>>;
