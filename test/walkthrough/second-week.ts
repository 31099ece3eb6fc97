import type { Desk } from "./desk.ts";
import type { Chapter, Step } from "./step.ts";

const documents = ["diagrams", "runbooks", "recovery", "dashboards", "on-call"];

/** Somebody says what has changed in a document, and somebody else reviews it. */
const documented: readonly Step[] = documents.flatMap((page, at): Step[] => [
  {
    title: `says what has changed in the ${page}`,
    by: "maria",
    types: `/closeout handover document U${at + 1} https://wiki.example.com/billing/${page} now about PostgreSQL`,
    does: ({ answers }) => answers(`U${at + 1} of BILLING_EU`),
  },
  {
    title: `reviews the ${page}`,
    by: "tom",
    types: `/closeout handover review U${at + 1}`,
    does: ({ answers }) => answers(new RegExp(`U${at + 1} .*reviewed`)),
  },
]);

/** What can be done while the source waits for rollback: M2, M3, U1 to U5, C2, C4. */
export const secondWeek: Chapter = {
  title: "The second week",
  steps: [
    {
      title: "sees the decommissioning wait for its time",
      by: "maria",
      types: "/closeout decommission",
      async does({ moveClock, say, answers }) {
        await answers("Weeks 1–2");
        await moveClock("1 week");
        await say("/closeout decommission");
        await answers("Weeks 1–2");
      },
      picture: { name: "timeline", of: ({ newest }) => newest("Weeks 1–2") },
    },
    ...documented,
    {
      title: "plans a session of the knowledge transfer",
      by: "maria",
      types: "/closeout handover add",
      async does({ fill, submit, dialog, sees, cutover }) {
        await fill(/^What is it about/, "Backups and failover");
        await dialog.getByLabel("Day").fill(cutover.add({ days: 8 }).toString());
        await fill("Materials", "https://wiki.example.com/billing/failover");
        await submit("Save");
        await dialog.waitFor({ state: "detached" });
        await sees("Backups and failover");
      },
    },
    {
      title: "confirms after the session that one can run it",
      by: "maria",
      at: "messages",
      async does({ press, newest }) {
        await press("knowledge transfer", "I can run this");
        await newest("knowledge transfer")
          .getByText(/You have confirmed/)
          .waitFor();
      },
    },
    {
      title: "sees how far documents and knowledge transfer are",
      by: "maria",
      types: "/closeout handover",
      does: ({ answers }) => answers("5 of 5 documents reviewed"),
      picture: { name: "handover", of: ({ newest }) => newest("5 of 5 documents reviewed") },
    },
    {
      title: "opens the retrospective",
      by: "ana",
      types: "/closeout retro",
      async does({ dialog, submit, sees }) {
        await dialog.getByRole("radio", { name: "With names" }).check();
        await submit("Open it");
        await sees("Nobody has said anything yet");
      },
    },
    {
      title: "says what went well",
      by: "jonas",
      types: "/closeout retro add well",
      async does({ fill, submit, sees }) {
        await fill("In your words", "Validation caught the date format issue before production");
        await submit("Put it on the board");
        await sees("It is on the board of");
      },
    },
    {
      title: "brings the notes of the meeting",
      by: "ana",
      types: "/closeout retro import",
      does: importNotes,
    },
    {
      title: "votes for what matters",
      by: "tom",
      async does({ newest, sees }) {
        await newest("Retrospective of").getByRole("button", { name: /^Vote/ }).first().click();
        await sees("You vote for");
      },
      picture: { name: "retrospective", of: ({ newest }) => newest("What could improve") },
    },
    {
      title: "closes the retrospective",
      by: "ana",
      types: "/closeout retro close",
      does: ({ answers }) => answers("is closed: "),
    },
    {
      title: "does what the retrospective left to be done",
      by: "maria",
      types: "/closeout actions",
      async does({ answers, say }) {
        await answers("A1 ");
        await say("/closeout actions done A1");
        await answers(/A1 .*done/);
      },
    },
    {
      title: "enters estimated and actual costs",
      by: "ana",
      types: "/closeout budget set compute 12000 11400",
      async does({ answers, say }) {
        await answers("“compute” of");
        await say("/closeout budget set people 3000 2830");
        await answers("“people” of");
      },
    },
    {
      title: "puts the budget into the channel, and says that it is reconciled",
      by: "ana",
      types: "/closeout budget share",
      async does({ answers, say }) {
        await answers("-5% (under budget)");
        await say("/closeout budget reconcile");
        await answers("is reconciled");
      },
      picture: {
        name: "budget",
        of: ({ messages, page }) => messages.filter({ has: page.getByRole("table") }).last(),
      },
    },
  ],
};

async function importNotes({ dialog, fill, submit, choose, sees, cutover }: Desk): Promise<void> {
  await fill(
    "Notes",
    [
      "Went well",
      "- Autonomous error recovery worked as expected",
      "Could improve",
      "- Initial resource estimates were too low",
      "Action items",
      "- Create a template for network planning",
    ].join("\n"),
  );
  await choose(/who does it/, "maria", /Maria/);
  await dialog.getByLabel(/by when/).fill(cutover.add({ days: 20 }).toString());
  await submit("Preview");
  await dialog.getByText("Preview: 3 contributions").waitFor();
  await submit("Take them in");
  await sees("3 contributions from your notes");
}
