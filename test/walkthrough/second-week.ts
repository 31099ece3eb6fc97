import type { Desk } from "./desk.ts";
import { asks, type Chapter, type Step } from "./step.ts";

/** What is pasted into the retrospective, as the page shows it. */
export const meetingNotes = `Went well
- Autonomous error recovery worked as expected
Could improve
- Initial resource estimates were too low
Action items
- Create a template for network planning: @maria, in 12 days`;

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
      waits: ["1 week"],
      types: "/closeout decommission",
      does: ({ answers }) => answers("Weeks 1–2"),
      picture: { name: "timeline", of: ({ newest }) => newest("Weeks 1–2") },
    },
    ...documented,
    {
      title: "plans a session of the knowledge transfer",
      by: "tom",
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
      async does({ fill, submit, answers }) {
        await fill("In your words", "Validation caught the date format issue before production");
        await submit("Put it on the board");
        await answers("It is on the board of");
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
    asks("ana", "/closeout retro close", "closes the retrospective", "is closed: "),
    asks("maria", "/closeout actions", "sees what the retrospective left to be done", "A1 "),
    asks("maria", "/closeout actions done A1", "says that it is done", /A1 .*done/),
    asks(
      "ana",
      "/closeout budget set compute 12000 11400",
      "enters estimated and actual costs",
      "“compute” of",
    ),
    asks("ana", "/closeout budget set people 3000 2830", "enters the next line", "“people” of"),
    asks("ana", "/closeout budget share", "puts the budget into the channel", "-5% (under budget)"),
    {
      title: "says that the costs were compared",
      by: "ana",
      types: "/closeout budget reconcile",
      async does({ answers, sees }) {
        await answers("is reconciled");
        await sees("Reconciled by");
      },
      picture: {
        name: "budget",
        of: ({ messages, page }) => messages.filter({ has: page.getByRole("table") }).last(),
      },
    },
  ],
};

async function importNotes({ dialog, fill, submit, sees }: Desk): Promise<void> {
  await fill("Notes", meetingNotes);
  await submit("Preview");
  await dialog.getByText("Preview: 3 contributions").waitFor();
  await submit("Take them in");
  await sees("3 contributions from your notes");
}
