import { type Aim, type Figures, isRatio } from "./figure.ts";

/** The figures for a person to read. */
export function figureTable(figures: Figures, machine: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(figures).map(([name, figure]) => [
    name,
    String(figure.median),
    figure.unit,
    figure.aim === undefined
      ? "for information"
      : `${aimWords(figure.aim)}: ${figure.met === true ? "met" : "missed"}`,
    spread(isRatio(figure) ? figure.pairs.map(({ ratio }) => ratio) : figure.samples),
  ]);
  const table = [["figure", "median", "unit", "aim", "lowest … highest"], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join("  "));
  const facts = Object.entries(machine).map(([name, value]) => `${name} ${String(value)}`);
  return `\n${lines.map((line) => line.trimEnd()).join("\n")}\n\n${facts.join(" · ")}\n`;
}

function aimWords(aim: Aim): string {
  return "at_most" in aim ? `at most ${aim.at_most}` : `at least ${aim.at_least}`;
}

function spread(values: readonly number[]): string {
  return `${Math.min(...values)} … ${Math.max(...values)}  (${values.length})`;
}
