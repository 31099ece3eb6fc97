import { afterEach, describe, expect, it } from "vitest";
import { controlClient } from "../../sandbox/control-client.ts";
import { type Spawned, spawnProduct, whenStarted } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";

describe("the first command without any credentials", () => {
  let product: Spawned | undefined;
  afterEach(async () => {
    if (product?.running()) await product.kill();
  });

  it("opens the sandbox, in which a reminder comes within a minute and nobody has to do anything", {
    timeout: 150_000,
  }, async () => {
    product = await whenStarted(spawnProduct({ env: { PORT: "0" } }));
    const url = await waitFor(() => /^Sandbox ready: (http:\/\/\S+)$/m.exec(product?.stdout() ?? "")?.[1], {
      what: "the line “Sandbox ready”",
    });
    const ready = performance.now();
    expect(product.stdout()).toContain("sandbox (no Slack credentials in the environment)");
    for (const part of ["Store", "Queue", "Slack", "Sensei", "Clock", "Page"]) {
      expect(product.stdout()).toMatch(new RegExp(`^  ${part} +\\S`, "m"));
    }

    const control = controlClient(`${url}/control`);
    const reminder = await waitFor(
      async () =>
        (await control.messages("U0LI", "C0HRPROD")).find(
          ({ text, bot }) => bot === true && /^\d+ items? coming up/.test(text),
        ),
      { everyMs: 200, what: "the first reminder" },
    );
    expect(performance.now() - ready).toBeLessThan(60_000);
    expect(reminder.text).toContain(
      "in HR_PROD → hr_production: I3 Distribute Behavioral Equivalence Certificate",
    );
    // What two colleagues have ticked off is not reminded of.
    expect(reminder.text).not.toContain("I1 ");

    expect(await product.stop()).toEqual({ code: 0, signal: null });
    expect(product.stderr()).toBe("");
  });
});
