import { describe, expect, test } from "vitest";
import { roles } from "../../../src/domain/role.ts";
import { readStartForm, type StartCloseoutInput } from "../../../src/usecases/start/read-start-form.ts";
import { at } from "../../domain/examples.ts";
import { startInput } from "../../support/world.ts";

const now = at("2026-03-02T08:00");

function problemsOf(input: Partial<StartCloseoutInput>): readonly string[] {
  const read = readStartForm(startInput(input), now);
  return read.ok ? [] : read.problems.map(({ field, message }) => `${field}: ${message}`);
}

function fieldsOf(input: Partial<StartCloseoutInput>): readonly (string | undefined)[] {
  return problemsOf(input).map((problem) => problem.split(":")[0]);
}

test("a good form is read", () => {
  const read = readStartForm(startInput({ name: "  HR_PROD \n → pg ", budget: "$15,000" }), now);
  expect(read).toMatchObject({
    ok: true,
    form: {
      name: "HR_PROD → pg",
      timeZone: "Europe/Berlin",
      budgetEstimate: { amount: "15000", currency: "USD" },
      roles: startInput().roles,
    },
  });
  expect(read.ok && read.form.cutover).toEqual(at("2026-03-02T02:30"));
});

test("every wrong field is reported at once", () => {
  const wrong = {
    migrationId: " ",
    name: "",
    cutoverDate: "soon",
    cutoverTime: "25:00",
    roles: {},
    budget: "a lot",
  };
  const rest = ["cutover_date", "cutover_time", ...roles, "budget"];
  expect(fieldsOf(wrong)).toEqual(["migration", "name", ...rest]);
  expect(fieldsOf({ ...wrong, timeZone: "Europe/Berlln" })).toEqual([
    "migration",
    "name",
    "time_zone",
    ...rest,
  ]);
});

test.each<[string, Partial<StartCloseoutInput>, string]>([
  ["no migration", { migrationId: "" }, "migration: Choose a migration from the list."],
  [
    "a migration id that means something in an address",
    { migrationId: "../x" },
    "migration: Choose a migration",
  ],
  ["a blank name", { name: " \n " }, "name: Give it a name, such as"],
  ["a name of nothing that can be seen or stored", { name: "\u0000" }, "name: Give it a name, such as"],
  ["a long name", { name: "x".repeat(81) }, "name: That is 81 characters long; at most 80 fit"],
  ["a day that is not in the calendar", { cutoverDate: "2026-02-30" }, "cutover_date: Choose the day"],
  ["an impossible time", { cutoverTime: "24:61" }, "cutover_time: Choose the time"],
  ["a cutover far ahead", { cutoverDate: "2026-04-03" }, "cutover_date: That is more than a month ahead"],
  ["a cutover of long ago", { cutoverDate: "2025-03-01" }, "cutover_date: That is more than a year ago"],
  ["an unknown time zone", { timeZone: "Mars/Olympus" }, "time_zone: That is not a time zone"],
  ["no time zone", { timeZone: "" }, "time_zone: That is not a time zone"],
  ["an amount without currency", { budget: "15000" }, "budget: Give the amount with its currency"],
  ["two currencies", { budget: "USD 15000 EUR" }, "budget: “USD 15000 EUR” is not an amount."],
  [
    "a fraction of a cent",
    { budget: "15000.005 USD" },
    "budget: 15000.005 has more decimals than money has: USD has at most 2 decimals. Give the amount",
  ],
])("%s is refused on its field alone", (_, input, sentence) => {
  expect(problemsOf(input)).toEqual([expect.stringContaining(sentence)]);
});

describe("a role that nobody holds", () => {
  test.each(roles)("%s is asked for on its field", (role) => {
    const { [role]: _nobody, ...others } = startInput().roles;
    expect(fieldsOf({ roles: others })).toEqual([role]);
  });
});

test.each([
  ["15000 USD", { amount: "15000", currency: "USD" }],
  ["$15,000.50", { amount: "15000.50", currency: "USD" }],
  ["15'000 chf", { amount: "15000", currency: "CHF" }],
  ["€ 900", { amount: "900", currency: "EUR" }],
  ["", undefined],
])("the budget %j is understood", (budget, expected) => {
  expect(readStartForm(startInput({ budget }), now)).toMatchObject({ form: { budgetEstimate: expected } });
});

test("a time that the clocks skip moves on by as much, and one that comes twice is the first", () => {
  const cutoverOf = (cutoverDate: string, moment: string) => {
    const read = readStartForm(startInput({ cutoverDate, cutoverTime: "02:30" }), at(moment));
    return read.ok ? read.form.cutover.toString() : read.problems;
  };
  expect(cutoverOf("2026-03-29", "2026-03-29T08:00")).toBe("2026-03-29T01:30:00Z");
  expect(cutoverOf("2026-10-25", "2026-10-25T08:00")).toBe("2026-10-25T00:30:00Z");
});
