#!/usr/bin/env node
// Runs the packed file where there is one, and the sources in a checkout. Written so that any Node can say what is wrong.
import { existsSync } from "node:fs";

const packed = new URL("../dist/closeout.mjs", import.meta.url);
const isPacked = existsSync(packed) && !existsSync(new URL("../.git", import.meta.url));
const needed = isPacked ? 22 : 24;
const major = Number(process.versions.node.split(".")[0]);
if (major < needed) {
  process.stderr.write(
    `closeout needs Node.js ${needed} or later, and this is ${process.version}. Nothing was checked. Install a later one from https://nodejs.org and run this again.\n`,
  );
  process.exitCode = 2;
} else {
  await import(isPacked ? packed.href : new URL("../src/verify/main.ts", import.meta.url).href);
}
