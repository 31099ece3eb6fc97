import type { Template } from "../template/template.ts";
import { type BundleEntry, type LedgerFold, type Trace, textOf, trace } from "./bundle-entry.ts";

type ItemLine = {
  readonly id: string;
  readonly list: string;
  readonly title: string;
  state: "open" | "done" | "skipped";
  settled: (Trace & { readonly reason?: string }) | null;
  assignee: string | null;
  due: string | null;
  readonly evidence: (Trace & { readonly kind: string; readonly text: string })[];
};

/** The list of items with what became of each, and the notes and links that people attached. Titles are the template's. */
export function foldItems({ lists }: Pick<Template, "lists">): LedgerFold & { lines(): unknown } {
  const lines = lists.flatMap((list) =>
    list.items.map(
      (item): ItemLine => ({
        id: item.id,
        list: list.id,
        title: item.title,
        state: "open",
        settled: null,
        assignee: null,
        due: null,
        evidence: [],
      }),
    ),
  );
  const byId = new Map(lines.map((line) => [line.id, line]));
  return {
    take(entry) {
      const line = byId.get(textOf(entry.data, "item") ?? "");
      if (line !== undefined) apply(line, entry);
    },
    lines: () => lines,
  };
}

function apply(line: ItemLine, entry: BundleEntry): void {
  const { kind, data } = entry;
  const reason = textOf(data, "reason") ?? textOf(data, "because");
  const settled = { ...trace(entry), ...(reason === undefined ? {} : { reason }) };
  if (kind === "item.completed") Object.assign(line, { state: "done", settled });
  if (kind === "item.skipped") Object.assign(line, { state: "skipped", settled });
  if (kind === "item.reopened") Object.assign(line, { state: "open", settled: null });
  if (kind === "item.assigned") line.assignee = textOf(data, "to") ?? null;
  if (kind === "item.due_changed") line.due = textOf(data, "to") ?? null;
  if (kind === "item.note_added") {
    line.evidence.push({
      ...trace(entry),
      kind: textOf(data, "kind") ?? "note",
      text: textOf(data, "text") ?? "",
    });
  }
}
