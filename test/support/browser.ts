import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";

/** Whether there is a browser to try the page in; says so loudly when there is none. */
export function hasBrowser(): boolean {
  const there = existsSync(CHROMIUM);
  if (!there)
    process.stderr.write(`SKIPPED: the page is not tried in a browser, because ${CHROMIUM} is missing.\n`);
  return there;
}

/** Starts Chromium so that it talks to nobody but the sandbox. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page of the workspace, and everything that went wrong in it: script errors, refused loads, console errors. */
export type Visit = { readonly page: Page; readonly troubles: string[] };

/** Opens the workspace at an address such as `#/U0ANA/C0HRPROD`, in a browser profile of its own. */
export async function visit(
  browser: Browser,
  url: string,
  hash: string,
  look: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, ...look });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(message.text());
  });
  // On a busy computer a page may take its time.
  page.setDefaultTimeout(60_000);
  await page.goto(`${url}/${hash}`);
  return { page, troubles };
}
