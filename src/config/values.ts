import { z } from "zod";

/** Kinds of values that variables have. Each says in a sentence what is wrong with a wrong one. */

export const text = z.string().trim();
export const webAddress = (what: string) =>
  text.refine(
    (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    `is not ${what}; it starts with https:// (or http:// on this machine)`,
  );
export const token = (prefix: string, where: string) =>
  text.startsWith(prefix, `does not look right: it starts with ${prefix} and is found under ${where}`);
export const command = text.regex(
  /^\/[a-z0-9_-]{1,31}$/,
  "is not a slash command; it is a slash and up to 31 lower-case letters, digits, - or _, such as /closeout",
);
export const wholeNumber = (least: number, most: number) =>
  text
    .regex(/^\d{1,9}$/, `is not a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `is not between ${least} and ${most}`);

/** Where a file with a private key is. The key itself is refused, unrepeated: an environment is seen by too many. */
export const keyFile = text
  .min(1, "is empty")
  .refine(
    (value) => !value.includes("-----BEGIN") && !/[\r\n]/.test(value),
    "holds a key itself; write the key into a file that only Closeout can read, and give the file's path",
  );

/** A value that a reader of its own takes apart; each of its problems is told. */
export function readBy<T>(
  read: (value: string) => { ok: true; value: T } | { ok: false; problems: readonly string[] },
) {
  return text.transform((value, context): T => {
    const outcome = read(value);
    if (outcome.ok) return outcome.value;
    for (const problem of outcome.problems) context.addIssue(problem);
    return z.NEVER;
  });
}
