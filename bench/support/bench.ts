import type { Databases } from "./databases.ts";

/** What every benchmark is given. */
export type Bench = {
  readonly databases: Databases;
  /** Processes that end with the benchmark, whatever happens. */
  readonly resources: Resources;
  /** Says a line about the progress; silent with `--json`. */
  readonly tell: (line: string) => void;
};

type Stoppable = { stop(): Promise<void> };

/** Keeps what has to be stopped, and stops it, the latest first. */
export class Resources {
  readonly #held: Stoppable[] = [];
  #stopping: Promise<void> | undefined;

  add(resource: Stoppable): void {
    this.#held.push(resource);
  }

  /** Waits for something to start and keeps it. */
  async hold<T extends Stoppable>(starting: Promise<T>): Promise<T> {
    const resource = await starting;
    this.add(resource);
    return resource;
  }

  /** Whoever asks again waits for the first to come to its end. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    for (let last = this.#held.pop(); last !== undefined; last = this.#held.pop()) await last.stop();
  }
}
