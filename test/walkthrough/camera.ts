import type { Locator } from "playwright-core";
import type { Desk } from "./desk.ts";
import type { Picture } from "./step.ts";

/** How much of the page a picture may need. */
const roomy = { width: 1080, height: 2400 };

/** How wide the page draws a message, and what is left around it. */
const messageWidth = 640;
const margin = 20;

/** Takes a picture of one part of the page, without the cursor's blinking, so that two runs differ only where the product does. */
export async function takePicture(desk: Desk, picture: Picture, path: string): Promise<void> {
  const { page } = desk;
  const usual = page.viewportSize();
  await page.setViewportSize(roomy);
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  for (;;) {
    const clip = await frameOf(picture, desk);
    await page.screenshot({ path, clip, animations: "disabled", caret: "hide" });
    // A list that has grown may still be scrolling to its end; then the picture is taken again.
    if (isSame(clip, await frameOf(picture, desk))) break;
  }
  if (usual !== null) await page.setViewportSize(usual);
}

type Frame = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** The rectangle around everything that a picture shows. */
async function frameOf(picture: Picture, desk: Desk): Promise<Frame> {
  const frames: Frame[] = [];
  for (const shown of [picture.of(desk)].flat()) frames.push(await frameAround(shown));
  return frames.reduce(around);
}

/** A window as it is; of a message what is written in it, without the empty part beside it. */
async function frameAround(shown: Locator): Promise<Frame> {
  await shown.scrollIntoViewIfNeeded();
  const whole = await boxOf(shown);
  const main = shown.locator(".message-main");
  if ((await main.count()) === 0) return whole;
  const { x } = await boxOf(main);
  const bare = await shown.evaluate(
    (message) => message.classList.contains("message-compact") && message.querySelector(".remark") === null,
  );
  const left = bare ? x - margin : whole.x;
  return { ...whole, x: left, width: x + messageWidth + margin - left };
}

async function boxOf(shown: Locator): Promise<Frame> {
  const box = await shown.boundingBox();
  if (box === null) throw new Error("What the picture is of cannot be seen");
  return box;
}

function around(one: Frame, other: Frame): Frame {
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  const width = Math.max(one.x + one.width, other.x + other.width) - x;
  const height = Math.max(one.y + one.height, other.y + other.height) - y;
  return { x, y, width, height };
}

function isSame(one: Frame, other: Frame): boolean {
  return one.x === other.x && one.y === other.y && one.height === other.height;
}
