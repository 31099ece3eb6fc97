/** Where the queue reports; a pino logger fits. Nothing that a payload holds is ever passed to it. */
export type Log = Readonly<
  Record<"info" | "warn" | "error", (fields: Record<string, unknown>, message: string) => void>
>;
