import { z } from "zod";
import { type JsonObject, parseObject } from "../../../sandbox/slack/json.ts";

const SeenMessage = z.looseObject({
  ts: z.string(),
  channel: z.string(),
  user: z.string(),
  text: z.string(),
  bot: z.boolean().optional(),
  blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string() })).optional(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
  thread_ts: z.string().optional(),
  reply_count: z.number().optional(),
  edited: z.looseObject({ ts: z.string() }).optional(),
  ephemeral: z.boolean().optional(),
  files: z.array(z.looseObject({ id: z.string(), name: z.string(), url: z.string() })).optional(),
  pinned: z.boolean().optional(),
});

/** A message as one person sees it. */
export type SeenMessage = z.infer<typeof SeenMessage>;

const SeenView = z.looseObject({
  id: z.string(),
  type: z.enum(["modal", "home"]),
  callback_id: z.string(),
  title: z.looseObject({ text: z.string() }),
  blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string() })),
  private_metadata: z.string(),
  hash: z.string(),
});

/** A modal or Home as its person sees it. */
export type SeenView = z.infer<typeof SeenView>;

/** A refusal of the control API, with its code and sentence. */
export class ControlRefusal extends Error {
  override readonly name = "ControlRefusal";
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** Speaks the control API of docs/sandbox.md, for tests and tools. */
export class ControlClient {
  readonly #url: string;

  /** @param controlUrl a workspace's or simulator's `controlUrl`. */
  constructor(controlUrl: string) {
    this.#url = controlUrl;
  }

  /** Reads something. @throws ControlRefusal */
  get(path: string, query: Readonly<Record<string, string>> = {}): Promise<JsonObject> {
    const search = new URLSearchParams(query).toString();
    return this.#call("GET", search === "" ? path : `${path}?${search}`);
  }

  /** Does something. @throws ControlRefusal */
  post(path: string, body: JsonObject = {}): Promise<JsonObject> {
    return this.#call("POST", path, body);
  }

  /** Takes something away. @throws ControlRefusal */
  delete(path: string): Promise<JsonObject> {
    return this.#call("DELETE", path);
  }

  /** What `as` sees of a conversation, oldest first; of one thread if `threadTs` is given. */
  async messages(as: string, channel: string, threadTs?: string): Promise<SeenMessage[]> {
    const answer = await this.get("/messages", { as, channel, ...(threadTs ? { thread_ts: threadTs } : {}) });
    return z.array(SeenMessage).parse(answer["messages"]);
  }

  /** The topmost modal that `as` has open. */
  async view(as: string): Promise<SeenView | undefined> {
    const { view } = await this.get("/view", { as });
    return view === null ? undefined : SeenView.parse(view);
  }

  /** Opens the app's Home and answers what is published there. */
  async home(as: string): Promise<SeenView | undefined> {
    const { view } = await this.post("/home", { as });
    return view === null ? undefined : SeenView.parse(view);
  }

  /** Types a slash command such as `/closeout status`. */
  command(as: string, channel: string, text: string): Promise<JsonObject> {
    return this.post("/command", { as, channel, text });
  }

  async #call(method: string, path: string, body?: JsonObject): Promise<JsonObject> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const answer = parseObject(await response.text()) ?? {};
    if (answer["ok"] !== true) throw new ControlRefusal(String(answer["error"]), String(answer["message"]));
    return answer;
  }
}
