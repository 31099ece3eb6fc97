import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "../support/product.ts";
import type { Desk } from "./desk.ts";
import { approval } from "./removal.ts";
import { asks, type Chapter } from "./step.ts";

const acceptance = "Acceptance of the project";

/** M4 and C1 to C5: the formal end. */
export const closure: Chapter = {
  title: "The closing",
  steps: [
    {
      title: "writes what only people can say in the report",
      by: "ana",
      types: "/closeout report edit",
      async does({ fill, submit, answers }) {
        await fill(/^How did it go against the plan/, "Migration completed on schedule");
        await fill(/^Incidents during cutover/, "Zero production incidents during cutover");
        await submit("Keep");
        await answers(/are kept/);
      },
    },
    {
      title: "looks at the report, and freezes it",
      by: "ana",
      types: "/closeout report preview",
      async does({ answers, press, confirm, sees }) {
        await answers("Migration Project Final Report");
        await press("Migration Project Final Report", "Freeze");
        await confirm();
        await sees(/Version 1 .* is frozen/);
        await sees("Final report of");
      },
      picture: { name: "report", of: ({ newest }) => newest("Migration Project Final Report") },
    },
    {
      title: "asks the stakeholders to accept exactly that report",
      by: "ana",
      types: "/closeout signoff request",
      async does({ dialog, submit, reads, sees }) {
        await dialog.getByRole("textbox", { name: /^Title/ }).waitFor();
        await submit("Request");
        await reads(/is requested/);
        await sees("Sign-off 3 ·");
      },
    },
    approval("tom", acceptance),
    approval("jonas", acceptance),
    approval("eva", acceptance),
    approval("li", acceptance),
    {
      title: "sees the acceptance complete",
      by: "ana",
      does: ({ newest }) => newest("Sign-off 3 ·").getByText("4 of 4 have approved").first().waitFor(),
      picture: { name: "acceptance", of: ({ newest }) => newest("Sign-off 3 ·") },
    },
    asks("ana", "/closeout close", "is told what is missing for closing", "cannot be closed yet"),
    asks("ana", "/closeout check C5", "thanks the team, and says so", "C5 Celebration"),
    asks("li", "/closeout audit certificate", "reads the ledger", /certificate/i),
    {
      title: "has its chain computed anew",
      by: "li",
      types: "/closeout audit verify",
      does: ({ answers }) => answers("is whole"),
      picture: { name: "ledger", of: ({ newest }) => newest("is whole") },
    },
    {
      title: "closes the closeout",
      by: "ana",
      types: "/closeout close",
      does: close,
      picture: { name: "closed", of: ({ newest }) => newest("is closed. Thank you, everybody.") },
    },
    asks(
      "ana",
      "/closeout reopen The sponsor asks for a word about the VAT export.",
      "opens it again for a reason",
      "is open again, and the channel is told why.",
    ),
    asks(
      "ana",
      "/closeout note I4 The VAT export reads from the target since week five.",
      "adds what was missing",
      "has your note.",
    ),
    { title: "closes it for good", by: "ana", types: "/closeout close", does: close },
    {
      title: "sees it among the closed ones",
      by: "ana",
      types: "/closeout list",
      does: ({ answers }) => answers("BILLING_EU → billing_eu"),
      picture: { name: "list", of: ({ newest }) => newest("HR_PROD → hr_production") },
    },
    asks("li", "/closeout audit export", "takes all evidence as one file", "I am making evidence bundle"),
    {
      title: "receives it, and checks it without Closeout",
      by: "li",
      at: "messages",
      async does({ sees, page }) {
        await sees("Here is evidence bundle 3");
        const file = page.getByRole("link", { name: /^Download .*\.zip$/ }).last();
        const [bundle] = await Promise.all([page.waitForEvent("download"), file.click()]);
        assert.match(await verified(await bundle.path()), /The bundle holds\./);
      },
      picture: {
        name: "bundle",
        of: ({ newest, messages }) => [newest("Here is evidence bundle 3"), messages.last()],
      },
    },
  ],
};

/** Presses the button that is offered once nothing is missing. */
async function close({ answers, press, confirm }: Desk): Promise<void> {
  await answers("can be closed: every item is settled");
  await press("can be closed: every item is settled", "Close…");
  await confirm();
  await answers("is closed. Thank you, everybody.");
}

/** What `npx closeout verify` says of a bundle. */
async function verified(path: string): Promise<string> {
  const program = join(projectFolder, "bin", "closeout.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [program, "verify", path]);
  return stdout;
}
