import { isObject, type Json, type JsonObject, parseJson, stringAt } from "./json.ts";

/** A refusal of the control API, or the lack of an answer, as a sentence that can be shown. */
export class ControlError extends Error {
  /** The API's own code, or `unreachable`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "ControlError";
    this.code = code;
  }
}

/**
 * Reads from the control API.
 * @throws ControlError when it refuses or does not answer.
 */
export async function read(
  path: string,
  query: Record<string, string | undefined> = {},
): Promise<JsonObject> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, value);
  const suffix = search.size > 0 ? `?${search}` : "";
  return await call(`/control/${path}${suffix}`, {});
}

/**
 * Tells the control API to do something; members that are undefined are left out.
 * @throws ControlError when it refuses or does not answer.
 */
export async function tell(path: string, body: Record<string, Json | undefined>): Promise<JsonObject> {
  return await call(`/control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function call(url: string, init: RequestInit): Promise<JsonObject> {
  let answer: Json;
  try {
    const response = await fetch(url, init);
    answer = parseJson(await response.text());
  } catch {
    throw new ControlError(
      "unreachable",
      "The sandbox does not answer. Is it still running in your terminal?",
    );
  }
  if (!isObject(answer)) throw new ControlError("no_json", "The sandbox gave an answer that cannot be read.");
  if (answer["ok"] === true) return answer;
  const code = stringAt(answer, "error") ?? "unknown";
  throw new ControlError(code, stringAt(answer, "message") ?? `The sandbox refused (${code}).`);
}
