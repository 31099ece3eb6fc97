import { describe, expect, it } from "vitest";
import { exampleChannel } from "../../sandbox/seed.ts";
import { hasBrowser } from "../support/browser.ts";
import { saying, shareOffice } from "./office.ts";
import type { Person } from "./person.ts";

/**
 * Certificate, baseline, archive and cleanup of the example, as the people concerned do them: the real product, the vendor's
 * stand-in, a real browser, mouse and keyboard. Each test goes on where the one before it ended.
 */
describe.skipIf(!hasBrowser())("the migration's own work in a browser", { timeout: 180_000 }, () => {
  let ana: Person;
  let tom: Person;
  const office = shareOffice(async (opened) => {
    ana = await opened.enter("U0ANA", `/${exampleChannel}`);
    tom = await opened.enter("U0TOM", `/${exampleChannel}`);
  });

  /** Slack's confirm dialog, answered with its button. */
  const confirm = (person: Person, button: string) =>
    person.page.getByRole("alertdialog").getByRole("button", { name: button, exact: true }).click();

  it("shows the certificate with its outcome, and sends it to the four recipients", async () => {
    await ana.say("/closeout certificate");
    const answer = saying(ana, "BEC-2026-0215-00847");
    await answer
      .getByText(/Verified/)
      .first()
      .waitFor();
    await answer.getByRole("button", { name: /Send/ }).click();
    await saying(ana, "4 of 4 delivered").waitFor();
    await ana.page.getByRole("img", { name: /Overall confidence: 0\.997/ }).waitFor();
  });

  it("reaches the sponsor with the PDF itself, and one click confirms it once", async () => {
    const eva = await office.enter("U0EVA", "/U0CLOSEOUT");
    await eva.page.getByText("BEC-2026-0215-00847.pdf").first().waitFor();
    await saying(eva, "for project close").getByRole("button", { name: "I have received it" }).click();
    await saying(eva, "for project close")
      .getByText(/received/i)
      .first()
      .waitFor();
    await expect.poll(() => eva.page.getByRole("button", { name: "I have received it" }).count()).toBe(0);
    await office.leave(eva);
    await saying(ana, "1 of 4 confirmed").waitFor();
  });

  it("measures the baseline, draws it, and sends it to the stakeholders", async () => {
    await ana.say("/closeout baseline");
    const message = saying(ana, "Sensei's notes");
    await message.getByRole("cell", { name: "40% lower (better)" }).waitFor();
    await ana.page.getByRole("img", { name: /Query latency, p95: source 145 ms, target 87 ms/ }).waitFor();
    await message.getByRole("button", { name: "Document for stakeholders" }).click();
    await message
      .getByText(/[Ss]ent to/)
      .first()
      .waitFor();
  });

  it("archives every kind of artifact and shows the register", async () => {
    await ana.say("/archival");
    await saying(ana, "Nothing has happened yet").getByRole("button", { name: "Archive artifacts" }).click();
    await confirm(ana, "Archive");
    await saying(ana, "Every kind of the procedure is archived in its place").waitFor();
    await ana.say("/archival status");
    await saying(ana, "retention register: 9 artifacts").waitFor();
  });

  it("releases temporary storage after a question, and shows the receipt in place", async () => {
    await tom.say("/cleanup");
    const plan = saying(tom, "nothing has been changed yet");
    await plan.getByRole("button", { name: "Run", exact: true }).first().click();
    await tom.page.getByRole("alertdialog").getByRole("button").last().click();
    await saying(ana, /Released \d+ GB of temporary storage/).waitFor();
  });

  it("deletes checkpoints when the name was typed and the compliance officer has released them", async () => {
    await tom.say("/cleanup run checkpoints");
    await tom.dialog.getByRole("textbox").fill("HR_PROD");
    await tom.dialog.getByRole("button", { name: /Ask|Delete/ }).click();
    const jonas = await office.enter("U0JONAS", "/U0CLOSEOUT");
    await saying(jonas, "Release of the checkpoints for deletion")
      .getByRole("button", { name: "Approve…" })
      .click();
    await jonas.dialog.getByRole("button", { name: "Approve" }).click();
    await jonas.dialog.getByText(/Noted: you have approved/).waitFor();
    await saying(ana, /Deleted \d+ checkpoints/).waitFor();
    await office.leave(jonas);
  });

  it("counts what completed itself: certificate, baseline and archive", async () => {
    await ana.say("/closeout items");
    const list = saying(ana, "Distribute Behavioral Equivalence Certificate");
    for (const title of [
      "Distribute Behavioral Equivalence Certificate",
      "Complete performance baseline comparison",
      "Archive migration artifacts",
    ]) {
      await list
        .getByText(new RegExp(`${title}.*done by Closeout`))
        .first()
        .waitFor();
    }
  });
});
