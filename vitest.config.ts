import { defineConfig } from "vitest/config";

/**
 * Two suites: `quick` is what `npm test` runs on a fresh machine; `faults` holds the long campaigns
 * (`*.faults.test.ts`) of `npm run test:faults`.
 */
export default defineConfig({
  test: {
    // Waits end with their condition; how long one may take says nothing but that it never comes.
    expect: { poll: { timeout: 60_000 } },
    // Much of what is tested waits: for servers, for browsers, for the clock. Two files at a time suit two cores.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "quick",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.faults.test.ts"],
          globalSetup: ["test/support/global-setup.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: "faults",
          include: ["test/**/*.faults.test.ts"],
          globalSetup: ["test/support/global-setup.ts"],
          testTimeout: 900_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
