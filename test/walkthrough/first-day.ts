import { asks, type Chapter, type Step, type Who } from "./step.ts";

/** Why each of the procedure's recipients gets the certificate, as their message words it. */
const reasons = {
  tom: "for records",
  jonas: "for audit file",
  eva: "for project close",
  li: "for compliance evidence",
} as const;

/** One's own confirmation, in one's messages with Closeout. */
function received(by: keyof typeof reasons & Who): Step {
  const reason = reasons[by];
  return {
    title: "receives the certificate itself, and confirms it",
    by,
    at: "messages",
    async does({ press, newest, page }) {
      await page
        .getByText(/^BEC-.*\.pdf$/)
        .last()
        .waitFor();
      await press(reason, "I have received it");
      await newest(reason).getByText("You confirmed").waitFor();
    },
  };
}

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
      ...received("eva"),
      picture: { name: "certificate", of: ({ newest }) => newest(reasons.eva) },
    },
    received("tom"),
    received("jonas"),
    received("li"),
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
      "/closeout note I4 Five totals differ by at most two cents; finance accepts it.",
      "documents the one exception that the certificate names",
      "has your note.",
    ),
    asks("tom", "/closeout check I4", "says that there is no other", /I4 .* is done/),
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
