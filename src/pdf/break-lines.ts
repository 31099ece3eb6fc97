/**
 * Breaks text into lines no wider than `width`: at its own line breaks, then at blanks, and a word that is wider than a whole line
 * within itself, so that nothing is ever cut off.
 */
export function breakLines(
  text: string,
  width: number,
  measure: (text: string) => number,
): readonly string[] {
  return text.split("\n").flatMap((paragraph) => breakParagraph(paragraph, width, measure));
}

function breakParagraph(text: string, width: number, measure: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = breakWord(word, width, measure);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  return [...lines, line];
}

/** After a mark that parts a name or an address, where there is one; otherwise between any two characters. */
function breakWord(word: string, width: number, measure: (text: string) => number): readonly string[] {
  const parts = word
    .split(/(?<=[-_./\\@:,;])/u)
    .flatMap((part) =>
      measure(part) <= width
        ? part
        : Array.from(new Intl.Segmenter("en").segment(part), ({ segment }) => segment),
    );
  const pieces: string[] = [];
  let piece = "";
  for (const part of parts) {
    if (piece !== "" && measure(piece + part) > width) {
      pieces.push(piece);
      piece = part;
    } else {
      piece += part;
    }
  }
  return [...pieces, piece];
}
