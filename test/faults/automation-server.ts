import { createServer } from "node:http";
import { listenOnLoopback } from "../support/listen.ts";
import type { OperationPoint } from "./operation-kills.ts";

/** A company's automation. It does its task whenever it is told to: it trusts its caller never to say so twice. */
export type AutomationServer = {
  readonly address: string;
  /** How it answers from now on, and what goes wrong with the next request. */
  answer(how: Pick<OperationPoint, "answer" | "fault">): void;
  /** How often it has done its task. */
  timesDone(): number;
  close(): void;
};

/** Opens one on the loopback interface. */
export async function openAutomation(): Promise<AutomationServer> {
  const done: string[] = [];
  let next: Pick<OperationPoint, "answer" | "fault"> = { answer: 200, fault: undefined };
  const server = createServer((incoming, outgoing) => {
    const say = (status: number, body: object) => outgoing.writeHead(status).end(JSON.stringify(body));
    const succeeded = { status: "succeeded", message: "Gone." };
    if (incoming.method === "GET") {
      const key = new URL(incoming.url ?? "", "http://automation").searchParams.get("idempotency_key");
      if (done.includes(key ?? "")) say(200, succeeded);
      else say(404, { error: "Never heard of." });
      return;
    }
    const { fault, answer } = next;
    next = { answer, fault: undefined };
    const spoilt = fault === "500" || fault === "drop";
    if (!spoilt) done.push(String(incoming.headers["x-idempotency-key"]));
    if (fault === "drop" || fault === "drop_after") outgoing.destroy();
    else if (fault !== undefined) say(500, { error: "It broke." });
    else if (answer === 202) say(202, { status: "running" });
    else say(200, succeeded);
  });
  return {
    address: await listenOnLoopback(server),
    answer: (how) => {
      next = how;
    },
    timesDone: () => done.length,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What the product has to know of an automation for one task, at this address. */
export function automationEnv(task: string, url: string): Readonly<Record<string, string>> {
  return {
    CLOSEOUT_TASK_ENDPOINTS: `${task}=${url}/${task.toLowerCase()}`,
    CLOSEOUT_TASK_HOSTS: new URL(url).origin,
    CLOSEOUT_TASK_SECRET: "a shared secret of more than 32 characters",
  };
}
