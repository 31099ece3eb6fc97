import type { Closeout } from "../closeout.ts";
import { roleNames, roles } from "../role.ts";
import { citeEditor, citeLedger } from "./report-citations.ts";
import {
  type Cite,
  linesOf,
  listPart,
  paragraphsOf,
  type ReportPart,
  type ReportSection,
} from "./report-parts.ts";
import type { ReportSources } from "./report-sources.ts";

/** What the retrospective has found; without one, what somebody wrote in its place, and that there was none. */
export function lessonsSection(sources: ReportSources, cite: Cite): ReportSection {
  const { retrospective, draft } = sources;
  const written = linesOf(draft.text.lessons);
  const own = written.map((words) => ({ words, sources: citeEditor(sources, cite) }));
  const title = "Lessons Learned";
  if (retrospective === undefined) {
    return { title, parts: [...listPart(undefined, own), missing("No retrospective was held yet.")] };
  }
  const cited = cite(retrospective.source);
  const found = (words: string) => ({ words, sources: cited });
  const { wentWell, couldImprove, state } = retrospective;
  const parts = [
    ...listPart("What went well", wentWell.map(found)),
    ...listPart("What could improve", couldImprove.map(found)),
    ...listPart("In the words of this report's editors", own),
    ...(state === "open" ? [missing("The retrospective is still open; its findings may change.")] : []),
    ...(wentWell.length + couldImprove.length === 0
      ? [missing("Nobody has contributed to the retrospective.")]
      : []),
  ];
  return { title, parts };
}

function missing(words: string): ReportPart {
  return { kind: "missing", words };
}

/** The people who took part, by the ledger, without those who do not want to be named. */
export function acknowledgmentsSection(sources: ReportSources, cite: Cite): ReportSection {
  const { people, draft, closeout } = sources;
  const left = new Set([...draft.unnamed, ...draft.optedOut]);
  const named = people.filter(({ user }) => !left.has(user));
  const unnamed = people.length - named.length;
  const lines = named.map(({ user, name }) => ({
    words: [name, ...capacitiesOf(closeout, user)].join(", "),
    sources: [],
  }));
  const thanks = paragraphsOf(draft.text.thanks);
  const count = unnamed === 1 ? "One more person, not named." : `${unnamed} more people, not named.`;
  const others = unnamed === 0 ? [] : [{ words: count, sources: [] }];
  const listed = [...lines, ...others];
  return {
    title: "Acknowledgments",
    parts: [
      ...(thanks.length === 0
        ? []
        : [{ kind: "prose", paragraphs: thanks, sources: citeEditor(sources, cite) } as const]),
      ...(listed.length === 0
        ? [missing("Nobody has done anything in this closeout yet.")]
        : [
            {
              kind: "prose",
              paragraphs: ["People who took part in this closeout:"],
              sources: citeLedger(sources, cite),
            } as const,
            ...listPart(undefined, listed),
          ]),
    ],
  };
}

/** What somebody is in the closeout: its owner, the holder of roles, or both. */
function capacitiesOf({ owner, roles: holders }: Closeout, user: string): readonly string[] {
  const held = roles.filter((role) => holders[role] === user).map((role) => roleNames[role]);
  return owner === user ? ["owner of the closeout", ...held] : held;
}
