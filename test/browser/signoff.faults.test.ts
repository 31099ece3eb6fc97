import { mkdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { exampleChannel } from "../../sandbox/seed.ts";
import { hasBrowser } from "../support/browser.ts";
import { saying, shareOffice } from "./office.ts";
import type { Person } from "./person.ts";

/** Where pictures of the walk go, for whoever wants to look at them; nowhere unless told. */
const pictures = process.env["SIGNOFF_PICTURES"];

/**
 * Sign-off as the people concerned do it: the real product, a real browser, mouse and keyboard. Each test goes on where the one before
 * it ended.
 */
describe.skipIf(!hasBrowser())("sign-off in a browser", { timeout: 180_000 }, () => {
  let ana: Person;
  let tom: Person;
  let jonas: Person;
  let eva: Person;
  let li: Person;
  const picture = async (person: Person, name: string) => {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await person.page.screenshot({ path: `${pictures}/${name}.png` });
  };
  /** Presses the button of the open form. */
  const submit = async (person: Person, button: string) => {
    await person.dialog.getByRole("button", { name: button, exact: true }).click();
  };
  const closeWindow = (person: Person) =>
    person.dialog.getByRole("button", { name: "Close", exact: true }).last().click();

  const office = shareOffice(async (opened) => {
    ana = await opened.enter("U0ANA", `/${exampleChannel}`);
    tom = await opened.enter("U0TOM", "/U0CLOSEOUT");
    jonas = await opened.enter("U0JONAS", "/U0CLOSEOUT");
    eva = await opened.enter("U0EVA", "/U0CLOSEOUT");
    li = await opened.enter("U0LI", "/U0CLOSEOUT");
  });

  /** The private answer to a click in the channel. */
  const answered = (person: Person, words: string | RegExp) => saying(person, words).waitFor();
  /** The request's own message in the open conversation. */
  const request = (person: Person, number: number) => saying(person, `Sign-off ${number} ·`);

  it("is requested in a form that knows what there is to be approved, and fills in what is usual", async () => {
    await ana.say("/closeout certificate");
    await saying(ana, "BEC-2026-0215-00847").waitFor();
    await ana.say("/closeout baseline");
    await saying(ana, "Sensei's notes").waitFor();
    await ana.say("/closeout signoff request waiver");
    const title = ana.dialog.getByRole("textbox", { name: /^Title/ });
    await title.waitFor();
    await ana.choose(/What is it about/, "checkpoints", /Release of checkpoints/);
    await ana.dialog.getByText("/cleanup run checkpoints").waitFor();
    await picture(ana, "00-elsewhere");
    await ana.choose(/What is it about/, "project", /Project acceptance/);
    await expect.poll(() => title.inputValue()).toBe("Acceptance of the project");
    await ana.dialog.getByRole("checkbox", { name: /Certificate BEC-2026-0215-00847/ }).waitFor();
    await picture(ana, "01-form");
    await ana.dialog.getByRole("radio", { name: /At least as many/ }).check();
    await ana.dialog.getByRole("textbox", { name: /^At least so many/ }).fill("2");
    await picture(ana, "02-form-end");
    await submit(ana, "Request");
    await ana.dialog.getByText(/is requested/).waitFor();
    await closeWindow(ana);
    await request(ana, 1).getByText("1 of").first().waitFor({ state: "detached" });
    await request(ana, 1).getByText("2 replies").waitFor();
    await picture(ana, "03-channel");
    await request(tom, 1).getByText("You are asked as technical lead").waitFor();
    await tom.page.getByText("BEC-2026-0215-00847.pdf").last().waitFor();
    await picture(tom, "04-direct");
  });

  it("tells the requester, a colleague who is not asked, a guest and a stranger why they cannot decide", async () => {
    await request(ana, 1).getByRole("button", { name: "Approve…" }).click();
    await answered(ana, "nobody decides on their own request");
    await picture(ana, "05-requester");
    for (const [user, sentence, name] of [
      ["U0MARIA", /you are not among those who decide/, "06-not-asked"],
      ["U0GUS", "you are a guest here", "06-guest"],
      ["U0SAM", /you belong to another one/, "06-stranger"],
    ] as const) {
      const person = await office.enter(user, `/${exampleChannel}`);
      await request(person, 1).getByRole("button", { name: "Approve…" }).click();
      await answered(person, sentence);
      await picture(person, name);
      await office.leave(person);
    }
  });

  it("takes a question into the thread of the request, where the requester answers", async () => {
    await request(jonas, 1).getByRole("button", { name: "Ask a question…" }).click();
    await jonas.dialog.getByRole("textbox").fill("Is the export archived?");
    await picture(jonas, "07-ask");
    await submit(jonas, "Ask");
    await jonas.dialog.getByText(/Asked: your question stands/).waitFor();
    await closeWindow(jonas);
    await request(ana, 1).getByText("Is the export archived?").first().waitFor();
    await request(ana, 1).getByText("3 replies").click();
    const thread = ana.page.getByRole("log", { name: "Messages in this thread" });
    await thread.getByText("Is the export archived?", { exact: true }).waitFor();
    const reply = ana.page.getByRole("textbox", { name: "Reply…" });
    await reply.fill("Since yesterday.");
    await reply.press("Enter");
    await thread.getByText("Since yesterday.").waitFor();
    await picture(ana, "08-thread");
    await ana.page.keyboard.press("Escape");
  });

  it("is approved with a comment by one person, once", async () => {
    await request(tom, 1).getByRole("button", { name: "Approve…" }).dblclick();
    await tom.dialog.getByRole("textbox").fill("Looks complete.");
    await picture(tom, "09-approve");
    await tom.dialog.getByRole("button", { name: "Approve", exact: true }).dblclick();
    await tom.dialog.getByText(/Noted: you have approved/).waitFor();
    await closeWindow(tom);
    await request(ana, 1).getByText("“Looks complete.”").waitFor();
    await request(tom, 1).getByText("“Looks complete.”").waitFor();
    await expect.poll(() => request(tom, 1).getByRole("button", { name: "Approve…" }).count()).toBe(0);
    await picture(tom, "10-direct-decided");
    const again = await office.enter("U0TOM", `/${exampleChannel}`);
    await request(again, 1).getByRole("button", { name: "Approve…" }).click();
    await answered(again, /you have approved this already/);
    await office.leave(again);
  });

  it("is rejected with a reason by another, and stays open while enough can still approve", async () => {
    await request(jonas, 1).getByRole("button", { name: "Reject…" }).click();
    await submit(jonas, "Reject");
    await jonas.dialog.getByRole("textbox").fill("The retention classes are not set.");
    await picture(jonas, "11-reject");
    await submit(jonas, "Reject");
    await jonas.dialog.getByText(/Noted: you have rejected/).waitFor();
    await closeWindow(jonas);
    await request(ana, 1).getByText("1 of the 2 needed has approved").waitFor();
    await picture(ana, "12-rejected");
  });

  it("waits first in App Home, and is approved from there: then everybody hears the outcome", async () => {
    const home = await office.enter("U0EVA", "/U0CLOSEOUT/home");
    await home.page.getByText("To approve or reject").waitFor();
    await picture(home, "13-home");
    await home.page.getByRole("button", { name: "Approve…" }).click();
    await submit(home, "Approve");
    await home.dialog.getByText(/Noted: you have approved/).waitFor();
    await closeWindow(home);
    await home.page.getByText("To approve or reject").waitFor({ state: "detached" });
    await office.leave(home);
    await saying(ana, /Approved by .* 2 of the 2 needed have approved/).waitFor();
    await request(ana, 1).getByText("approved").first().waitFor();
    await expect.poll(() => request(ana, 1).getByRole("button", { name: "Approve…" }).count()).toBe(0);
    await expect.poll(() => request(li, 1).getByRole("button", { name: "Approve…" }).count()).toBe(0);
    await picture(ana, "14-outcome");
    await picture(li, "15-li");
  });

  /** Looks at the report as it is now, and freezes what is seen. */
  const freezeReport = async (version: number) => {
    const previews = ana.messages.filter({ hasText: "Migration Project Final Report" });
    const before = await previews.count();
    await ana.say("/closeout report preview");
    const preview = previews.nth(before);
    await preview.getByRole("button", { name: "Freeze", exact: true }).click();
    await ana.page.getByRole("alertdialog").getByRole("button", { name: "Freeze it", exact: true }).click();
    await saying(ana, `Version ${version} of the final report`).waitFor();
  };

  it("is void in every copy, with every signature, when the report that it is about has changed", async () => {
    await freezeReport(1);
    await ana.say("/closeout signoff request");
    await ana.dialog.getByRole("checkbox", { name: /Final report/ }).waitFor();
    expect(await ana.dialog.getByRole("checkbox", { name: /Final report/ }).isChecked()).toBe(true);
    await picture(ana, "16-form-with-report");
    await submit(ana, "Request");
    await ana.dialog.getByText(/is requested/).waitFor();
    await closeWindow(ana);
    await request(tom, 2).getByRole("button", { name: "Approve…" }).click();
    await submit(tom, "Approve");
    await tom.dialog.getByText(/Noted: you have approved/).waitFor();
    await closeWindow(tom);
    await request(ana, 2).getByText("1 of 4 has approved").waitFor();

    await ana.say("/closeout report edit");
    await ana.dialog
      .getByRole("textbox", { name: /How did it go/ })
      .fill("Migration completed two days after the plan");
    await picture(ana, "17-edit");
    await submit(ana, "Keep");
    await ana.dialog.waitFor({ state: "detached" });
    await saying(ana, /The words of the final report .* are kept/).waitFor();
    expect(await request(ana, 2).getByText("1 of 4 has approved").count()).toBe(1);
    await freezeReport(2);

    for (const [nth, person] of [ana, tom, jonas, eva, li].entries()) {
      await request(person, 2).getByText("void", { exact: true }).first().waitFor();
      await request(person, 2)
        .getByText(/final-report-.*-v1\.pdf has changed.* Given signatures no longer count/)
        .waitFor();
      expect(await request(person, 2).getByRole("button", { name: "Approve…" }).count()).toBe(0);
      await request(person, 2).scrollIntoViewIfNeeded();
      await picture(person, `18-void-${nth + 1}`);
    }
    await saying(ana, /Void since .*final-report-.*-v1\.pdf has changed/).waitFor();
    await ana.say("/closeout signoff");
    await saying(ana, "2 sign-offs of").waitFor();
    await picture(ana, "19-list");
  });
});
