import { defineConfig } from "vitest/config";

/**
 * Two suites: `quick` is what `npm test` runs on a fresh machine; `faults` holds the long campaigns
 * (`*.faults.test.ts`) of `npm run test:faults`.
 */
export default defineConfig({
  test: {
    // Much of what is tested waits: for servers, for browsers, for the clock. Two files at a time suit two cores.
    maxWorkers: 2,
    projects: [
      {
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
