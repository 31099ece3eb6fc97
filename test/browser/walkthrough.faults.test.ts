import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { hasBrowser, launchBrowser } from "../support/browser.ts";
import { type Desk, openDesk } from "../walkthrough/desk.ts";
import { take, walk } from "../walkthrough/walk.ts";
import { photograph } from "./person.ts";
import { type SandboxProduct, startSandboxProduct } from "./sandbox-product.ts";

/** The walk of `docs/walkthrough.md`. Each step goes on where the one before it ended; after one that fails the rest is skipped. */
describe.skipIf(!hasBrowser())("the walkthrough", { timeout: 300_000 }, () => {
  let browser: Browser;
  let product: SandboxProduct;
  let desk: Desk;
  let lost = false;

  beforeAll(async () => {
    [browser, product] = await Promise.all([launchBrowser(), startSandboxProduct()]);
    desk = await openDesk(browser, { url: product.url, cutover: product.today });
  }, 150_000);
  afterAll(async () => {
    await browser?.close();
    await product?.process.stop();
    expect(desk?.troubles).toEqual([]);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    lost = true;
    await photograph([desk]);
  });

  describe.each(walk)("$title", ({ steps }) => {
    it.for(steps)("$by $title", async (step, { skip }) => {
      skip(lost, "a step before it has failed");
      await take(step, desk);
    });
  });
});
