import type { Chapter } from "./step.ts";

/** Items I1 to I4: within 24 hours. */
export const firstDay: Chapter = {
  title: "The first 24 hours",
  steps: [
    {
      title: "sees what waits for oneself",
      by: "maria",
      types: "/closeout todo",
      does: ({ answers }) => answers("I2 Verify monitoring shows healthy metrics"),
    },
    {
      title: "fetches the certificate, which is checked, and sends it to the four recipients",
      by: "tom",
      types: "/closeout certificate",
      async does({ press, page, sees }) {
        await press("Certificate BEC-", /Send/);
        await sees("4 of 4 delivered");
        await page.getByRole("img", { name: /Overall confidence/ }).waitFor();
      },
    },
    {
      title: "receives the certificate itself, and confirms it",
      by: "eva",
      at: "messages",
      async does({ press, newest, page }) {
        await page
          .getByText(/^BEC-.*\.pdf$/)
          .last()
          .waitFor();
        await press("for project close", "I have received it");
        await newest("for project close")
          .getByText(/received/i)
          .first()
          .waitFor();
      },
      picture: { name: "certificate", of: ({ newest }) => newest("for project close") },
    },
    {
      title: "attaches the dashboard on which one has looked",
      by: "maria",
      types: "/closeout note I1 https://dashboards.example.com/billing-eu",
      does: ({ answers }) => answers(/has your (?:note|link)/),
    },
    {
      title: "marks an item as done",
      by: "maria",
      types: "/closeout check I1 I2",
      does: ({ sees }) => sees("3 of 4 First 24 hours"),
    },
    {
      title: "takes back what was marked too early",
      by: "maria",
      types: "/closeout uncheck I2",
      does: ({ answers }) => answers("is open again, due"),
    },
    {
      title: "skips an item for a reason",
      by: "tom",
      types: "/closeout skip I4 The certificate names no exceptions, and no issues are known.",
      does: ({ answers }) => answers("Your reason is kept with it."),
    },
    {
      title: "is reminded of what is left when it falls due",
      by: "maria",
      async does({ moveClock, newest }) {
        await moveClock("1 day");
        await newest("to look at").getByRole("button", { name: "Done: I2" }).waitFor();
      },
      picture: { name: "reminder", of: ({ newest }) => newest("to look at") },
    },
    {
      title: "clicks Done: the line says who it was, and the first phase is complete",
      by: "maria",
      async does({ press, sees }) {
        await press("to look at", "Done: I2");
        await sees("4 of 4 First 24 hours");
      },
    },
  ],
};
