import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { type Person, photograph, sit } from "./person.ts";
import { type SandboxProduct, startSandboxProduct } from "./sandbox-product.ts";

/** The product with its sandbox, and a browser for whoever comes in. */
export type Office = {
  /** What runs there; only once the tests have begun. */
  readonly product: () => SandboxProduct;
  /** Seats somebody at a place such as `/C0CRM` or `/U0CLOSEOUT/home`. */
  enter(user: string, place: string): Promise<Person>;
  leave(person: Person): Promise<void>;
};

/**
 * Opens an office for the tests of a `describe`, and closes it after them. Once it is open, `welcome` lets the first people in. What
 * went wrong in anybody's browser fails the tests; after a failure, everybody's screen is kept as a picture.
 */
export function shareOffice(welcome: (office: Office) => Promise<void>): Office {
  let open: { readonly browser: Browser; readonly product: SandboxProduct } | undefined;
  const people: Person[] = [];
  const opened = () => {
    if (open === undefined) throw new Error("The office is not open.");
    return open;
  };
  const office: Office = {
    product: () => opened().product,
    async enter(user, place) {
      const { browser, product } = opened();
      const person = await sit(browser, product.url, user, place);
      people.push(person);
      return person;
    },
    leave: (person) => person.page.context().close(),
  };
  beforeAll(async () => {
    const [browser, product] = await Promise.all([launchBrowser(), startSandboxProduct()]);
    open = { browser, product };
    await welcome(office);
  }, 150_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await photograph(people);
  });
  afterAll(async () => {
    await open?.browser.close();
    await open?.product.process.stop();
    expect(people.flatMap(({ troubles }) => troubles)).toEqual([]);
  });
  return office;
}

/** The newest message of the open conversation with these words. */
export function saying(person: Person, words: string | RegExp): Locator {
  return person.messages.filter({ hasText: words }).last();
}
