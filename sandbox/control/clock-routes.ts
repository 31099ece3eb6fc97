import { setTimeout as sleep } from "node:timers/promises";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Sandbox } from "../slack/sandbox.ts";
import { ControlError } from "./control-error.ts";
import { type Routes, route } from "./route.ts";

/** How long the product may take over one of its moments before the clock moves on without it. */
const patienceMs = 10_000;
const lookEveryMs = 50;

/** More moments than any walk of a few weeks holds. */
const mostStops = 1_000;

/** Reading and moving the clock. */
export const clockRoutes: Routes = {
  "GET /control/clock": (sandbox) => ({ ...sandbox.clock.read() }),

  "POST /control/clock": route(
    z.union([
      z.strictObject({ advance: z.string(), stops: z.boolean().optional() }),
      z.strictObject({ to: z.string(), stops: z.boolean().optional() }),
      z.strictObject({ next: z.literal(true) }),
    ]),
    async (sandbox, input) => {
      const { clock, product } = sandbox;
      if ("next" in input) {
        const next = await product.nextEvent();
        const ahead = next !== undefined && Date.parse(next) > clock.now();
        return { ...(ahead ? clock.moveTo(next) : clock.read()), moved: ahead };
      }
      try {
        const target =
          "to" in input ? Temporal.Instant.from(input.to).epochMilliseconds : clock.after(input.advance);
        if (input.stops !== true) return { ...clock.moveToMs(target) };
        await walkTo(sandbox, target);
        // A long walk takes real time: the target may have passed meanwhile.
        return { ...clock.moveToMs(Math.max(target, clock.now())) };
      } catch (error) {
        if (error instanceof RangeError) throw new ControlError(400, "invalid_time", error.message);
        throw error;
      }
    },
  ),
};

/** Goes from one moment of the product to the next, and lets it do its work at each as if time had passed. */
async function walkTo({ clock, product }: Sandbox, targetMs: number): Promise<void> {
  for (let stops = 0; stops < mostStops; stops += 1) {
    const next = await product.nextEvent();
    if (next === undefined || Date.parse(next) > targetMs) return;
    if (Date.parse(next) > clock.now()) clock.moveTo(next);
    await settled(product);
  }
}

async function settled(product: Sandbox["product"]): Promise<void> {
  const begin = performance.now();
  while (!(await product.isQuiet()) && performance.now() - begin < patienceMs) await sleep(lookEveryMs);
}
