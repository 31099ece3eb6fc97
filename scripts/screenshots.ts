import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { takeWalkthrough } from "./walkthrough-pictures.ts";

/**
 * Takes the pictures of the documentation: starts the product as `npm start` does, waits for its first reminder, and
 * photographs the sandbox's page in Chromium; then walks through a whole closeout. `CHROMIUM` names another program than
 * Debian's.
 */

const project = fileURLToPath(new URL("..", import.meta.url));
const images = join(project, "docs", "images");
const program = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** What one wants to see at once: the card and, below it, the first reminder. */
const size = { width: 1440, height: 980 };

/** A reader on a slow line loads the README's pictures too. */
const mostBytes = 400 * 1024;

/** The first reminder comes within a minute of the start. */
const patienceMs = 90_000;

const opened = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
try {
  await takeFirstLook(opened);
  for await (const path of takeWalkthrough(opened, images)) await weigh(path);
} finally {
  await opened.close();
}

/** What one sees in the first minutes, for the README. */
async function takeFirstLook(browser: Browser): Promise<void> {
  const state = await mkdtemp(join(tmpdir(), "closeout-screenshots-"));
  const product = startProduct(state);
  try {
    await takeAll(browser, await addressOf(product));
  } finally {
    await end(product);
    await rm(state, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

async function takeAll(browser: Browser, url: string): Promise<void> {
  const channel = await openPage(browser, `${url}/#/U0ANA/C0HRPROD`);
  await channel.getByRole("button", { name: "Done" }).first().waitFor();
  await take(channel, "sandbox.png");
  await channel.close();

  const home = await openPage(browser, `${url}/#/U0TOM/U0CLOSEOUT/home`);
  await home.getByRole("tabpanel", { name: "Home" }).getByRole("button").first().waitFor();
  await take(home, "home.png");
  await home.close();

  const form = await openPage(browser, `${url}/#/U0MARIA/C0CRM`);
  await askForForm(form);
  await take(form, "start.png");
}

/** A form can open only within three seconds of the command; a busy computer may need another try. */
async function askForForm(page: Page): Promise<void> {
  const composer = page.getByRole("textbox", { name: "Message #crm-migration" });
  const dialog = page.getByRole("dialog");
  for (let tries = 1; ; tries += 1) {
    await composer.fill("/closeout start");
    await composer.press("Enter");
    try {
      return await dialog.waitFor({ timeout: 10_000 });
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

async function openPage(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: size, colorScheme: "light", reducedMotion: "reduce" });
  page.setDefaultTimeout(patienceMs);
  await page.goto(address);
  return page;
}

/** Without the cursor's blinking, so that two runs differ only where the product does. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(async () => document.fonts.ready.then(() => undefined));
  const path = join(images, name);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  await weigh(path);
}

async function weigh(path: string): Promise<void> {
  const name = basename(path);
  const { size: bytes } = await stat(path);
  console.log(`${name.padEnd(30)} ${Math.ceil(bytes / 1024)} KB`);
  if (bytes > mostBytes) throw new RangeError(`${name} is larger than ${mostBytes / 1024} KB`);
}

function startProduct(stateDir: string): ChildProcess {
  return spawn(process.execPath, ["src/main.ts"], {
    cwd: project,
    env: { PATH: process.env["PATH"], CLOSEOUT_STATE_DIR: stateDir, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new TypeError("The product has no standard output");
  for await (const line of createInterface({ input: stdout })) {
    const address = /^Sandbox ready: (\S+)$/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("The product ended before its sandbox was ready");
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
