import { z } from "zod";
import type { JsonObject } from "./slack/json.ts";

const answerSchema = z.looseObject({
  ok: z.boolean(),
  error: z.string().optional(),
  message: z.string().optional(),
});

const blocksSchema = z.array(z.looseObject({ type: z.string(), block_id: z.string() }));

const seenMessageSchema = z.looseObject({
  ts: z.string(),
  channel: z.string(),
  user: z.string(),
  text: z.string(),
  bot: z.boolean().optional(),
  blocks: blocksSchema.optional(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
  thread_ts: z.string().optional(),
  reply_count: z.number().optional(),
  edited: z.looseObject({ ts: z.string() }).optional(),
  ephemeral: z.boolean().optional(),
  files: z
    .array(
      z.looseObject({
        id: z.string(),
        name: z.string(),
        url: z.string(),
        mimetype: z.string(),
        alt_txt: z.string().optional(),
      }),
    )
    .optional(),
  pinned: z.boolean().optional(),
});

/** A message as one person sees it. */
export type SeenMessage = z.infer<typeof seenMessageSchema>;

const seenViewSchema = z.looseObject({
  id: z.string(),
  type: z.enum(["modal", "home"]),
  callback_id: z.string(),
  title: z.looseObject({ text: z.string() }),
  blocks: blocksSchema,
  private_metadata: z.string(),
  hash: z.string(),
});

/** A modal or Home as its person sees it. */
export type SeenView = z.infer<typeof seenViewSchema>;

const messagesSchema = z.object({ messages: z.array(seenMessageSchema) });
const viewSchema = z.object({ view: seenViewSchema.nullable() });

type Query = Readonly<Record<string, string>>;

/** The sandbox refused a call to a control API, with its code and sentence. */
export class ControlRefused extends Error {
  override readonly name = "ControlRefused";
  readonly code: string;

  constructor(call: string, code: string, sentence: string) {
    super(`${call}: ${sentence} (${code})`);
    this.code = code;
  }
}

/** Members of an answer that the caller names by itself. */
const anyAnswer = z.record(z.string(), z.unknown());

/** Speaks the control API of a workspace or of the Sensei simulator; `docs/sandbox.md` says what can be asked. */
export class ControlClient {
  readonly #url: string;

  /** @param controlUrl a workspace's or simulator's `controlUrl`, such as `http://127.0.0.1:…/control`. */
  constructor(controlUrl: string) {
    this.#url = controlUrl;
  }

  /** Reads something. @throws ControlRefused */
  get(path: string, query?: Query): Promise<JsonObject>;
  get<Schema extends z.ZodType>(path: string, query: Query, schema: Schema): Promise<z.output<Schema>>;
  async get(path: string, query: Query = {}, schema: z.ZodType = anyAnswer): Promise<unknown> {
    const search = new URLSearchParams(query).toString();
    return schema.parse(await this.#call("GET", search === "" ? path : `${path}?${search}`));
  }

  /** Does something. @throws ControlRefused */
  post(path: string, body?: JsonObject): Promise<JsonObject>;
  post<Schema extends z.ZodType>(path: string, body: JsonObject, schema: Schema): Promise<z.output<Schema>>;
  async post(path: string, body: JsonObject = {}, schema: z.ZodType = anyAnswer): Promise<unknown> {
    return schema.parse(await this.#call("POST", path, body));
  }

  /** Takes something away. @throws ControlRefused */
  async delete(path: string): Promise<void> {
    await this.#call("DELETE", path);
  }

  /** What `as` sees of a conversation, oldest first; of one thread if `threadTs` is given. */
  async messages(as: string, channel: string, threadTs?: string): Promise<readonly SeenMessage[]> {
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
    return (await this.get("messages", { as, channel, ...thread }, messagesSchema)).messages;
  }

  /** The topmost modal that `as` has open. */
  async view(as: string): Promise<SeenView | undefined> {
    return (await this.get("view", { as }, viewSchema)).view ?? undefined;
  }

  /** Opens the app's Home and answers what is published there. */
  async home(as: string): Promise<SeenView | undefined> {
    return (await this.post("home", { as }, viewSchema)).view ?? undefined;
  }

  /** Types a slash command such as `/closeout status`. */
  command(as: string, channel: string, text: string): Promise<JsonObject> {
    return this.post("command", { as, channel, text });
  }

  async #call(method: string, path: string, body?: JsonObject): Promise<unknown> {
    const response = await fetch(`${this.#url}/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const answer = answerSchema.parse(await response.json());
    if (answer.ok) return answer;
    throw new ControlRefused(`${method} ${path}`, answer.error ?? "unknown", answer.message ?? "refused");
  }
}

/** A client for the control API at this URL. */
export function controlClient(controlUrl: string): ControlClient {
  return new ControlClient(controlUrl);
}
