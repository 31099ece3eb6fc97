import { mkdir } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { exampleChannel } from "../../sandbox/seed.ts";
import { hasBrowser, launchBrowser } from "../support/browser.ts";
import { type Person, photograph, sit } from "./person.ts";
import { type SandboxProduct, startSandboxProduct } from "./sandbox-product.ts";

/** Where pictures of the walk go, for whoever wants to look at them; nowhere unless told. */
const pictures = process.env["SIGNOFF_PICTURES"];

/**
 * Sign-off as the people concerned do it: the real product, a real browser, mouse and keyboard. Each test goes on where the one before
 * it ended.
 */
describe.skipIf(!hasBrowser())("sign-off in a browser", { timeout: 180_000 }, () => {
  let browser: Browser;
  let product: SandboxProduct;
  let ana: Person;
  let tom: Person;
  let jonas: Person;
  let eva: Person;
  let li: Person;
  const people: Person[] = [];

  const enter = async (user: string, place: string): Promise<Person> => {
    const person = await sit(browser, product.url, user, place);
    people.push(person);
    return person;
  };
  const saying = (person: Person, words: string | RegExp) =>
    person.messages.filter({ hasText: words }).last();
  const picture = async (person: Person, name: string) => {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await person.page.screenshot({ path: `${pictures}/${name}.png` });
  };
  /** Submits the open form, and waits until it has given way to an answer. */
  const submit = async (person: Person, button: string) => {
    await person.dialog.getByRole("button", { name: button, exact: true }).click();
  };
  const closeWindow = (person: Person) =>
    person.dialog.getByRole("button", { name: "Close", exact: true }).last().click();

  beforeAll(async () => {
    [browser, product] = await Promise.all([launchBrowser(), startSandboxProduct()]);
    ana = await enter("U0ANA", `/${exampleChannel}`);
    tom = await enter("U0TOM", "/U0CLOSEOUT");
    jonas = await enter("U0JONAS", "/U0CLOSEOUT");
    eva = await enter("U0EVA", "/U0CLOSEOUT");
    li = await enter("U0LI", "/U0CLOSEOUT");
  }, 150_000);
  afterAll(async () => {
    await browser?.close();
    await product?.process.stop();
    expect(people.flatMap(({ troubles }) => troubles)).toEqual([]);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await photograph(people);
  });

  it("is requested in a form that knows what there is to be approved", async () => {
    await ana.say("/closeout certificate");
    await saying(ana, "BEC-2026-0215-00847").waitFor();
    await ana.say("/closeout baseline");
    await saying(ana, "Sensei's notes").waitFor();
    await ana.say("/closeout signoff request");
    await ana.dialog.getByLabel("Title").waitFor();
    await picture(ana, "01-form");
    await ana.dialog.getByRole("checkbox", { name: /Certificate BEC-2026-0215-00847/ }).waitFor();
    await submit(ana, "Request");
    await ana.dialog.getByText(/is requested/).waitFor();
    await picture(ana, "02-requested");
    await closeWindow(ana);
    await saying(ana, "By approving, each states").waitFor();
    await ana.page.waitForTimeout(1500);
    await picture(ana, "03-channel");
    await saying(tom, "You are asked").waitFor();
    await tom.page.waitForTimeout(1500);
    await picture(tom, "04-direct");
  });
});
