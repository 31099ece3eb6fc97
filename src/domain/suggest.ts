import { distance } from "fastest-levenshtein";

/**
 * The candidate that somebody most likely meant by a word, or undefined if none is near. Case does not matter; a beginning
 * of at least three letters counts as near. Of equally near candidates the first wins.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.trim().toLowerCase();
  const tolerated = toleratedEdits(wanted.length);
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = editsTo(candidate.toLowerCase(), wanted, tolerated);
    if (edits <= tolerated && edits < (best?.edits ?? Number.POSITIVE_INFINITY)) best = { candidate, edits };
  }
  return best?.candidate;
}

/** Two-letter words allow one slip, longer ones two or three; a word that is nothing like a command allows none. */
function toleratedEdits(length: number): number {
  if (length === 0) return -1;
  if (length <= 3) return 1;
  return length <= 7 ? 2 : 3;
}

/** Levenshtein distance; never reckoned for words whose lengths alone put them out of reach. */
function editsTo(candidate: string, wanted: string, tolerated: number): number {
  if (wanted.length >= 3 && candidate.startsWith(wanted)) return candidate === wanted ? 0 : 0.5;
  if (Math.abs(candidate.length - wanted.length) > tolerated) return Number.POSITIVE_INFINITY;
  const edits = distance(candidate, wanted);
  return edits < candidate.length ? edits : Number.POSITIVE_INFINITY;
}
