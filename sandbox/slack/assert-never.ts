/** Ends a switch that has covered every case; the compiler complains here once it has not. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected: ${JSON.stringify(value)}`);
}
