import { describe, expect, it } from "vitest";
import { purposes } from "../../../src/domain/signoff/signoff.ts";
import { askedByFeature, purposesOnOffer } from "../../../src/domain/signoff/signoff-by-hand.ts";
import { loadTemplate } from "../../../src/template-file.ts";
import { smallTemplateText, templateFrom } from "../../support/small-template.ts";

const shipped = (await loadTemplate()).template;
const withoutPlan = templateFrom(smallTemplateText).template;

describe("a request by hand", () => {
  it.each([
    [
      "the procedure that comes along",
      shipped,
      ["decommission_source", "early_gate", "checkpoints_release", "disposal"],
    ],
    ["one whose decommissioning has no plan", withoutPlan, ["early_gate", "checkpoints_release", "disposal"]],
  ] as const)("is never one that would set nothing in motion, in %s", (_, template, elsewhere) => {
    expect(purposes.flatMap((purpose) => askedByFeature(purpose, template) ?? [])).toEqual(elsewhere);
  });

  it("offers nothing that only Closeout itself asks for", () => {
    expect(purposesOnOffer).not.toContain("disposal");
    expect(purposesOnOffer).not.toContain("early_gate");
  });
});
