import type { Desk } from "./desk.ts";
import { asks, type Chapter, type Step, type Who } from "./step.ts";

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
      waits: ["1 week", "1 week"],
      types: "/closeout decommission evidence P3",
      async does({ fill, submit, reads, dialog, cutover }) {
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
    },
    approval("eva", plan),
    approval("jonas", plan),
    approval("maria", plan),
    ...["M1", "M4", "C1", "C3", "C5"].map((id) =>
      asks(
        "ana",
        `/closeout due ${id} in 3 weeks`,
        `moves the due of ${id} behind the week of waiting`,
        "is now due",
      ),
    ),
    {
      title: "notes in week five that nobody connects any more",
      by: "maria",
      waits: ["1 week"],
      types: "/closeout decommission evidence P1",
      does: nobodyConnects,
    },
    step("D1", "notes that the source is stopped", "Stopped by CHG-2050."),
    step("D2", "notes the final snapshot", "s3://vault/billing_eu/snapshot"),
    step(
      "D3",
      "notes that whoever still connects sees an error",
      "billing-eu.db.example.com answers with an error.",
    ),
    {
      title: "reports that somebody still uses the source: the wait begins anew",
      by: "li",
      waits: ["1 day"],
      types: "/closeout decommission straggler The monthly VAT export failed",
      async does({ submit, reads, sees }) {
        await submit("Report it");
        await reads(/begins anew/);
        await sees("The wait begins anew");
      },
      picture: { name: "straggler", of: ({ newest }) => newest("The wait begins anew") },
    },
    {
      title: "waits for a week, and notes anew that nobody connects",
      by: "maria",
      waits: ["1 week"],
      types: "/closeout decommission evidence P1",
      async does(desk) {
        await nobodyConnects(desk);
        await desk.sees(/D4 .* is over/);
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
    step("D6", "notes that the network is released", "The peering and its addresses are released."),
    {
      title: "skips the vendor accounts, of which there are none",
      by: "ana",
      types: "/closeout skip D7 The licence was the company's own, and there is no account to close.",
      does: ({ sees }) => sees("finished: every step is settled"),
    },
  ],
};
