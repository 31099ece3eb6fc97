import type { Browser, BrowserContextOptions, Locator } from "playwright-core";
import type { Temporal } from "temporal-polyfill";
import { type Person, sit } from "../browser/person.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Place, people, type Who } from "./step.ts";

/** One browser with the sandbox's page, at which everybody takes a seat in turn, and what hands do there. */
export type Desk = Pick<Person, "page" | "troubles" | "messages" | "dialog"> & {
  /** The day of the cutover. */
  readonly cutover: Temporal.PlainDate;
  /** Becomes somebody by *You act as*, and opens a place in the sidebar. */
  readonly go: (who: Who, place: Place) => Promise<void>;
  /** Writes into the composer and sends it. */
  readonly say: (text: string) => Promise<void>;
  readonly moveClock: Person["moveClock"];
  readonly choose: Person["choose"];
  /** The newest message of the open conversation with these words. */
  readonly newest: (words: string | RegExp) => Locator;
  /** Waits until there is one. */
  readonly sees: (words: string | RegExp) => Promise<void>;
  /** Waits until one has come since something was last written into the composer. */
  readonly answers: (words: string | RegExp) => Promise<void>;
  /** Presses a button of the newest message with these words. */
  readonly press: (words: string | RegExp, button: string | RegExp) => Promise<void>;
  /** Says yes to the question that a button asks first. */
  readonly confirm: () => Promise<void>;
  /** Fills in a text field of the open form. */
  readonly fill: (label: string | RegExp, words: string) => Promise<void>;
  /** Presses the open form's own button. */
  readonly submit: (button: string) => Promise<void>;
  /** Closes the window that is open, once these words are in it. */
  readonly reads: (words: string | RegExp) => Promise<void>;
};

/** What the walk calls the channel and the day that it begins with. */
export type DeskOptions = {
  readonly url: string;
  readonly cutover: Temporal.PlainDate;
  readonly look?: BrowserContextOptions;
};

export const channelName = "#billing-migration";

/** Opens the page. */
export async function openDesk(browser: Browser, { url, cutover, look }: DeskOptions): Promise<Desk> {
  const person = await sit(browser, url, "U0ANA", "/C0BILLING", look);
  const { page, dialog, messages } = person;
  const newest = (words: string | RegExp) => messages.filter({ hasText: words }).last();
  const sees = (words: string | RegExp) => newest(words).waitFor();
  const timeOf = async (message: Locator) => Number(await message.getAttribute("data-ts"));
  let written = 0;
  const actAs = async (name: string) => {
    const button = page.getByRole("button", { name: /^Act as:/ });
    if ((await button.getAttribute("aria-label")) === `Act as: ${name}`) return;
    await button.click();
    await page.getByRole("menuitemradio", { name }).click();
    await page.getByRole("button", { name: `Act as: ${name}` }).waitFor();
  };
  return {
    page,
    troubles: person.troubles,
    messages,
    dialog,
    moveClock: (by) => person.moveClock(by),
    choose: (label, typed, option) => person.choose(label, typed, option),
    cutover,
    newest,
    sees,
    async say(text) {
      written = (await messages.count()) === 0 ? 0 : await timeOf(messages.last());
      await person.say(text);
      // After a name, Enter takes the person from the list that has opened; only the next one sends.
      if (/@\w+$/.test(text)) await page.keyboard.press("Enter");
    },
    async answers(words) {
      await waitFor(
        async () => (await newest(words).isVisible()) && (await timeOf(newest(words))) > written,
        { what: `an answer with ${words}`, everyMs: 50 },
      );
    },
    async go(who, place) {
      await actAs(people[who]);
      const line = place === "channel" ? channelName : "Closeout";
      const link = page
        .getByRole("navigation", { name: "Conversations" })
        .getByRole("link", { name: new RegExp(`^${line}(?:,|$)`) });
      if ((await link.getAttribute("aria-current")) === null) await link.click();
      const tab = page.getByRole("tab", { name: place === "home" ? "Home" : "Messages" });
      if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
      if (place === "home") await page.getByRole("tabpanel", { name: "Home" }).waitFor();
      else await page.getByRole("log", { name: `Messages in ${line}` }).waitFor();
    },
    async press(words, button) {
      await newest(words).getByRole("button", { name: button }).last().click();
    },
    async confirm() {
      await page.getByRole("alertdialog").getByRole("button").last().click();
    },
    async fill(label, words) {
      await dialog.getByRole("textbox", { name: label }).fill(words);
    },
    async submit(button) {
      await dialog.getByRole("button", { name: button, exact: true }).click();
    },
    async reads(words) {
      await dialog.getByText(words).first().waitFor();
      await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
      await dialog.waitFor({ state: "detached" });
    },
  };
}
