type Named = { readonly label: string; readonly description: string };

/**
 * The choices in which each word of the query begins a word; those that bear all of them in the name come before those that need their
 * description for it.
 */
export function searchChoices<T extends Named>(choices: readonly T[], query: string): T[] {
  const wanted = wordsOf(query);
  const fits = (text: string): boolean => {
    const words = wordsOf(text);
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  };
  const byName = choices.filter(({ label }) => fits(label));
  const withDescription = choices.filter(
    (each) => !byName.includes(each) && fits(`${each.label} ${each.description}`),
  );
  return [...byName, ...withDescription];
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
