import { asks, type Chapter } from "./step.ts";

/** Items I1 to I4: within 24 hours. */
export const firstDay: Chapter = {
  title: "The first 24 hours",
  steps: [
    asks("maria", "/closeout todo", "sees what waits for oneself", "I2 Verify monitoring shows"),
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
    asks(
      "maria",
      "/closeout note I1 https://dashboards.example.com/billing-eu",
      "attaches the dashboard that shows it",
      "has your link as evidence.",
    ),
    {
      title: "marks items as done",
      by: "maria",
      types: "/closeout check I1 I2",
      does: ({ sees }) => sees("3 of 4 First 24 hours"),
    },
    asks("maria", "/closeout uncheck I2", "takes back what was marked too early", "is open again, due"),
    asks(
      "tom",
      "/closeout skip I4 The certificate names no exceptions, and no issues are known.",
      "skips an item for a reason",
      "Your reason is kept with it.",
    ),
    {
      title: "is reminded of what is left when it falls due",
      by: "maria",
      waits: ["1 day"],
      does: ({ newest }) => newest("to look at").getByRole("button", { name: "Done: I2" }).waitFor(),
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
