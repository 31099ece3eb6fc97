import { Worker } from "node:worker_threads";
import type { ArchivedBytes } from "../ports.ts";

export type HashQuestion = { readonly id: number; readonly path: string };
export type HashAnswer = { readonly id: number } & (
  | ArchivedBytes
  | { readonly failed: { readonly code: string; readonly message: string } }
);

type Waiting = { resolve(found: ArchivedBytes): void; reject(error: Error): void };

/**
 * Hashes files in a thread of its own, so that what is written meanwhile does not wait. The thread is started by the first
 * file and keeps no process from ending.
 */
class HashThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #count = 0;

  hash(path: string): Promise<ArchivedBytes> {
    const worker = (this.#worker ??= this.#start());
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // Whoever waits for an answer must not be left alone by a process that thinks it has nothing to do.
      worker.ref();
      worker.postMessage({ id, path } satisfies HashQuestion);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL("./hash-file-worker.ts", import.meta.url));
    worker.on("message", (answer: HashAnswer) => this.#settle(worker, answer));
    worker.on("error", (error) => this.#fail(worker, error));
    worker.on("exit", () => this.#fail(worker, new Error("The hashing thread has ended")));
    worker.unref();
    return worker;
  }

  #settle(worker: Worker, answer: HashAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) worker.unref();
    if ("failed" in answer) {
      const { code, message } = answer.failed;
      waiting?.reject(Object.assign(new Error(message), { code }));
    } else {
      waiting?.resolve({ bytes: answer.bytes, sha256: answer.sha256 });
    }
  }

  /** The next file starts another thread. */
  #fail(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const reason = error instanceof Error ? error : new Error(String(error));
    for (const waiting of this.#waiting.values()) waiting.reject(reason);
    this.#waiting.clear();
  }
}

const thread = new HashThread();

/**
 * Length and SHA-256 of a file, read from where it lies and never through a link.
 * @throws Error with the system's `code`, such as `ENOENT`
 */
export function hashFile(path: string): Promise<ArchivedBytes> {
  return thread.hash(path);
}
