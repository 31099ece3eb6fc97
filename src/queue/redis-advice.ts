import type { Redis } from "ioredis";

/** What to change about a Redis server so that it neither evicts jobs nor forgets them in a restart. */
export async function redisAdvice(redis: Pick<Redis, "info">): Promise<readonly string[]> {
  return adviceFor(infoFields(await redis.info()));
}

/** The rules by themselves; `INFO` leaves a field out where a managed service hides it, and then we say nothing. */
export function adviceFor(info: ReadonlyMap<string, string>): readonly string[] {
  const advice: string[] = [];
  const policy = info.get("maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    advice.push(
      `Redis may evict jobs when its memory is full (maxmemory-policy is ${policy}): set it to noeviction.`,
    );
  }
  if (info.get("aof_enabled") === "0") {
    advice.push(
      "Redis loses jobs in a restart (appendonly is no): set appendonly to yes. Reminders are safe in PostgreSQL and would be late.",
    );
  }
  return advice;
}

function infoFields(info: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of info.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return fields;
}
