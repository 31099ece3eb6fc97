import { expect, it } from "vitest";
import { searchChoices } from "../../../sandbox/page/client/blocks/search-choices.ts";

const people = [
  { label: "Jonas Weber", description: "Compliance officer" },
  { label: "Eva Lindqvist", description: "Business sponsor" },
  { label: "Li Na", description: "IT audit" },
];

it.each([
  ["li na", ["Li Na"]],
  ["li", ["Eva Lindqvist", "Li Na"]],
  ["it", ["Li Na"]],
  ["weber compl", ["Jonas Weber"]],
  ["compl", ["Jonas Weber"]],
  ["pliance", []],
  ["", ["Jonas Weber", "Eva Lindqvist", "Li Na"]],
])("%j finds whose words begin so", (query, found) => {
  expect(searchChoices(people, query).map(({ label }) => label)).toEqual(found);
});

it("names come before descriptions", () => {
  const zones = [
    { label: "UTC", description: "Berlin in winter, less an hour" },
    { label: "Europe/Berlin", description: "" },
  ];
  expect(searchChoices(zones, "berlin").map(({ label }) => label)).toEqual(["Europe/Berlin", "UTC"]);
});
