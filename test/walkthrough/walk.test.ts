import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandNames, parseCommandLine } from "../../src/domain/command-line.ts";
import { projectFolder } from "../support/product.ts";
import { meetingNotes } from "./second-week.ts";
import { people, pictureFile } from "./step.ts";
import { pictures, walk } from "./walk.ts";

const steps = walk.flatMap(({ steps: own }) => own);
const typed = steps.flatMap(({ types }) => types ?? []);
const docs = join(projectFolder, "docs");

/** Words are broken at any blank. */
const flat = (text: string) => text.replaceAll(/\s+/g, " ");

/** The command that `/closeout …` or one of its two short forms stands for. */
function commandOf(words: string): string {
  const [name = "", ...rest] = words.split(" ");
  const area = { "/archival": "archive", "/cleanup": "cleanup" }[name] ?? "";
  return parseCommandLine([area, ...rest].join(" ").trim()).kind;
}

describe("the walkthrough", async () => {
  const written = await readFile(join(docs, "walkthrough.md"), "utf8");
  const page = flat(written);

  it("uses every command, and no word that is none", () => {
    expect(new Set(typed.map(commandOf))).toEqual(new Set(commandNames));
  });

  it("is told by its page: everything that is typed, in its order of weeks, by everybody who takes part", () => {
    expect(typed.filter((words) => !page.includes(`\`${words}\``))).toEqual([]);
    expect(written).toContain(`\`\`\`\n${meetingNotes}\n\`\`\``);
    const headings = [...written.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(headings).toEqual(walk.map(({ title }) => title));
    for (const name of Object.values(people)) expect(page).toContain(`| ${name} |`);
  });

  it("is shown by its page: every picture, in its order, and no other is kept", async () => {
    const shown = [...page.matchAll(/\]\(images\/(walkthrough-[a-z-]+\.png)\)/g)].map(
      ([, file = ""]) => file,
    );
    expect(shown).toEqual(pictures.map(pictureFile));
    const kept = (await readdir(join(docs, "images"))).filter((file) => file.startsWith("walkthrough-"));
    expect(kept.toSorted()).toEqual(shown.toSorted());
  });
});
