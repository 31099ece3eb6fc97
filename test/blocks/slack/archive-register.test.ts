import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  archiveRegisterMessage,
  archiveUnclassifiedMessage,
} from "../../../blocks/slack/archive/archive-register.ts";
import type { ArchiveView } from "../../../src/domain/archive/archive-view.ts";
import type { Artifact } from "../../../src/domain/archive/artifact.ts";
import { hrProd } from "../../handlers/slack/stub-use-cases.ts";
import { artifactOf } from "./archive-surfaces.ts";
import { ana, now } from "./fixtures.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };

/** An artifact that is on no hold, and whose last day was yesterday. */
const expired: Artifact = {
  ...artifactOf("logs/one.log", 0),
  retainUntil: now.toZonedDateTimeISO("UTC").toPlainDate().subtract({ days: 1 }),
  hold: undefined,
  disposal: undefined,
  disposed: undefined,
};
const decided = { noticedAt: now, request: undefined, by: ana, at: now, reason: "An audit is on." };

function view(...artifacts: Artifact[]): ArchiveView {
  const kinds = ["Certificate", "Execution logs"].map((name, index) => ({
    kind: { id: `kind_${index}`, name, retention: "P7Y", location: "Archive" },
    where: "folder /archive",
    state: "missing" as const,
    files: 0,
    bytes: 0,
  }));
  return { closeout: hrProd, now, kinds, artifacts, run: undefined, mayRun: true };
}

const register = (artifact: Partial<Artifact>) =>
  JSON.stringify(archiveRegisterMessage(view({ ...expired, ...artifact }), commands).blocks);

describe("the register says what becomes of what has expired", () => {
  it.each<[string, Partial<Artifact>, RegExp]>([
    [
      "waiting",
      { disposal: { kind: "waiting", noticedAt: now, request: "r" } },
      /is asked what becomes of it/,
    ],
    [
      "approved",
      { disposal: { kind: "approved", ...decided } },
      /<@U0ANA> approved its disposal, and it goes as soon as the store lets go of it/,
    ],
    [
      "rejected",
      { disposal: { kind: "rejected", ...decided } },
      /kept by <@U0ANA> \(An audit is on\.\), and asked about again from /,
    ],
    ["disposed of", { disposed: { at: now, by: ana } }, /✗ disposed of .*, approved by <@U0ANA>/],
  ])("%s", (_, artifact, words) => {
    expect(register(artifact)).toMatch(words);
  });

  it("and on which day it is asked again", () => {
    const day = now.add({ hours: 90 * 24 }).epochMilliseconds / 1000;
    expect(register({ disposal: { kind: "rejected", ...decided } })).toContain(`<!date^${Math.floor(day)}^`);
  });

  it("but not of what is kept longer by now, or on hold", () => {
    const disposal = { kind: "rejected" as const, ...decided };
    const later = Temporal.PlainDate.from("2099-01-01");
    expect(register({ disposal, retainUntil: later })).not.toContain("retention is over");
    expect(register({ disposal, hold: { by: ana, at: now, reason: "A lawsuit." } })).not.toContain(
      "asked about again",
    );
  });
});

it("a menu asks before a choice counts, for nobody can take it back", () => {
  const message = archiveUnclassifiedMessage(view({ ...expired, kind: undefined }));
  expect(message.blocks).toContainEqual(
    expect.objectContaining({
      accessory: expect.objectContaining({
        type: "static_select",
        confirm: expect.objectContaining({
          text: expect.objectContaining({
            text: expect.stringContaining("Nobody can say something else of it later."),
          }),
        }),
      }),
    }),
  );
});
