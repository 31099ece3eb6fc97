import type { Desk } from "./desk.ts";
import type { Chapter, Step, Who } from "./step.ts";

/** The evidence that nobody connects, which counts for a week. */
async function nobodyConnects({ fill, submit, reads }: Desk): Promise<void> {
  await fill(/^What was seen/, "No session since Monday, see the listener's log.");
  await submit("Note it");
  await reads(/Noted as evidence of P1/);
}

/** A step that one person takes alone. */
function step(id: string, title: string, what: string): Step {
  return {
    title,
    by: "maria",
    types: `/closeout decommission step ${id}`,
    async does({ fill, submit, reads }) {
      await fill(/^What was done/, what);
      await submit("Note it");
      await reads(new RegExp(`${id} .*is done`));
    },
  };
}

/** An approval in one's own messages with Closeout. */
export function approval(by: Who, what: string): Step {
  return {
    title: `approves: ${what}`,
    by,
    at: "messages",
    async does({ press, submit, reads }) {
      await press(what, "Approve…");
      await submit("Approve");
      await reads(/Noted: you have approved/);
    },
  };
}

const plan = "Decommissioning of the source database";

/** Weeks two to five: the source goes. */
export const removal: Chapter = {
  title: "Weeks three to five",
  steps: [
    {
      title: "notes the final backup with its restore test",
      by: "maria",
      async does({ moveClock, say, fill, submit, reads, dialog, cutover }) {
        await moveClock("1 week");
        await moveClock("1 week");
        await say("/closeout decommission evidence P3");
        await fill(/^Where does it lie/, "s3://vault/billing_eu/final");
        await fill(/^How large/, "240 GB");
        await fill("Checksum", "sha256:9f2c4e11aa");
        await dialog.getByLabel("On which day?").fill(cutover.add({ days: 22 }).toString());
        await fill(/^What did the restore test show/, "All 318 tables were readable.");
        await submit("Note it");
        await reads(/Noted as evidence of P3/);
      },
    },
    {
      title: "asks for approval of exactly that plan",
      by: "ana",
      types: "/closeout decommission approval",
      does: ({ answers }) => answers("Sign-off 2"),
      picture: { name: "approval", of: ({ newest }) => newest("Sign-off 2 ·") },
    },
    approval("eva", plan),
    approval("jonas", plan),
    approval("maria", plan),
    {
      title: "moves dues on which the week of waiting will not fit",
      by: "ana",
      types: "/closeout due M1 in 3 weeks",
      async does({ answers, say }) {
        await answers("M1 Decommission source database");
        for (const id of ["M4", "C1", "C3", "C5"]) {
          await say(`/closeout due ${id} in 3 weeks`);
          await answers(new RegExp(`${id} .* is now due`));
        }
      },
    },
    {
      title: "notes in week five that nobody connects any more",
      by: "maria",
      async does(desk) {
        await desk.moveClock("1 week");
        await desk.say("/closeout decommission evidence P1");
        await nobodyConnects(desk);
      },
    },
    step("D1", "stops the source", "Stopped by CHG-2050."),
    step("D2", "takes the final snapshot", "s3://vault/billing_eu/snapshot"),
    step(
      "D3",
      "lets whoever still connects see an error",
      "billing-eu.db.example.com answers with an error.",
    ),
    {
      title: "reports that somebody still uses the source: the wait begins anew",
      by: "li",
      async does({ moveClock, say, submit, reads, sees }) {
        await moveClock("1 day");
        await say("/closeout decommission straggler The monthly VAT export failed.");
        await submit("Report it");
        await reads(/begins anew/);
        await sees("The wait begins anew");
      },
      picture: { name: "straggler", of: ({ newest }) => newest("The wait begins anew") },
    },
    {
      title: "waits for a week, and notes anew that nobody connects",
      by: "maria",
      async does(desk) {
        await desk.moveClock("1 week");
        await desk.sees(/D4 .* is over/);
        await desk.say("/closeout decommission evidence P1");
        await nobodyConnects(desk);
      },
    },
    {
      title: "asks for what cannot be undone by the typed name",
      by: "maria",
      types: "/closeout decommission step D5",
      async does({ fill, submit, reads }) {
        await fill(/^What will be done/, "Delete the database cluster billing-eu-1 and its volumes.");
        await fill(/^Type the migration's name/, "BILLING_EU");
        await submit("Ask to confirm");
        await reads(/waits for somebody else/);
      },
    },
    {
      title: "confirms it as a second person",
      by: "tom",
      async does({ press, confirm, sees }) {
        await press("would do D5", /Confirm/);
        await confirm();
        await sees(/D5 Delete source infrastructure — done by/);
      },
      picture: { name: "deleted", of: ({ newest }) => newest(/D5 Delete source infrastructure — done by/) },
    },
    step("D6", "releases the network", "The peering and its addresses are released."),
    {
      title: "skips the vendor accounts, of which there are none",
      by: "ana",
      types: "/closeout skip D7 The licence was the company's own; there is no account to close.",
      does: ({ sees }) => sees("finished"),
      picture: { name: "decommissioned", of: ({ newest }) => newest("finished") },
    },
  ],
};
