import { storableText } from "./typed-text.ts";

/** Bounds of a reason that an auditor will read, in characters after trimming. */
export const reasonLength = { min: 3, max: 2000 } as const;

/** A reason as it will be kept, or what is wrong with it. */
export function readReason(
  text: string,
): { readonly ok: true; readonly reason: string } | { readonly ok: false; readonly message: string } {
  const reason = storableText(text).trim();
  if (reason.length < reasonLength.min) {
    return { ok: false, message: "Say why, in three characters at least: an auditor will read it." };
  }
  if (reason.length > reasonLength.max) {
    return { ok: false, message: `Say why in at most ${reasonLength.max} characters.` };
  }
  return { ok: true, reason };
}
