import { z } from "zod";
import type { OperationAnswer, OperationOptions, SenseiOperations } from "../ports.ts";
import { checkedId } from "./ids.ts";
import { lenient, text } from "./lenient.ts";
import type { Transport } from "./transport.ts";

type Endpoint = { readonly method: "POST" | "DELETE"; readonly what: string };

const archive: Endpoint = { method: "POST", what: "archive" };
const checkpoints: Endpoint = { method: "DELETE", what: "checkpoints" };
const cleanup: Endpoint = { method: "POST", what: "cleanup" };

/** What may stand in a header by itself. */
const headerWord = /^[\x21-\x7e]{1,255}$/;

const bodySchema = z.object({ message: lenient(text) });

/** The calls that change something. Their bodies are undocumented: any 2xx is taken, and what it says is kept. */
export function createOperations(transport: Transport): SenseiOperations {
  async function operate(
    { method, what }: Endpoint,
    typed: string,
    { idempotencyKey, requestId, signal }: OperationOptions,
  ): Promise<OperationAnswer> {
    const { id, inPath } = checkedId(transport, typed);
    for (const word of [idempotencyKey, ...(requestId === undefined ? [] : [requestId])]) {
      if (!headerWord.test(word)) {
        throw new RangeError("a key or request id is 1 to 255 printable ASCII characters");
      }
    }
    const answer = await transport.call({
      method,
      path: `/migrations/${inPath}/${what}`,
      headers: { "x-idempotency-key": idempotencyKey },
      requestId,
      migrationId: id,
      signal,
    });
    const message = bodySchema.safeParse(answer.json).data?.message;
    return {
      kind: answer.status === 202 ? "accepted" : "done",
      status: answer.status,
      requestId: answer.requestId,
      body: answer.json,
      message: message === undefined ? undefined : transport.clean(message),
    };
  }

  return {
    archiveMigration: (id, options) => operate(archive, id, options),
    deleteCheckpoints: (id, options) => operate(checkpoints, id, options),
    releaseTemporaryStorage: (id, options) => operate(cleanup, id, options),
  };
}
