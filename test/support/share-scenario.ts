import { afterAll, beforeAll } from "vitest";
import { hrProd, openScenario, type Scenario, type ScenarioOptions, startCloseout } from "./scenario.ts";

/**
 * One scenario for all tests of a file or a `describe`, open from before the first of them until after the last. `begin` brings it to
 * where they begin: unless told, one product and the closeout of HR_PROD, just started.
 */
export function shareScenario(
  options: ScenarioOptions = {},
  begin: (scenario: Scenario) => Promise<void> = startHrProd,
): Scenario {
  let opened: Scenario | undefined;
  beforeAll(async () => {
    opened = await openScenario(options);
    await begin(opened);
  });
  afterAll(() => opened?.close());
  return new Proxy<Scenario>(Object.create(null), {
    get(_, name: keyof Scenario) {
      if (opened === undefined) throw new Error("The shared scenario is open within tests only.");
      return opened[name];
    },
  });
}

/** One product, and the closeout of HR_PROD. */
export async function startHrProd(scenario: Scenario): Promise<void> {
  await scenario.start();
  await startCloseout(scenario.control, hrProd);
}
