import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Act, Capacity } from "../../../src/domain/permissions.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig } from "./rig.ts";
import { hrProd } from "./stub-use-cases.ts";

const refused = (act: Act, ...who: Capacity[]) =>
  ({ kind: "not_permitted", closeout: hrProd, act, who }) as const;

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
      "only the owner (<@U0ANA>), the technical lead (<@U0TOM>), the compliance officer (<@U0JONAS>) or IT audit (<@U0LI>) can have archived artifacts read again.",
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
    ["verfy", "Closeout does not know “verfy” here. Did you mean `/archival verify`? Nothing was changed."],
    ["hold", "Which artifact? Type `/archival hold 3 why`"],
    ["hold everything", "“everything” is not the number of an artifact."],
    ["status", "Nothing is archived yet; `/archival` shows what there would be."],
    ["unclassified", "every archived file is classified."],
  ])("answers %j", async (words, sentence) => {
    expect(await answerTo(`/archival ${words}`)).toContain(sentence);
  });
});
