import { z } from "zod";

const answerSchema = z.looseObject({
  ok: z.boolean(),
  error: z.string().optional(),
  message: z.string().optional(),
});

/** The sandbox refused a call to its control API. */
export class ControlRefused extends Error {
  override readonly name = "ControlRefused";
  readonly code: string;

  constructor(call: string, code: string, sentence: string) {
    super(`${call}: ${sentence} (${code})`);
    this.code = code;
  }
}

/** Talks to the control API of the workspace; `docs/sandbox.md` says what can be asked. */
export type ControlClient = {
  get<Schema extends z.ZodType>(
    path: string,
    query: Record<string, string>,
    schema: Schema,
  ): Promise<z.output<Schema>>;
  post<Schema extends z.ZodType>(path: string, body: unknown, schema: Schema): Promise<z.output<Schema>>;
};

/** A client for the control API at this URL (`http://127.0.0.1:…/control`). */
export function controlClient(controlUrl: string): ControlClient {
  async function call<Schema extends z.ZodType>(what: string, request: Request, schema: Schema) {
    const response = await fetch(request);
    const body: unknown = await response.json();
    const answer = answerSchema.parse(body);
    if (!answer.ok) throw new ControlRefused(what, answer.error ?? "unknown", answer.message ?? "refused");
    return schema.parse(body);
  }
  return {
    get: (path, query, schema) =>
      call(`GET ${path}`, new Request(`${controlUrl}/${path}?${new URLSearchParams(query)}`), schema),
    post: (path, body, schema) =>
      call(
        `POST ${path}`,
        new Request(`${controlUrl}/${path}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
        schema,
      ),
  };
}
