import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startSandboxProduct } from "../test/browser/sandbox-product.ts";
import { takePicture } from "../test/walkthrough/camera.ts";
import { openDesk } from "../test/walkthrough/desk.ts";
import { pictureFile } from "../test/walkthrough/step.ts";
import { take, walk } from "../test/walkthrough/walk.ts";

/** Walks through a closeout as `docs/walkthrough.md` tells it, and takes its pictures on the way. @yields their files. */
export async function* takeWalkthrough(browser: Browser, folder: string): AsyncGenerator<string> {
  const { url, today, process: product } = await startSandboxProduct();
  try {
    const desk = await openDesk(browser, { url, cutover: today, look: { reducedMotion: "reduce" } });
    for (const step of walk.flatMap(({ steps }) => steps)) {
      await take(step, desk);
      if (step.picture === undefined) continue;
      const path = join(folder, pictureFile(step.picture));
      await takePicture(desk, step.picture, path);
      yield path;
    }
  } finally {
    await product.stop();
  }
}
