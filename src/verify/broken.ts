/** Something in a bundle that does not hold: where, as a file or an entry of the ledger, and what about it. */
export type BundleFault = {
  /** The file, as the bundle names it. */
  readonly file: string;
  /** The entry of the ledger, where it is one. */
  readonly entry?: number;
  /** One or two sentences. */
  readonly what: string;
};

/** Thrown on the way; the edge of the check turns it into its answer. */
export class BundleBroken extends Error {
  override readonly name = "BundleBroken";
  readonly code = "bundle_broken";
  readonly retryable = false;
  readonly fault: BundleFault;

  constructor(fault: BundleFault) {
    super(fault.what);
    this.fault = fault;
  }
}

/** Ends the check with what does not hold. */
export function broken(file: string, what: string, entry?: number): never {
  throw new BundleBroken({ file, what, ...(entry === undefined ? {} : { entry }) });
}
