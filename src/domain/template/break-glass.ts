import { purposes } from "../signoff/signoff.ts";
import type { TemplateProblem } from "./template-problems.ts";

/** Purposes whose approval takes a role of its own, so that nobody ever goes on without it: whose it is, and of what. */
const takesRole = {
  waiver: "a regression is waived by the technical lead or the business sponsor",
  checkpoints_release: "checkpoints are released by the compliance officer",
  disposal: "artifacts are disposed of only when the compliance officer approves",
} as const;

const allowed: readonly string[] = purposes.filter((purpose) => !(purpose in takesRole));

/** Why a purpose that is written for break-glass could never have an effect there; one problem for each. */
export function checkBreakGlass(breakGlass: readonly string[]): readonly TemplateProblem[] {
  return breakGlass.flatMap((purpose, index) => {
    const because = Object.entries(takesRole).find(([name]) => name === purpose)?.[1];
    if (because === undefined) return [];
    return [
      {
        path: ["signoffs", "break_glass", index],
        message: `is ${purpose}, for which nobody can break the glass: ${because}. Take it out; what can stand here is ${allowed.join(", ")}`,
      },
    ];
  });
}

/** What is wrong with a word that is no purpose at all. */
export const noBreakGlassPurpose = `is not one of ${allowed.join(", ")}`;
