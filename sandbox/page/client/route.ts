/** What the address says after `#`: who acts, where, and which tab or thread. */
export type Route = {
  readonly as: string | undefined;
  readonly conversation: string | undefined;
  readonly tab: "messages" | "home";
  readonly thread: string | undefined;
};

/**
 * Reads `#/U123/C456`, `#/U123/D789/home` or `#/U123/C456/thread/1772438400.000100`. Whatever it does not know is left
 * open, so that an old address still leads somewhere.
 */
export function parseRoute(hash: string): Route {
  const [as, conversation, third, fourth] = hash.replace(/^#?\/?/, "").split("/");
  return {
    as: as || undefined,
    conversation: conversation || undefined,
    tab: third === "home" ? "home" : "messages",
    thread: third === "thread" && /^\d+\.\d+$/.test(fourth ?? "") ? fourth : undefined,
  };
}

/** Writes a route as the address that leads back to it. */
export function formatRoute(route: Route): string {
  const parts = [route.as ?? ""];
  if (route.conversation !== undefined) parts.push(route.conversation);
  if (route.conversation !== undefined && route.tab === "home") parts.push("home");
  else if (route.conversation !== undefined && route.thread !== undefined) parts.push("thread", route.thread);
  return `#/${parts.join("/")}`;
}
