import type { Log } from "./ports.ts";

/** One thing to be ended, and its name for the log. */
type Step = { readonly name: string; readonly end: () => Promise<unknown> };

/** Ends what was started, the latest first; one that fails does not keep the others from ending. */
export class Shutdown {
  readonly #steps: Step[] = [];
  readonly #log: Log;
  #ended: Promise<void> | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Remembers how to end something that has just been started. */
  add(name: string, end: () => Promise<unknown>): void {
    this.#steps.unshift({ name, end });
  }

  /** Ends everything, once; later calls wait for the first. */
  run(): Promise<void> {
    this.#ended ??= this.#endAll();
    return this.#ended;
  }

  async #endAll(): Promise<void> {
    for (const { name, end } of this.#steps) {
      try {
        await end();
      } catch (error) {
        this.#log.error({ err: error, part: name }, "a part did not end well");
      }
    }
  }
}

/** Within this time a second signal is the first one again: npm passes on the Ctrl+C that the terminal has sent to us as well. */
const echoMs = 500;

/** The first signal ends everything in order; a second one does not wait. */
export function endOnSignals(shutdown: Shutdown): void {
  let state: "running" | "told" | "ending" = "running";
  const end = () => {
    if (state === "ending") process.exit(130);
    if (state === "told") return;
    state = "told";
    setTimeout(() => {
      state = "ending";
    }, echoMs).unref();
    void shutdown.run().then(() => process.exit(0));
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}
