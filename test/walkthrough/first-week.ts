import { asks, type Chapter } from "./step.ts";

/** Items S1 to S4 and X1 to X4: within one week. */
export const firstWeek: Chapter = {
  title: "The first week",
  steps: [
    asks("ana", "/closeout", "sees how it is doing", "4 of 4 First 24 hours"),
    {
      title: "changes when reminders come",
      by: "ana",
      types: "/closeout settings",
      async does({ dialog, submit, answers }) {
        await dialog.getByLabel("Digest at").fill("09:30");
        await submit("Save");
        await answers("Digest at 09:30");
      },
    },
    asks("ana", "/closeout assign S2 @maria", "gives an item to somebody", "is now @Maria Santos's."),
    asks("maria", "/closeout snooze S2 1h", "leaves it alone for an hour", "is snoozed until today"),
    {
      title: "compares source and target, and documents it for the stakeholders",
      by: "tom",
      types: "/closeout baseline",
      async does({ newest, page }) {
        const comparison = newest("Sensei's notes");
        await comparison.getByRole("cell", { name: "40% lower (better)" }).waitFor();
        await page.getByRole("img", { name: /Query latency, p95: source 145 ms/ }).waitFor();
        await comparison.getByRole("button", { name: "Document for stakeholders" }).click();
        await comparison.getByText(/^Sent to/).waitFor();
      },
      picture: {
        name: "baseline",
        of: ({ newest, messages, page }) => [
          newest("Sensei's notes"),
          messages.filter({ has: page.getByRole("img", { name: /Query latency, p95/ }) }).last(),
        ],
      },
    },
    {
      title: "archives the artifacts",
      by: "tom",
      types: "/archival",
      async does({ press, confirm, sees }) {
        await press("Nothing has happened yet", "Archive artifacts");
        await confirm();
        await sees("Every kind of the procedure is archived in its place");
      },
    },
    {
      title: "sees what is kept where, and for how long",
      by: "jonas",
      types: "/closeout archive status",
      does: ({ answers }) => answers("retention register"),
      picture: { name: "retention", of: ({ newest }) => newest("retention register") },
    },
    {
      title: "says what the one file is that no rule knows",
      by: "tom",
      async does({ press, newest, page, confirm, sees }) {
        await press("1 file without a kind", "Classify 1 file");
        await newest("1 archived file without a kind")
          .getByRole("button", { name: /What is it\?$/ })
          .click();
        await page.getByRole("option", { name: "Execution logs" }).click();
        await confirm();
        await sees(/is Execution logs now/);
      },
    },
    asks("li", "/closeout archive verify", "has the archived files read again", /verif|read again/i),
    {
      title: "looks at what can be released and deleted, and releases the temporary storage",
      by: "tom",
      types: "/cleanup",
      async does({ newest, confirm, sees }) {
        await newest("nothing has been changed yet")
          .getByRole("button", { name: "Run", exact: true })
          .first()
          .click();
        await confirm();
        await sees(/Released \d+ GB of temporary storage/);
      },
    },
    {
      title: "asks for the deletion of the checkpoints by the typed name",
      by: "tom",
      types: "/closeout cleanup run checkpoints",
      async does({ dialog, reads }) {
        await dialog.getByRole("textbox").fill("BILLING_EU");
        await dialog.getByRole("button", { name: /Ask|Delete/ }).click();
        await reads(/I have asked .* for sign-off/);
      },
    },
    {
      title: "releases them as compliance officer",
      by: "jonas",
      at: "messages",
      async does({ press, submit, reads }) {
        await press("Release of the checkpoints for deletion", "Approve…");
        await submit("Approve");
        await reads(/Noted: you have approved/);
      },
    },
    {
      title: "sees that they are deleted, with the receipt",
      by: "tom",
      does: ({ sees }) => sees(/Deleted \d+ checkpoints/),
      picture: { name: "cleanup", of: ({ newest }) => newest(/Deleted \d+ checkpoints/) },
    },
    {
      title: "archives the migration at Sensei",
      by: "tom",
      types: "/closeout cleanup run migration",
      async does({ press, confirm, sees }) {
        await press("This is how it stands.", "Run");
        await confirm();
        await sees(/Archived the migration|is archived/);
      },
    },
    asks(
      "tom",
      "/closeout note X3 The peering to the old data centre is removed, change CHG-2041.",
      "notes how the network was cleaned up",
      "has your note.",
    ),
    asks(
      "tom",
      "/closeout check X1-X4",
      "marks the infrastructure tasks as done, and with them the cleanup is",
      /X4 .* is done/,
    ),
    {
      title: "notes what the users say",
      by: "maria",
      waits: ["1 hour"],
      types: "/closeout note S2 Invoices open faster, and nobody misses anything.",
      does: ({ answers }) => answers("has your note."),
    },
    {
      title: "completes the first week",
      by: "maria",
      types: "/closeout check S2",
      does: ({ sees }) => sees("4 of 4 First week"),
    },
    asks(
      "li",
      "/closeout show X3",
      "sees an item with its notes, and who has completed it",
      /X3 Remove temporary network routes[^]*change CHG-2041/,
    ),
  ],
};
