import type { Bench } from "./bench.ts";
import { startNode } from "./child.ts";
import { freePort } from "./free-port.ts";
import type { Workspace } from "./workspace.ts";

/** Starts the reference of an acknowledgement in a process of its own. Returns where it hears Slack. */
export async function startBareApp(
  { resources }: Pick<Bench, "resources">,
  { apiUrl, botToken, signingSecret }: Workspace,
): Promise<string> {
  const port = await freePort();
  const child = startNode(["bench/ack-reference.ts"], {
    REFERENCE_PORT: String(port),
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: apiUrl,
  });
  resources.add(child);
  await child.line((line) => line === "ready");
  return `http://127.0.0.1:${port}/slack/events`;
}
