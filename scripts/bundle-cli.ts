/**
 * Makes `dist/closeout.mjs`, the one file of plain JavaScript by which a packed package serves `closeout verify`: Node runs no TypeScript
 * below `node_modules`, and an auditor has nothing installed beside it.
 */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

await build({
  absWorkingDir: root,
  entryPoints: ["src/verify/main.ts"],
  outfile: "dist/closeout.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node22",
  legalComments: "linked",
  // Packages that are CommonJS ask for Node's own modules by `require`.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
