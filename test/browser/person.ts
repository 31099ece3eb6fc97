import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { type Visit, visit } from "../support/browser.ts";

/** Somebody before a screen: what they see of the workspace, and what their hands can do. */
export type Person = {
  readonly page: Page;
  /** Everything that went wrong in their browser. */
  readonly troubles: string[];
  /** The messages of the conversation that is open. */
  readonly messages: Locator;
  readonly dialog: Locator;
  /** Writes into the composer and sends it. */
  say(text: string): Promise<void>;
  /** Moves the sandbox's clock by the page's own button, and waits until it has arrived. */
  moveClock(by: "1 hour" | "1 day" | "1 week"): Promise<void>;
  /** Opens a select or people picker of the open form and takes what one finds by typing. */
  choose(label: RegExp, typed: string, option: RegExp): Promise<void>;
};

/** Opens the workspace as somebody, at a place such as `/C0CRM` or `/U0CLOSEOUT/home`. */
export async function sit(
  browser: Browser,
  url: string,
  user: string,
  place: string,
  look: BrowserContextOptions = {},
): Promise<Person> {
  const { page, troubles }: Visit = await visit(browser, url, `#/${user}${place}`, look);
  await page.getByRole("navigation", { name: "Conversations" }).getByRole("link").first().waitFor();
  const dialog = page.getByRole("dialog");
  return {
    page,
    troubles,
    messages: page.getByRole("log", { name: /^Messages in/ }).getByRole("article"),
    dialog,
    async say(text) {
      const composer = page.getByRole("textbox", { name: /^Message / });
      await composer.fill(text);
      await composer.press("Enter");
    },
    async moveClock(by) {
      const button = page.getByRole("button", { name: `Move the clock forward by ${by}` });
      const moved = page.waitForResponse(
        (answer) => answer.request().method() === "POST" && answer.url().endsWith("/control/clock"),
        { timeout: 240_000 },
      );
      await button.click();
      await moved;
      await page.locator(".clock-step.busy").waitFor({ state: "detached" });
    },
    async choose(label, typed, option) {
      await dialog.getByRole("button", { name: label }).click();
      await page.keyboard.type(typed);
      await page.getByRole("option", { name: option }).first().click();
    },
  };
}

/** After a failure: keeps what everybody sees as pictures, and says where. */
export async function photograph(people: readonly Pick<Person, "page">[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "closeout-browser-"));
  const open = people.filter(({ page }) => !page.isClosed());
  await Promise.all(
    open.map(({ page }, index) => page.screenshot({ path: join(folder, `${index + 1}.png`) })),
  );
  process.stderr.write(`What was on the screens is kept in ${folder}.\n`);
}
