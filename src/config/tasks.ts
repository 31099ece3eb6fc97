import type { z } from "zod";
import { allowingHost, readTaskEndpoints, readTaskHosts } from "./task-endpoints.ts";
import { readBy, text, wholeNumber } from "./values.ts";

/** The variables of the company's automation and of operations; see `docs/automation.md`. */
export const taskVariables = {
  CLOSEOUT_TASK_ENDPOINTS: readBy(readTaskEndpoints).optional(),
  CLOSEOUT_TASK_HOSTS: readBy(readTaskHosts).optional(),
  CLOSEOUT_TASK_SECRET: text
    .min(32, "is too short for a shared secret; use at least 32 characters")
    .optional(),
  CLOSEOUT_OPERATION_CHECK_MS: wholeNumber(100, 600_000).default(30_000),
  CLOSEOUT_OPERATION_PATIENCE_MS: wholeNumber(1_000, 86_400_000).default(1_800_000),
};

type TaskEnvironment = z.infer<z.ZodObject<typeof taskVariables>>;

/** Which endpoints may be called, and the secret that signs; without endpoints the tasks are checklist items. */
export type TaskAutomation = {
  readonly secret: string;
  readonly endpoints: readonly { readonly task: string; readonly url: string; readonly inside: boolean }[];
};

/** What is missing or forbidden: an endpoint needs a host that is allowed, and a secret. */
export function taskProblems(env: TaskEnvironment): readonly string[] {
  const { CLOSEOUT_TASK_ENDPOINTS: endpoints = [], CLOSEOUT_TASK_HOSTS: hosts = [] } = env;
  if (endpoints.length === 0) return [];
  const forbidden = endpoints.filter(({ url }) => allowingHost(hosts, url) === undefined);
  return [
    ...(env.CLOSEOUT_TASK_SECRET === undefined
      ? ["CLOSEOUT_TASK_SECRET is missing: requests to CLOSEOUT_TASK_ENDPOINTS are signed with it."]
      : []),
    ...forbidden.map(
      ({ task, url }) =>
        `CLOSEOUT_TASK_ENDPOINTS sends ${task} to ${new URL(url).origin}, which CLOSEOUT_TASK_HOSTS does not allow; only https:// is called (or http://127.0.0.1:port if it is listed as that).`,
    ),
  ];
}

/** Puts the three variables together, after {@link taskProblems} has found none. */
export function taskAutomation(env: TaskEnvironment): TaskAutomation {
  const { CLOSEOUT_TASK_ENDPOINTS: endpoints = [], CLOSEOUT_TASK_HOSTS: hosts = [] } = env;
  return {
    secret: env.CLOSEOUT_TASK_SECRET ?? "",
    endpoints: endpoints.map(({ task, url }) => {
      const kind = allowingHost(hosts, url)?.kind;
      return { task, url, inside: kind === "private" || kind === "plain" };
    }),
  };
}
