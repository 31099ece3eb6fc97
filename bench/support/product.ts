import { type Child, startNode } from "./child.ts";
import type { Workspace } from "./workspace.ts";

/** A running process of the product. */
export type Product = {
  readonly child: Child;
  /** Where Slack posts to; nothing listens there in the worker role. */
  readonly eventsUrl: string;
};

/** How `npm start` starts it. */
export const startCommand = ["--import", "./src/check-node.mjs", "src/main.ts"];

/** Starts the product against a sandbox workspace as it would be started against Slack, and waits until it runs. */
export async function startProduct(input: {
  readonly role: "all" | "web" | "worker";
  readonly databaseUrl: string;
  readonly workspace: Workspace;
  readonly port: number;
  readonly settings?: Readonly<Record<string, string>>;
}): Promise<Product> {
  const { role, databaseUrl, workspace, port, settings = {} } = input;
  const child = startNode(startCommand, {
    CLOSEOUT_ROLE: role,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_SIGNING_SECRET: workspace.signingSecret,
    SLACK_API_URL: workspace.apiUrl,
    // Nothing that is measured asks Sensei.
    SENSEI_API_URL: "http://127.0.0.1:9/v1",
    SENSEI_API_KEY: "sk_test_benchmark",
    LOG_LEVEL: "error",
    ...settings,
  });
  await child.line((line) => line.includes("Stop with"));
  return { child, eventsUrl: `http://127.0.0.1:${port}/slack/events` };
}
