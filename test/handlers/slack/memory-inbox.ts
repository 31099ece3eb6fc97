import type { Inbox } from "../../../src/ports.ts";

/** The inbox's contract in memory: one effect per key, the first answer for all, nothing kept of what failed. */
export function memoryInbox(): Inbox {
  const answers = new Map<string, Promise<unknown>>();
  return {
    async once(installation, key, work, answer) {
      const fullKey = `${installation.tenant} ${key}`;
      const known = answers.get(fullKey);
      if (known !== undefined) return answer.decode(await known);
      const first = work();
      const kept = first.then((result) => JSON.parse(JSON.stringify(answer.encode(result) ?? null)));
      kept.catch(() => answers.delete(fullKey));
      answers.set(fullKey, kept);
      return await first;
    },
    forgetOld: async () => undefined,
  };
}
