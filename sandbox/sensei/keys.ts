import { type Answer, errorAnswer } from "./http.ts";

/** The key that the simulator accepts unless it is given another. */
export const defaultApiKey = "sk_test_sandbox";

/** A key that is accepted and may do nothing, for seeing what a missing scope looks like. */
export const scopelessApiKey = "sk_test_no_scopes";

/** A key that may read everything and change nothing. */
export const readOnlyApiKey = "sk_test_read_only";

/** Which scopes each key has. */
export type Keys = ReadonlyMap<string, readonly string[]>;

/** All scopes for `apiKey`; none for {@link scopelessApiKey}, and those for reading for {@link readOnlyApiKey}. */
export function keysWith(apiKey: string): Keys {
  return new Map([
    [scopelessApiKey, []],
    [readOnlyApiKey, ["migrations:read", "validations:read"]],
    [apiKey, ["migrations:read", "migrations:write", "validations:read"]],
  ]);
}

/** The refusal of a request whose `Authorization` header does not allow `scope`; `undefined` when it does. */
export function refuseAccess(
  keys: Keys,
  authorization: string | undefined,
  scope: string,
): Answer | undefined {
  const key = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
  const scopes = key === undefined ? undefined : keys.get(key);
  if (scopes === undefined) {
    return errorAnswer(401, "unauthorized", "The API key is missing or not valid.");
  }
  return scopes.includes(scope)
    ? undefined
    : errorAnswer(403, "forbidden", "The API key does not have the required scope.", {
        details: { required_scope: scope, key_scopes: scopes },
      });
}
