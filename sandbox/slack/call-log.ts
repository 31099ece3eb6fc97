/** One call of the Web API, as the control API shows it. */
export type Call = {
  readonly id: number;
  readonly method: string;
  readonly at: string;
  readonly status: number;
  readonly ok: boolean;
  readonly error?: string;
  readonly channel?: string;
};

const kept = 50_000;

/** The Web API calls received, the newest 50,000 of them. */
export class CallLog {
  #calls: Call[] = [];
  #lastId = 0;

  record(call: Omit<Call, "id">): void {
    this.#lastId += 1;
    this.#calls.push({ id: this.#lastId, ...call });
    if (this.#calls.length > 2 * kept) this.#calls = this.#calls.slice(-kept);
  }

  /** Calls after the one with id `since`, of one method if named; oldest first. */
  list(filter: { since?: number | undefined; method?: string | undefined }): readonly Call[] {
    const { since = 0, method } = filter;
    return this.#calls.filter((call) => call.id > since && (method === undefined || call.method === method));
  }
}
