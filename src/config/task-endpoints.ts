/** Where the company's own automation hears of one infrastructure task. */
export type TaskEndpoint = { readonly task: string; readonly url: string };

/**
 * A host that automations may be called at. `private` lets it resolve to addresses of a private network; `plain` is one origin
 * on this machine that may be called without TLS.
 */
export type TaskHost =
  | { readonly kind: "public" | "private"; readonly host: string }
  | { readonly kind: "plain"; readonly origin: string };

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: string[] };

/** Reads `X1=https://host/path X2=…`, or the same as a JSON object. */
export function readTaskEndpoints(text: string): Read<readonly TaskEndpoint[]> {
  const pairs = text.trim().startsWith("{")
    ? jsonPairs(text)
    : text
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(pairOf);
  if (pairs === undefined) return { ok: false, problems: ['is not JSON like {"X1": "https://host/path"}'] };
  const problems: string[] = [];
  const endpoints: TaskEndpoint[] = [];
  for (const [index, [task, url]] of pairs.entries()) {
    if (!/^[A-Z]{1,3}\d{1,3}$/.test(task))
      problems.push(`(task ${index + 1}) does not begin with an item's id, such as X1`);
    else if (endpoints.some((one) => one.task === task))
      problems.push(`(task ${index + 1}) names a task that was named before`);
    else if (!URL.canParse(url))
      problems.push(`(task ${index + 1}) has no address; write X1=https://host/path`);
    else endpoints.push({ task, url });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: endpoints };
}

function pairOf(pair: string): readonly [string, string] {
  const at = pair.indexOf("=");
  return at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
}

function jsonPairs(text: string): readonly (readonly [string, string])[] | undefined {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== "object" || json === null) return undefined;
    return Object.entries(json).map(([task, url]) => [task, String(url)] as const);
  } catch {
    return undefined;
  }
}

/** Reads `automation.example.com private:runner.corp http://127.0.0.1:9000`. */
export function readTaskHosts(text: string): Read<readonly TaskHost[]> {
  const problems: string[] = [];
  const hosts = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .flatMap((word, index): TaskHost[] => {
      if (/^http:\/\/127\.0\.0\.1(?::\d{1,5})?$/.test(word))
        return [{ kind: "plain", origin: new URL(word).origin }];
      const [, mark, host = ""] = /^(private:)?([a-z0-9.-]{1,253}(?::\d{1,5})?)$/i.exec(word) ?? [];
      if (host === "") problems.push(`(host ${index + 1}) is no host such as automation.example.com`);
      return host === ""
        ? []
        : [{ kind: mark === undefined ? "public" : "private", host: host.toLowerCase() }];
    });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: hosts };
}

/** The entry that lets an endpoint be called, or `undefined` when there is none. */
export function allowingHost(hosts: readonly TaskHost[], url: string): TaskHost | undefined {
  const { protocol, host, origin, username, password } = new URL(url);
  if (username !== "" || password !== "") return undefined;
  if (protocol === "http:") return hosts.find((one) => one.kind === "plain" && one.origin === origin);
  if (protocol !== "https:") return undefined;
  return hosts.find((one) => one.kind !== "plain" && one.host === host);
}
