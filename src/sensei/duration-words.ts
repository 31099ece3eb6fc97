/** A span of time for a sentence: `less than a second`, `4 s`, `3 min`. Rounded up, so that nobody comes back too early. */
export function durationWords(ms: number): string {
  if (ms < 1000) {
    return "less than a second";
  }
  const seconds = Math.ceil(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
