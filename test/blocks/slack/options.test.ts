import { describe, expect, it } from "vitest";
import { migrationOptions, migrationsUnavailable, timeZoneOptions } from "../../../blocks/slack/options.ts";
import { objects } from "./look.ts";

const values = (answer: unknown) =>
  [...objects(answer)].flatMap((option) => (typeof option["value"] === "string" ? [option["value"]] : []));

describe("answers to a search", () => {
  it("name migrations with their status and id", () => {
    const answer = migrationOptions([{ id: "mig_1", name: "HR & Payroll", status: "certified" }]);
    expect(answer).toEqual({
      options: [
        {
          text: { type: "plain_text", text: "HR & Payroll", emoji: false },
          value: "mig_1",
          description: { type: "plain_text", text: "certified · mig_1", emoji: false },
        },
      ],
    });
  });

  it("say how many more there are than a menu can hold", () => {
    const found = Array.from({ length: 120 }, (_, index) => ({
      id: `m${index}`,
      name: "x",
      status: "completed",
    }));
    const answer = migrationOptions(found);
    expect(values(answer)).toHaveLength(100);
    expect(JSON.stringify(answer)).toContain("100 of 120 found: type more to narrow it down");
  });

  it("say that Sensei does not answer where the person looks", () => {
    expect(JSON.stringify(migrationsUnavailable("Sensei is not answering."))).toContain(
      "Sensei is not answering.",
    );
  });

  it.each([
    ["berlin", "Europe/Berlin"],
    ["New York", "America/New_York"],
    ["utc", "UTC"],
    ["europe/ber", "Europe/Berlin"],
    ["buenos", "America/Argentina/Buenos_Aires"],
  ])("find the time zone of %s", (query, zone) => {
    const found = values(timeZoneOptions(query));
    expect(found.some((value) => value === zone || value.endsWith(zone.split("/").at(-1) ?? zone))).toBe(
      true,
    );
  });

  it("find nothing for nonsense, without failing", () => {
    expect(timeZoneOptions("🏳️‍🌈 <!channel>")).toEqual({ options: [] });
  });
});
