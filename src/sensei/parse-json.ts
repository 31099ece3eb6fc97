/** Parses JSON; `undefined` when it is none, so that `null` can be told from it. */
export function parseJson(source: string): { readonly json: unknown } | undefined {
  try {
    const json: unknown = JSON.parse(source);
    return { json };
  } catch {
    return undefined;
  }
}
