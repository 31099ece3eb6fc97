import type { IncomingMessage, ServerResponse } from "node:http";

/** Things that must answer before this process is ready, each resolving when it does and rejecting with why it does not. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>;

/** Result of {@link readiness}: `ok`, or a sentence that says what is wrong. */
export type Readiness = {
  readonly ready: boolean;
  /** Ready, but something that only a part of the work needs does not answer. */
  readonly degraded?: boolean;
  readonly checks: Readonly<Record<string, string>>;
};

/**
 * Asks everything at once; what does not answer within `timeoutMs` counts as not ready. What is `advisory` is asked and named as
 * well, but without it everything else still works, so it does not count. Never rejects.
 */
export async function readiness(
  checks: ReadinessChecks,
  timeoutMs: number,
  advisory: ReadinessChecks = {},
): Promise<Readiness> {
  const answers = await Promise.all(
    Object.entries({ ...checks, ...advisory }).map(
      async ([name, check]) => [name, await answerOf(check, timeoutMs)] as const,
    ),
  );
  const ready = answers.every(([name, answer]) => answer === "ok" || Object.hasOwn(advisory, name));
  const degraded = ready && answers.some(([, answer]) => answer !== "ok");
  return { ready, ...(degraded ? { degraded } : {}), checks: Object.fromEntries(answers) };
}

/** `GET /healthz`: this process runs. Depends on nothing, so that a broken database never gets the process restarted. */
export function answerAlive(_request: IncomingMessage, response: ServerResponse): void {
  sendJson(response, 200, { alive: true });
}

/** `GET /readyz`: 200 when everything answers, else 503; the body names each check. */
export async function answerReady(
  response: ServerResponse,
  checks: ReadinessChecks,
  timeoutMs: number,
  advisory: ReadinessChecks = {},
): Promise<void> {
  const result = await readiness(checks, timeoutMs, advisory);
  sendJson(response, result.ready ? 200 : 503, result);
}

/** Sends JSON that no cache keeps. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(`${JSON.stringify(body)}\n`);
}

async function answerOf(check: () => Promise<void>, timeoutMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`did not answer within ${timeoutMs / 1000} s`), timeoutMs);
  });
  try {
    return await Promise.race([check().then(() => "ok"), tooLate]);
  } catch (error) {
    return error instanceof Error && error.message !== "" ? error.message : "failed without saying why";
  } finally {
    clearTimeout(timer);
  }
}
