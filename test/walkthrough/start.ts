import { waitFor } from "../support/wait-for.ts";
import type { Desk } from "./desk.ts";
import { asks, type Chapter } from "./step.ts";

const roles = [
  [/^Technical lead/, "tom", /Tom/],
  [/^Compliance officer/, "jon", /Jonas/],
  [/^Business sponsor/, "eva", /Eva/],
  [/^IT audit/, "li", /Li /],
  [/^Operations lead/, "maria", /Maria/],
] as const;

/** The hours after the cutover. */
export const start: Chapter = {
  title: "Day 0: the start",
  steps: [
    asks(
      "ana",
      "/closeout help",
      "asks what there is to be typed",
      "finishes a database migration after cutover",
    ),
    {
      title: "opens the form with which a closeout starts, and fills it in",
      by: "ana",
      types: "/closeout start",
      does: fillStartForm,
      picture: { name: "start", of: ({ dialog }) => dialog },
    },
    {
      title: "starts it: the card is pinned in the channel",
      by: "ana",
      async does({ submit, dialog, sees, page }) {
        await submit("Start");
        await dialog.waitFor({ state: "detached" });
        await sees("0 of 4 First 24 hours");
        await page.getByRole("button", { name: "1 pinned" }).waitFor();
      },
      picture: { name: "card", of: ({ newest }) => newest("0 of 4 First 24 hours") },
    },
    {
      title: "looks at every item of the procedure",
      by: "ana",
      types: "/closeout items",
      does: ({ answers }) => answers("Decommission source database"),
      picture: { name: "items", of: ({ newest }) => newest("Decommission source database") },
    },
  ],
};

async function fillStartForm(desk: Desk): Promise<void> {
  const { dialog, choose, fill, cutover } = desk;
  await dialog.getByText("You become the owner.").waitFor();
  await choose(/^Migration/, "billing (eu)", /Billing \(EU\)/);
  const name = dialog.getByRole("textbox", { name: "Name" });
  await waitFor(async () => (await name.inputValue()) === "BILLING_EU → billing_eu", {
    what: "the name that the form suggests",
  });
  await dialog.getByLabel("Date of the cutover").fill(cutover.toString());
  await dialog.getByLabel("Time of the cutover").fill("04:00");
  for (const [label, typed, option] of roles) await choose(label, typed, option);
  await fill(/^Budget/, "15000 USD");
  await dialog.getByText("You become the owner.").scrollIntoViewIfNeeded();
}
