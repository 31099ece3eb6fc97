import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Artifact } from "../../../src/domain/archive/artifact.ts";
import type { Act, Capacity } from "../../../src/domain/permissions.ts";
import { artifactOf } from "../../blocks/slack/archive-surfaces.ts";
import { now } from "../../blocks/slack/fixtures.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig } from "./rig.ts";
import { hrProd } from "./stub-use-cases.ts";

const refused = (act: Act, ...who: Capacity[]) =>
  ({ kind: "not_permitted", closeout: hrProd, act, who }) as const;

describe("the form for a hold", () => {
  const held: Artifact = { ...artifactOf("certificate/certificate.pdf", 4), disposed: undefined };
  const free: Artifact = { ...artifactOf("logs/one.log", 0), disposed: undefined };
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({
      useCases: {
        readArchive: async () => ({
          closeout: hrProd,
          now,
          kinds: [],
          artifacts: [held, free],
          run: undefined,
          mayRun: true,
        }),
      },
    });
  });
  afterAll(() => rig.close());

  async function typed(words: string): Promise<{ readonly told: readonly string[]; readonly form: string }> {
    const before = (await messagesOf(rig, "U0JONAS")).length;
    await rig.control("POST /command", { as: "U0JONAS", channel: "C0HRPROD", text: `/archival ${words}` });
    return await waitFor(async () => {
      const told = (await messagesOf(rig, "U0JONAS")).slice(before).map(({ text }) => text);
      const { view } = await rig.control("GET /view", { as: "U0JONAS" });
      return told.length > 0 || view !== null ? { told, form: JSON.stringify(view) } : undefined;
    });
  }

  it("is not asked for by what is on hold already, or by what is not on hold", async () => {
    expect(await typed(`hold ${held.number}`)).toEqual({
      told: [`#${held.number} certificate/certificate.pdf is on hold already. Nothing was changed.`],
      form: "null",
    });
    expect(await typed(`release ${free.number}`)).toEqual({
      told: [`#${free.number} logs/one.log is not on hold. Nothing was changed.`],
      form: "null",
    });
  });

  it("names the artifact", async () => {
    expect(await typed(`hold ${free.number}`)).toEqual({
      told: [],
      form: expect.stringContaining(`nothing disposes of *#${free.number} logs/one.log*, whatever`),
    });
  });
});

/** Everybody is refused everything; what they may look at is empty. */
describe("the archive's commands", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({
      useCases: {
        startArchive: async () => refused("clean_up", "owner", "technical_lead"),
        askVerification: async () =>
          refused("verify_artifacts", "owner", "technical_lead", "compliance_officer", "it_audit"),
        holdArtifact: async () => refused("hold_artifact", "compliance_officer"),
      },
    });
  });
  afterAll(() => rig.close());

  async function answerTo(text: string): Promise<string> {
    const before = (await messagesOf(rig, "U0MARIA")).length;
    await rig.control("POST /command", { as: "U0MARIA", channel: "C0HRPROD", text });
    const answer = await waitFor(async () => (await messagesOf(rig, "U0MARIA")).slice(before).at(-1));
    return answer.text;
  }

  it.each([
    [
      "run",
      "only the owner (<@U0ANA>) or the technical lead (<@U0TOM>) can clean up and archive. Nothing was changed; ask one of them",
    ],
    [
      "verify",
      "only the owner (<@U0ANA>), the technical lead (<@U0TOM>), the compliance officer (<@U0JONAS>) or the IT audit (<@U0LI>) can have archived artifacts read again.",
    ],
    [
      "hold 1 a lawsuit",
      "only the compliance officer (<@U0JONAS>) can place or release a hold. Nothing was changed; ask them",
    ],
    ["release 1 it is over", "only the compliance officer (<@U0JONAS>) can place or release a hold."],
    ["hold 1", "only the compliance officer (<@U0JONAS>) can place or release a hold."],
  ])("refuses %j with who may", async (words, sentence) => {
    expect(await answerTo(`/archival ${words}`)).toContain(sentence);
    expect(await answerTo(`/closeout archive ${words}`)).toContain(sentence);
  });

  it.each([
    [
      "classfy",
      "Did you mean `/archival unclassified`? Nothing was changed. The words are `run`, `status`, `unclassified`, `verify`, `hold` and `release`",
    ],
    ["verfy", "Closeout does not know “verfy” here. Did you mean `/archival verify`? Nothing was changed."],
    ["hold", "Which artifact? Type `/archival hold 3 why`"],
    ["hold everything", "“everything” is not the number of an artifact."],
    ["status", "Nothing is archived yet; `/archival` shows what there would be."],
    ["unclassified", "every archived file is classified."],
  ])("answers %j", async (words, sentence) => {
    expect(await answerTo(`/archival ${words}`)).toContain(sentence);
  });
});
