import type { Browser, Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hasBrowser, launchBrowser, type Visit, visit } from "../../support/browser.ts";
import { type Demo, fillDemo, HR, startDemo } from "./demo-app.ts";

describe.skipIf(!hasBrowser())("the workspace in a browser", () => {
  let browser: Browser;
  let demo: Demo;
  const visits: Visit[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    demo = await startDemo();
  });
  afterEach(async () => {
    const troubles = visits.flatMap((each) => each.troubles);
    for (const each of visits.splice(0)) await each.page.context().close();
    await demo.close();
    expect(troubles).toEqual([]);
  });

  const enter = async (as = "U0ANA", place = `/${HR}`): Promise<Page> => {
    const opened = await visit(browser, demo.workspace.url, `#/${as}${place}`);
    visits.push(opened);
    await opened.page.getByRole("navigation", { name: "Conversations" }).getByRole("link").first().waitFor();
    return opened.page;
  };
  const composer = (page: Page) => page.getByRole("textbox", { name: "Message #hr-prod-migration" });
  const log = (page: Page) => page.getByRole("log", { name: "Messages in #hr-prod-migration" });
  const messages = (page: Page) => log(page).getByRole("article");
  const run = async (page: Page, command: string): Promise<void> => {
    await composer(page).fill(command);
    await composer(page).press("Enter");
  };
  const openForm = async (page: Page) => {
    await run(page, "/closeout start");
    const dialog = page.getByRole("dialog", { name: "Start a closeout" });
    await dialog.waitFor();
    return dialog;
  };

  it("carries what one person writes to another at once, marked unread until it is read", async () => {
    const ana = await enter();
    const tom = await enter("U0TOM", "/C0GENERAL");
    await composer(ana).pressSequentially("Hello @tom");
    await ana.getByRole("option", { name: "Tom Becker" }).waitFor();
    await composer(ana).press("Enter");
    await composer(ana).pressSequentially("<b>look</b> at 1 < 2 & *this*");
    await composer(ana).press("Enter");
    const line = tom.getByRole("link", { name: "#hr-prod-migration, 1 unread" });
    await line.click();
    await messages(tom).getByText("Hello @Tom Becker <b>look</b> at 1 < 2 & this").waitFor();
    await messages(tom).getByRole("button", { name: "@Tom Becker" }).waitFor();
    await tom.getByRole("link", { name: "#hr-prod-migration", exact: true }).waitFor();
  });

  it("completes a command by keyboard and shows its answer to its reader alone", async () => {
    const ana = await enter();
    const tom = await enter("U0TOM");
    await composer(ana).pressSequentially("/clo");
    await ana.getByRole("option", { name: "/closeout [status | start | check <id> | help]" }).waitFor();
    await composer(ana).press("Tab");
    await expect.poll(() => composer(ana).inputValue()).toBe("/closeout ");
    await composer(ana).pressSequentially("status");
    await composer(ana).press("Enter");
    await messages(ana).getByText("HR_PROD is on track, 3 of 12 done.").waitFor();
    await messages(ana).getByText("Only visible to you").waitFor();
    await run(ana, "and now for all");
    await messages(tom).getByText("and now for all").waitFor();
    expect(await messages(tom).count()).toBe(1);
  });

  it("refuses what Slack refuses: unknown commands, and commands in threads", async () => {
    const page = await enter();
    await run(page, "/closeot status");
    await page.getByRole("alert").getByText("/closeot is not a valid command").waitFor();
    expect(await composer(page).inputValue()).toBe("/closeot status");
    await run(page, "a talk");
    await messages(page).getByText("a talk").hover();
    await page.getByRole("button", { name: "Reply in thread" }).click();
    const reply = page.getByRole("textbox", { name: "Reply…" });
    await reply.fill("/closeout status");
    await reply.press("Enter");
    await page.getByRole("alert").getByText("not supported in threads").waitFor();
    await reply.fill("a reply");
    await reply.press("Enter");
    await page.getByRole("region", { name: "Thread" }).getByText("a reply", { exact: true }).waitFor();
    await messages(page)
      .getByRole("button", { name: /1 reply/ })
      .waitFor();
    expect(await messages(page).count()).toBe(1);
    await reply.press("Escape");
    await page.getByRole("region", { name: "Thread" }).waitFor({ state: "detached" });
  });

  it("fills in a form, keeps it below another view, shows errors at their fields, and submits it", async () => {
    const page = await enter();
    const form = await openForm(page);
    await form.getByRole("button", { name: /^Migration/ }).click();
    await page.keyboard.type("hr_p");
    await expect.poll(() => page.getByRole("option").allTextContents()).toEqual(["HR_PROD"]);
    await page.keyboard.press("Enter");
    await form.getByRole("button", { name: "Migration: HR_PROD" }).waitFor();
    await form.getByRole("textbox", { name: "Name" }).fill("HR!");
    await form.getByRole("button", { name: /^Technical lead/ }).click();
    await page.getByRole("option", { name: /Tom Becker/ }).click();
    await form.getByRole("button", { name: /^Who else is told/ }).click();
    await page.getByRole("option", { name: /Jonas/ }).click();
    await page.getByRole("option", { name: /Eva/ }).click();
    await page.keyboard.press("Escape");
    await form.getByLabel("Cutover date").fill("2026-03-04");
    await form.getByRole("checkbox", { name: "Saturday" }).check();
    await form.getByRole("button", { name: "What happens next?" }).click();
    const next = page.getByRole("dialog", { name: "What happens next" });
    await next.getByText("Nothing is destroyed too early.").waitFor();
    await page.keyboard.press("Escape");
    await form.getByRole("button", { name: "Technical lead: Tom Becker" }).waitFor();
    await form.getByRole("button", { name: "Start", exact: true }).click();
    await form.getByRole("alert").getByText("required").waitFor();
    await form.getByRole("radio", { name: /Only at due/ }).check();
    await form.getByRole("button", { name: "Start", exact: true }).click();
    await form.getByRole("alert").getByText("Use letters, digits and spaces only.").waitFor();
    expect(await form.getByRole("textbox", { name: "Name" }).getAttribute("aria-invalid")).toBe("true");
    await form.getByRole("textbox", { name: "Name" }).fill("HR prod");
    await form.getByRole("textbox", { name: "Name" }).press("Enter");
    await form.waitFor({ state: "detached" });
    await messages(page).getByText("started HR prod.").waitFor();
    expect(demo.submitted).toMatchObject([
      {
        migration: { migration: { selected_option: { value: "HR_PROD" } } },
        lead: { lead: { selected_user: "U0TOM" } },
        watchers: { watchers: { selected_users: ["U0JONAS", "U0EVA"] } },
        date: { date: { selected_date: "2026-03-04" } },
        time: { time: { selected_time: "02:30" } },
        days: { days: { selected_options: [{ value: "mon_fri" }, { value: "sat" }] } },
        pace: { pace: { selected_option: { value: "few" } } },
      },
    ]);
  });

  it("takes back what was wrong with an input as soon as it is filled in, and with no other", async () => {
    const page = await enter();
    const form = await openForm(page);
    await form.getByRole("button", { name: "Start", exact: true }).click();
    await form.getByRole("alert").first().waitFor();
    const wrong = await form.getByRole("alert").count();
    expect(wrong).toBeGreaterThan(2);
    const name = form.getByRole("textbox", { name: "Name" });
    expect(await name.getAttribute("aria-invalid")).toBe("true");
    await name.fill("HR prod");
    await expect.poll(() => form.getByRole("alert").count()).toBe(wrong - 1);
    expect(await name.getAttribute("aria-invalid")).not.toBe("true");
    expect(await name.evaluate((field) => field === document.activeElement)).toBe(true);
    await form.getByRole("button", { name: /^Technical lead/ }).click();
    await page.getByRole("option", { name: /Tom Becker/ }).click();
    await expect.poll(() => form.getByRole("alert").count()).toBe(wrong - 2);
  });

  it("begins among round buttons at the chosen one", async () => {
    const page = await enter();
    await run(page, "/closeout pace");
    const chosen = page
      .getByRole("dialog", { name: "Reminders" })
      .getByRole("radio", { name: "Only at due" });
    await chosen.waitFor();
    expect(await chosen.evaluate((field) => field === document.activeElement)).toBe(true);
  });

  it("fits into the window of a phone", async () => {
    await fillDemo(demo);
    const page = await enter();
    await page.setViewportSize({ width: 390, height: 800 });
    await messages(page).getByRole("img", { name: "Baseline" }).waitFor();
    const clock = page.getByRole("group", { name: "Sandbox clock" });
    const face = await clock.getByLabel("Sandbox time").boundingBox();
    const step = await clock.getByRole("button", { name: /by 1 hour/ }).boundingBox();
    if (face === null || step === null) throw new TypeError("The clock is not shown");
    expect(face.x + face.width <= step.x || face.y + face.height <= step.y).toBe(true);
    const beyond = await log(page).evaluate((list) => {
      const edge = list.getBoundingClientRect().right + 1;
      const parts = [...list.querySelectorAll("p, img, button, pre")];
      return parts.filter((part) => part.getBoundingClientRect().right > edge).map((part) => part.tagName);
    });
    expect(beyond).toEqual([]);
  });

  it("keeps a form that opened while an older answer was still under way", async () => {
    const page = await enter();
    const dialog = page.getByRole("dialog", { name: "Start a closeout" });
    const readings: string[] = [];
    page.on("response", (response) => {
      if (response.url().includes("/control/view?")) readings.push(response.url());
    });
    const stale = async (route: Route): Promise<void> => {
      await dialog.waitFor();
      await route.fulfill({ json: { ok: true, view: null } });
    };
    // A question that the reload itself cuts off has nobody left to answer.
    await page.route("**/control/view?*", (route) => stale(route).catch(() => undefined), { times: 1 });
    // The page asks for its form as it loads: that answer is surely under way when the form opens.
    await page.reload({ waitUntil: "domcontentloaded" });
    await run(page, "/closeout start");
    await expect.poll(() => readings.length).toBeGreaterThan(1);
    expect(await dialog.isVisible()).toBe(true);
  });

  it("closes a form with Escape and gives the focus back", async () => {
    const page = await enter();
    const form = await openForm(page);
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
    expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
    await openForm(page);
  });

  it("updates a message in place, without drawing the others again or moving the page", async () => {
    await fillDemo(demo);
    const page = await enter();
    await log(page).evaluate((box) => {
      box.scrollTop = 0;
    });
    const card = messages(page).filter({ hasText: "HR_PROD → hr_production" });
    const mark = (row: Element): void => row.setAttribute("data-kept", "yes");
    await messages(page).evaluateAll((rows) => rows.forEach((row) => row.setAttribute("data-kept", "yes")));
    await card.evaluate(mark);
    const before = await log(page).evaluate((box) => box.scrollTop);
    await card.getByRole("button", { name: "Done: I3" }).click();
    await card.getByText("4 of 4").waitFor();
    await card.getByText("(edited)").waitFor();
    expect(
      await messages(page).evaluateAll((rows) =>
        rows.every((row) => row.getAttribute("data-kept") === "yes"),
      ),
    ).toBe(true);
    expect(await log(page).evaluate((box) => box.scrollTop)).toBe(before);
  });

  it("asks before a button with a confirm dialog takes effect", async () => {
    await fillDemo(demo);
    const page = await enter();
    const dialog = page.getByRole("alertdialog", { name: "Delete the checkpoints?" });
    await page.getByRole("button", { name: "Delete checkpoints" }).click();
    await dialog.getByText("It cannot be undone.").waitFor();
    await dialog.getByRole("button", { name: "Keep them" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Delete checkpoints" }).click();
    await dialog.getByRole("button", { name: "Delete them" }).click();
    await messages(page).getByText("can release checkpoints").waitFor();
    expect(await messages(page).getByText("can release checkpoints").count()).toBe(1);
  });

  it("offers selects, overflow menus and message shortcuts", async () => {
    await fillDemo(demo);
    const page = await enter();
    await page.getByRole("button", { name: "Snooze: Snooze" }).click();
    await page.getByRole("option", { name: "Until tomorrow" }).click();
    await messages(page).getByText("You chose tomorrow").waitFor();
    await page.getByRole("button", { name: "More options" }).first().click();
    await page.getByRole("menuitem", { name: "Export the evidence" }).click();
    await messages(page).getByText("You chose export").waitFor();
    const talk = messages(page).filter({ hasText: "Monitoring is green" });
    await talk.hover();
    await talk.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Add to closeout item" }).click();
    await page.getByRole("dialog", { name: "What happens next" }).waitFor();
  });

  it("shows the app's Home to each person and acts from it", async () => {
    const page = await enter("U0MARIA");
    await page.getByRole("link", { name: "Closeout" }).click();
    await page.getByRole("tab", { name: "Home" }).click();
    await page.getByText("2 things wait for you").waitFor();
    await page.getByText("Mar 2, 2026 01:30").waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByText("1 things wait for you").waitFor();
  });

  it("lets one act as anybody, with their own view of things", async () => {
    await fillDemo(demo);
    const page = await enter();
    await page.getByText("March 2nd, 2026 02:30").first().waitFor();
    await page.getByRole("button", { name: "Act as: Ana Ruiz" }).click();
    await page.getByRole("menuitemradio", { name: /Sam Okoro/ }).click();
    await page.getByRole("button", { name: "Act as: Sam Okoro" }).waitFor();
    await page.getByText("March 1st, 2026 8:30 PM").first().waitFor();
    expect(await page.getByRole("link", { name: "#random" }).count()).toBe(0);
    expect(page.url()).toContain(`#/U0SAM/${HR}`);
  });

  it("moves the clock, and what is called today moves with it", async () => {
    const page = await enter();
    await run(page, "before");
    await log(page).getByRole("separator", { name: "Today" }).waitFor();
    await page.getByRole("button", { name: "Move the clock forward by 1 day" }).click();
    await log(page).getByRole("separator", { name: "Yesterday" }).waitFor();
    await page.getByText("1 d ahead").waitFor();
    await run(page, "after");
    await log(page).getByRole("separator", { name: "Today" }).waitFor();
  });

  it("keeps the pinned card within reach", async () => {
    await fillDemo(demo);
    const page = await enter();
    await page.getByRole("button", { name: "1 pinned" }).click();
    const panel = page.getByRole("region", { name: "Pinned" });
    await panel.getByText("Waiting for").waitFor();
    await panel.getByRole("button", { name: "Jump to message" }).click();
    await expect
      .poll(() =>
        messages(page)
          .first()
          .evaluate((row) => row.getBoundingClientRect().top > 0),
      )
      .toBe(true);
  });

  it("shows pictures and offers files", async () => {
    await fillDemo(demo);
    const page = await enter();
    const picture = page.getByRole("img", { name: "Baseline" });
    await expect
      .poll(() => picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)))
      .toBe(360);
    await page.getByRole("button", { name: "Enlarge Baseline" }).click();
    await page.getByRole("dialog", { name: "Baseline" }).waitFor();
    await page.keyboard.press("Escape");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download migration_certificate.pdf" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("migration_certificate.pdf");
  });

  it("stays quick and in its place in a channel of a thousand messages", async () => {
    for (let count = 1; count <= 1000; count += 1)
      await demo.web.chat.postMessage({ channel: HR, text: `Message ${count}` });
    const page = await enter();
    await messages(page).getByText("Message 1000", { exact: true }).waitFor();
    expect(await messages(page).count()).toBeLessThan(200);
    const seen = messages(page).getByText("Message 930", { exact: true });
    await seen.scrollIntoViewIfNeeded();
    await messages(page).getByText("Message 880", { exact: true }).waitFor({ state: "attached" });
    const top = () => seen.evaluate((row) => Math.round(row.getBoundingClientRect().top));
    const before = await top();
    await demo.web.chat.postMessage({ channel: HR, text: "Message 1001" });
    await page.getByRole("button", { name: "1 new message" }).waitFor();
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
    await page.getByRole("button", { name: "1 new message" }).click();
    const newest = messages(page).getByText("Message 1001", { exact: true });
    await expect
      .poll(() => newest.evaluate((row) => row.getBoundingClientRect().bottom < innerHeight))
      .toBe(true);
    await seen.scrollIntoViewIfNeeded();
    await run(page, "Message of mine");
    await messages(page).getByText("Message of mine").waitFor();
    await expect
      .poll(() => log(page).evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 2))
      .toBe(true);
  });

  it("lets one walk through the messages and reach their menus by keyboard", async () => {
    await fillDemo(demo);
    const page = await enter();
    await log(page).focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    const digest = messages(page).filter({ hasText: "Due today" });
    await expect.poll(() => digest.evaluate((row) => row === document.activeElement)).toBe(true);
    await digest.getByRole("button", { name: "Reply in thread" }).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    expect(
      await page
        .getByRole("menuitem", { name: "Copy text" })
        .evaluate((item) => item === document.activeElement),
    ).toBe(true);
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
  });

  it("finds its way back when the sandbox is started again", async () => {
    const page = await enter();
    await run(page, "before the end");
    await messages(page).getByText("before the end").waitFor();
    const port = Number(new URL(demo.workspace.url).port);
    await demo.close();
    await page.getByText("Reconnecting…").waitFor();
    await run(page, "into the void");
    await page.getByRole("alert").getByText("The sandbox does not answer").waitFor();
    expect(await composer(page).inputValue()).toBe("into the void");
    demo = await startDemo(port);
    await page.getByText("Reconnecting…").waitFor({ state: "detached" });
    await messages(page).getByText("before the end").waitFor({ state: "detached" });
    await composer(page).press("Enter");
    await messages(page).getByText("into the void").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
    visits[0]?.troubles.splice(0);
  });

  it("says what it cannot show, and that the app does not answer", async () => {
    const blocks = [
      { type: "image", image_url: "https://elsewhere.example/x.png", alt_text: "a picture elsewhere" },
      {
        type: "actions",
        elements: [{ type: "button", text: { type: "plain_text", text: "Unheard" }, action_id: "nobody" }],
      },
    ];
    await demo.web.apiCall("chat.postMessage", { channel: HR, text: "odd", blocks });
    const page = await enter();
    await messages(page).getByText("a picture elsewhere").waitFor();
    await page.getByRole("button", { name: "Unheard" }).click();
    await page.getByRole("alert").getByText("Closeout").waitFor();
    const refused = visits[0]?.troubles.splice(0) ?? [];
    expect(refused.every((trouble) => trouble.includes("Content Security Policy"))).toBe(true);
  });
});
