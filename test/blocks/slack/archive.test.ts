import { describe, expect, it } from "vitest";
import { holdModal } from "../../../blocks/slack/archive/hold-modal.ts";
import { archiveSurfaces } from "./archive-surfaces.ts";
import { closeout } from "./fixtures.ts";

const wordsOf = (surface: unknown) => JSON.stringify(surface);

describe("the form of a hold", () => {
  it.each(["hold", "release"] as const)("names the file that it is about: %s", (act) => {
    const modal = holdModal(act, { closeoutId: closeout().id, number: 3, path: "logs/execution.log" });
    expect(wordsOf(modal.blocks)).toContain("*#3 logs/execution.log*");
  });
});

describe("the retention register", () => {
  it("explains how its lines are used where it has any, and only there", () => {
    const { archiveRegister, archiveRegisterEmpty } = archiveSurfaces("a/b.json", 3, closeout());
    expect(wordsOf(archiveRegister)).toContain("reads #3 again");
    expect(wordsOf(archiveRegisterEmpty)).not.toContain("reads #3 again");
    expect(wordsOf(archiveRegisterEmpty)).toContain("Nothing is archived yet");
  });
});
