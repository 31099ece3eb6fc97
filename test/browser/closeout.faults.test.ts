import type { Locator } from "playwright-core";
import { describe, expect, it, vi } from "vitest";
import { hasBrowser } from "../support/browser.ts";
import { shareOffice } from "./office.ts";
import type { Person } from "./person.ts";

/**
 * One closeout from its start to its last page of reminders, as people do it: the real product, a real browser, mouse and
 * keyboard. Each test goes on where the one before it ended.
 */
describe.skipIf(!hasBrowser())("a closeout in a browser", { timeout: 180_000 }, () => {
  const name = "CRM cutover";
  let maria: Person;
  const office = shareOffice(async (opened) => {
    maria = await opened.enter("U0MARIA", "/C0CRM");
  });

  const card = (person: Person) => person.messages.filter({ hasText: `Closeout · ${name}` });
  const digests = (person: Person) => person.messages.filter({ hasText: /items? to look at/ });
  const digest = (person: Person) => digests(person).last();
  const digestWith = (person: Person, line: string) => digests(person).filter({ hasText: line }).last();
  const bar = (filled: number) => `${"█".repeat(filled)}${"░".repeat(10 - filled)}`;
  const identity = (message: Locator) =>
    message.evaluate((row) => row.closest("[data-ts]")?.getAttribute("data-ts") ?? "");
  const more = async (person: Person, message: Locator, nth: number, choice: string) => {
    // The message may be brought up to date under somebody's hand, and its menu with it; then one chooses again.
    await vi.waitFor(
      async () => {
        await message.getByRole("button", { name: "More options" }).nth(nth).click();
        await person.page.getByRole("menuitem", { name: choice }).click({ timeout: 3_000 });
        await person.dialog.waitFor({ timeout: 5_000 });
      },
      { timeout: 40_000 },
    );
  };

  it("is refused on its fields while something is missing or wrong, and keeps what was typed", async () => {
    const { page, dialog } = maria;
    const composer = page.getByRole("textbox", { name: "Message #crm-migration" });
    await composer.pressSequentially("/clo");
    await composer.press("Tab");
    await composer.pressSequentially("start");
    await composer.press("Enter");
    await dialog.getByText("You become the owner.").waitFor();
    await dialog.getByRole("button", { name: "Start", exact: true }).click();
    await expect.poll(() => dialog.getByText("Please complete this required field.").count()).toBe(9);

    await maria.choose(/^Migration/, "hr_prod", /HR production/);
    await dialog.getByText("already being closed out in").waitFor();
    await maria.choose(/^Migration/, "mig_crm", /CRM to Snowflake/);
    await expect
      .poll(() => dialog.getByRole("textbox", { name: "Name" }).inputValue())
      .toBe("CRM → CRM_ANALYTICS");
    await dialog.getByText("already being closed out in").waitFor({ state: "detached" });

    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByLabel("Date of the cutover").fill(office.product().today.toString());
    await dialog.getByLabel("Time of the cutover").fill("04:00");
    await maria.choose(/^Technical lead/, "gus", /Gus/);
    await maria.choose(/^Compliance officer/, "jon", /Jonas/);
    await maria.choose(/^Business sponsor/, "eva", /Eva/);
    await maria.choose(/^IT audit/, "li", /Li /);
    await maria.choose(/^Operations lead/, "maria", /Maria/);
    await dialog.getByRole("textbox", { name: /^Budget/ }).fill("a lot");
    await dialog.getByRole("button", { name: "Start", exact: true }).click();
    await dialog
      .getByRole("alert")
      .getByText(/budget|amount/i)
      .waitFor();
    expect(await dialog.getByRole("textbox", { name: "Name" }).inputValue()).toBe(name);

    await dialog.getByRole("textbox", { name: /^Budget/ }).fill("15000 USD");
    await dialog.getByRole("button", { name: "Start", exact: true }).click();
    await dialog.getByText("The technical lead must be a full member of this workspace").waitFor();
  });

  it("starts with one message that everybody sees: the card, pinned", async () => {
    const { page, dialog, messages } = maria;
    await maria.choose(/^Technical lead/, "tom", /Tom/);
    await dialog.getByRole("button", { name: "Start", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await card(maria)
      .getByText(`${bar(0)} 0 of 4 First 24 hours`)
      .waitFor();
    await page.getByRole("button", { name: "1 pinned" }).waitFor();
    expect(await messages.count()).toBe(1);
    await card(maria).getByText("Next: I1 Confirm target is serving production traffic").waitFor();
  });

  it("reminds when a day has passed", async () => {
    await maria.moveClock("1 day");
    await digest(maria).getByText("4 items to look at · CRM cutover").waitFor();
    await digest(maria).getByText("I4 Document any exceptions or known issues").waitFor();
    expect(
      await digest(maria)
        .getByRole("button", { name: /^Done:/ })
        .count(),
    ).toBe(4);
    await card(maria).getByText("at risk").first().waitFor();
  });

  it("marks an item as done with one click, moves the card's bar in place, and takes it back", async () => {
    const before = { id: await identity(card(maria)), messages: await maria.messages.count() };
    await digest(maria).getByRole("button", { name: "Done: I1" }).click();
    await digest(maria)
      .getByText(/✓ I1 Confirm target .* done by @Maria Santos/)
      .waitFor();
    await card(maria)
      .getByText(`${bar(3)} 1 of 4 First 24 hours`)
      .waitFor();
    await digest(maria).getByRole("button", { name: "Undo: I1" }).click();
    await card(maria)
      .getByText(`${bar(0)} 0 of 4 First 24 hours`)
      .waitFor();
    await digest(maria).getByRole("button", { name: "Done: I1" }).click();
    await card(maria)
      .getByText(`${bar(3)} 1 of 4 First 24 hours`)
      .waitFor();
    expect({ id: await identity(card(maria)), messages: await maria.messages.count() }).toEqual(before);
  });

  it("keeps a link as evidence, and says what is wrong with one that is none", async () => {
    const { dialog } = maria;
    await more(maria, digest(maria), 0, "Add a note or link…");
    await dialog.getByRole("radio", { name: /Evidence/ }).check();
    const text = dialog.getByRole("textbox", { name: "Text or link" });
    await text.fill("the dashboard");
    await dialog.getByRole("button", { name: "Add" }).click();
    await dialog.getByRole("alert").waitFor();
    expect(await text.inputValue()).toBe("the dashboard");
    await text.fill("https://dashboards.example/crm");
    await dialog.getByRole("button", { name: "Add" }).click();
    await dialog.waitFor({ state: "detached" });
    await maria.messages.getByText("has your link as evidence.").waitFor();
    await more(maria, digest(maria), 0, "Open");
    await dialog.getByRole("link", { name: "https://dashboards.example/crm" }).waitFor();
    await maria.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  it("leaves a snoozed item alone until the snooze is over", async () => {
    await digest(maria).getByRole("button", { name: "Snooze: Snooze" }).first().click();
    await maria.page.getByRole("option", { name: "For 1 hour" }).click();
    await digest(maria)
      .getByText(/I2 Verify monitoring[\s\S]*snoozed until today at/)
      .waitFor();
    await maria.moveClock("1 hour");
    await digest(maria).getByText("its snooze is over").waitFor();
    await digest(maria).getByText("1 item to look at").waitFor();
  });

  it("gives an item to somebody, and skips one only for those who may and with a reason", async () => {
    const four = digestWith(maria, "I4 Document any exceptions");
    const { dialog } = maria;
    await more(maria, four, 1, "Assign to…");
    await dialog.getByRole("button", { name: /^Who takes it/ }).click();
    await maria.page.keyboard.type("jonas");
    await maria.page.getByRole("option", { name: /Jonas/ }).click();
    await dialog.getByRole("button", { name: "Assign" }).click();
    await dialog.waitFor({ state: "detached" });
    await four
      .getByText(/I3 Distribute[\s\S]*@Jonas/)
      .first()
      .waitFor();

    const li = await office.enter("U0LI", "/C0CRM");
    const seen = digestWith(li, "I4 Document any exceptions");
    await seen.getByRole("button", { name: "More options" }).nth(2).click();
    await li.page.getByRole("menuitem", { name: "Skip…" }).click();
    await li.messages
      .getByText(/only the owner \(@Maria Santos\) or the technical lead \(@Tom Becker\) can skip an item/)
      .waitFor();
    await office.leave(li);

    await more(maria, four, 2, "Skip…");
    await dialog.getByRole("textbox", { name: "Why is it skipped?" }).fill("a");
    await dialog.getByRole("button", { name: "Skip it" }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog
      .getByRole("textbox", { name: "Why is it skipped?" })
      .fill("There were none, see the report.");
    await dialog.getByRole("button", { name: "Skip it" }).click();
    await dialog.waitFor({ state: "detached" });
    await four.getByText(/↷ I4 .* skipped by @Maria Santos.*There were none, see the report\./).waitFor();
  });

  it("takes a message of a thread as evidence, where commands do not work", async () => {
    const { page, dialog } = maria;
    const talk = maria.messages.filter({ hasText: "The certificate went out." });
    await maria.say("The certificate went out.");
    await talk.hover();
    await talk.getByRole("button", { name: "Reply in thread" }).click();
    const reply = page.getByRole("textbox", { name: "Reply…" });
    await reply.fill("Here is the receipt.");
    await reply.press("Enter");
    const thread = page.getByRole("region", { name: "Thread" });
    const answer = thread.getByRole("article").filter({ hasText: "Here is the receipt." });
    await answer.hover();
    await answer.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Add to closeout item" }).click();
    await dialog.waitFor();
    expect(await dialog.getByRole("textbox", { name: "Text or link" }).inputValue()).toMatch(
      /\/archives\/C0CRM\/p\d+/,
    );
    await maria.choose(/^Item/, "certificate", /I3 Distribute/);
    await dialog.getByRole("button", { name: "Add" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("has your link as evidence.").last().waitFor();
    await page.getByRole("button", { name: "Close thread" }).click();
  });

  it("names the owner of what stays overdue for a day, and tells the sponsor after three", async () => {
    await maria.moveClock("1 day");
    await maria.moveClock("1 day");
    await digest(maria).getByText("Overdue · owner @Maria Santos informed").waitFor();
    await digest(maria)
      .getByText(/@Jonas .* 1 day overdue \(was due/)
      .waitFor();
    const eva = await office.enter("U0EVA", "/U0CLOSEOUT");
    await eva.page.getByText("Sending messages to this app has been turned off.").waitFor();
    expect(await eva.messages.filter({ hasText: name }).count()).toBe(0);
    await maria.moveClock("1 week");
    const told = eva.messages
      .filter({ hasText: "you are told as business sponsor" })
      .filter({ hasText: name });
    await told.getByText(/items have been overdue for days/).waitFor();
    await told.getByText(`${name} in #crm-migration`).waitFor();
    expect(await told.getByRole("button", { name: /^Done:/ }).count()).toBeGreaterThan(0);
    await office.leave(eva);
  });

  it("shows on Home what waits for one, the most urgent first, and settles it there", async () => {
    const jonas = await office.enter("U0JONAS", "/U0CLOSEOUT/home");
    const home = jonas.page.getByRole("tabpanel", { name: "Home" });
    const urgent = home.getByText("I3 Distribute Behavioral Equivalence Certificate");
    await urgent.waitFor();
    await home.getByText("Overdue", { exact: true }).waitFor();
    await home.getByText(/days overdue .*CRM cutover in #crm-migration/).waitFor();
    await home.getByText("My closeouts").waitFor();
    await home.getByRole("button", { name: "Done: I3" }).click();
    await urgent.waitFor({ state: "detached" });
    await card(maria)
      .getByText(`${bar(8)} 3 of 4 First 24 hours`)
      .waitFor();
    await office.leave(jonas);
  });

  it("catches up after three weeks of absence in one digest, whose pages lose nothing between them", async () => {
    await office.product().control.post("clock", { advance: "P21D" });
    const long = maria.messages.filter({ hasText: /Page 1 of \d/ }).last();
    await long.getByText("Each is marked and shown once.").waitFor();
    const at = await identity(long);
    const message = maria.messages.and(maria.page.locator(`[data-ts="${at}"]`));
    const total = Number(/Page 1 of \d+ · (\d+) items/.exec(await message.innerText())?.[1]);
    const pages = Number(/Page 1 of (\d+)/.exec(await message.innerText())?.[1]);
    expect(total).toBeGreaterThan(10);
    const seen = new Set<string>();
    for (let number = 1; number <= pages; number += 1) {
      await message.getByText(`Page ${number} of ${pages}`).waitFor();
      for (const id of (await message.innerText()).match(/^[A-Z]{1,3}\d{1,3}(?= )/gm) ?? []) seen.add(id);
      if (number < pages) await message.getByRole("button", { name: "Next page →" }).click();
    }
    expect(seen.size).toBe(total);
  });
});
