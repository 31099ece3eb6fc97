/** Ends an exhaustive `switch`: the compiler refuses the call while a case is missing, and at run time it throws. */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected value: ${JSON.stringify(value)}`);
}
