/** Marks what cannot be reached; the compiler objects when a case has been forgotten. */
export function assertNever(value: never): never {
  throw new Error(`Nobody expected ${JSON.stringify(value)}.`);
}
