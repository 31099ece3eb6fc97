import { describe, expect, test } from "vitest";
import { parseSource, readSources, type SourceFile } from "./support/source-files.ts";

/** Who may import whom. A folder not named here has no rule: `src/main.ts` alone knows everything. */
type Rule = {
  readonly folder: string;
  /** Beginnings of paths within the project; the folder's own files are always allowed. */
  readonly ours: readonly string[];
  /** Packages, and modules of Node. `node:` allows all of Node's. */
  readonly packages: readonly string[];
};

const inside = ["src/domain/", "src/ports.ts", "src/ports/"];

const rules: readonly Rule[] = [
  {
    folder: "src/domain/",
    ours: [],
    // node:zlib for the words in a PDF: bytes in, bytes out, and bounded.
    packages: [
      "zod",
      "temporal-polyfill",
      "yaml",
      "canonicalize",
      "fastest-levenshtein",
      "csv-parse/sync",
      "csv-stringify/sync",
      "node:crypto",
      "node:zlib",
    ],
  },
  {
    folder: "src/usecases/",
    ours: inside,
    packages: ["temporal-polyfill", "canonicalize", "node:crypto"],
  },
  {
    folder: "src/sensei/",
    ours: inside,
    packages: ["undici", "zod", "temporal-polyfill", "node:"],
  },
  { folder: "src/automation/", ours: inside, packages: ["undici", "zod", "node:"] },
  {
    folder: "src/postgres/",
    ours: inside,
    packages: ["kysely", "kysely/migration", "pg", "zod", "temporal-polyfill", "node:"],
  },
  {
    folder: "src/archive/",
    ours: inside,
    packages: ["yauzl", "@aws-sdk/client-s3", "@aws-sdk/lib-storage", "temporal-polyfill", "zod", "node:"],
  },
  { folder: "src/signing/", ours: inside, packages: ["node:"] },
  { folder: "src/queue/", ours: inside, packages: ["bullmq", "ioredis", "node:"] },
  {
    folder: "src/slack/",
    ours: inside,
    packages: ["@slack/web-api", "@slack/types", "undici", "zod", "temporal-polyfill", "node:"],
  },
  {
    folder: "src/charts/",
    ours: ["src/domain/", "src/ports.ts"],
    packages: ["@resvg/resvg-js", "@expo-google-fonts/inter", "node:module"],
  },
  {
    folder: "src/bundle/",
    ours: ["src/clock.ts", ...inside],
    packages: ["yazl", "temporal-polyfill", "node:"],
  },
  { folder: "src/verify/", ours: ["src/domain/", "src/archive/"], packages: ["zod", "node:"] },
  {
    folder: "src/pdf/",
    ours: ["src/domain/", "src/ports.ts", "src/clock.ts"],
    packages: ["pdfkit", "fontkit", "@expo-google-fonts/inter", "node:module", "node:fs"],
  },
  { folder: "blocks/", ours: ["src/domain/"], packages: ["@slack/types", "zod", "temporal-polyfill"] },
  {
    folder: "handlers/http/",
    ours: ["src/usecases/", ...inside],
    packages: ["zod", "node:"],
  },
  {
    folder: "handlers/slack/",
    ours: ["src/usecases/", ...inside, "blocks/slack/", "handlers/http/"],
    packages: [
      "@slack/bolt",
      "@slack/web-api",
      "@slack/types",
      "undici",
      "zod",
      "temporal-polyfill",
      "node:",
    ],
  },
  { folder: "jobs/", ours: ["src/usecases/", ...inside], packages: ["zod"] },
  { folder: "src/ports", ours: ["src/domain/"], packages: ["temporal-polyfill"] },
  {
    folder: "src/clock.ts",
    ours: ["src/ports.ts"],
    packages: ["temporal-polyfill", "zod", "node:timers/promises"],
  },
  { folder: "src/config/", ours: ["src/domain/"], packages: ["zod", "node:path", "node:fs"] },
  {
    folder: "src/config.ts",
    ours: ["src/config/", "src/domain/certificate/certificate-keys.ts"],
    packages: ["zod", "node:path"],
  },
];

const product = readSources("src", "handlers", "jobs", "blocks");
const sandbox = readSources("sandbox");

function isOurs(name: string): boolean {
  return /^(?:src|handlers|jobs|blocks|sandbox|bench|scripts|test)\//.test(name);
}

/** `file imports name` for each import that no rule of its folder allows. */
function forbidden(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, imports }) => {
    const rule = rules.find(({ folder }) => path.startsWith(folder));
    if (rule === undefined) return [];
    const allowed = (name: string) =>
      isOurs(name)
        ? [rule.folder, ...rule.ours].some((start) => name.startsWith(start))
        : rule.packages.some((one) => name === one || (one.endsWith(":") && name.startsWith(one)));
    return imports.filter((name) => !allowed(name)).map((name) => `${path} imports ${name}`);
  });
}

/** Paths of files whose code holds this, except those that may. */
function holding(pattern: RegExp, ...except: readonly string[]): readonly string[] {
  return product
    .filter(({ path, code }) => !except.includes(path) && pattern.test(code))
    .map(({ path }) => path);
}

describe("imports", () => {
  test("follow the rules", () => {
    expect(forbidden(product)).toEqual([]);
  });

  test("there is a rule for every folder, so that a new one is thought about", () => {
    const unruled = product.filter(({ path }) => !rules.some(({ folder }) => path.startsWith(folder)));
    expect(unruled.map(({ path }) => path)).toEqual([
      "src/archive-parts.ts",
      "src/check-node.mjs",
      "src/log.ts",
      "src/main.ts",
      "src/shutdown.ts",
      "src/startup-words.ts",
      "src/template-file.ts",
    ]);
  });

  test("each rule names a folder that exists", () => {
    const idle = rules.filter(({ folder }) => !product.some(({ path }) => path.startsWith(folder)));
    expect(idle).toEqual([]);
  });

  test("one platform never imports another", () => {
    const crossing = [...product, ...sandbox].filter(
      ({ path, imports }) =>
        (path.includes("/slack/") && imports.some((name) => /\/teams\//.test(name))) ||
        (path.includes("/teams/") && imports.some((name) => /\/slack\/|^@slack\//.test(name))),
    );
    expect(crossing.map(({ path }) => path)).toEqual([]);
  });

  test("only main.ts opens the sandbox, and only when it is asked for", () => {
    const importing = product.filter(({ imports }) => imports.some((name) => name.startsWith("sandbox/")));
    expect(importing.map(({ path }) => path)).toEqual(["src/main.ts"]);
    const [main] = importing;
    const statically = main?.code.match(/^import (?!type\b).*"\.\.\/sandbox\/.*$/gm) ?? [];
    expect(statically).toEqual([]);
  });

  test("the sandbox stands apart: it knows the product's words, not its workings", () => {
    const known = /^(?:sandbox\/|src\/domain\/|src\/config\.ts$|blocks\/)/;
    const prying = sandbox.flatMap(({ path, imports }) =>
      imports.filter((name) => isOurs(name) && !known.test(name)).map((name) => `${path} imports ${name}`),
    );
    expect(prying).toEqual([]);
  });

  test("nothing of the product imports tests, benchmarks or scripts", () => {
    const importing = [...product, ...sandbox].flatMap(({ path, imports }) =>
      imports
        .filter((name) => /^(?:test|bench|scripts)\//.test(name))
        .map((name) => `${path} imports ${name}`),
    );
    expect(importing).toEqual([]);
  });
});

describe("the outside world has one door each", () => {
  test("the environment is read in config.ts alone", () => {
    expect(holding(/\bprocess\s*\.\s*env\b|\bimport\.meta\.env\b/, "src/config.ts")).toEqual([]);
  });

  test("the time is read in clock.ts alone", () => {
    expect(holding(/\bnew Date\b|\bDate\s*\.\s*now\b|\bTemporal\s*\.\s*Now\b/, "src/clock.ts")).toEqual([]);
  });

  test("SQL is spoken in src/postgres alone", () => {
    const speaking = product.filter(
      ({ path, imports }) =>
        !path.startsWith("src/postgres/") && imports.some((name) => /^(?:pg|kysely)\b/.test(name)),
    );
    expect(speaking.map(({ path }) => path)).toEqual([]);
  });
});

describe("files", () => {
  /** Why a file may be longer than 300 lines. */
  const long: Readonly<Record<string, string>> = {};

  test("have one subject and fit into one reading", () => {
    const tooLong = product.filter(({ path, lines }) => lines > 300 && long[path] === undefined);
    expect(tooLong.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
    const excused = Object.keys(long).filter(
      (path) => !product.some((file) => file.path === path && file.lines > 300),
    );
    expect(excused).toEqual([]);
  });

  test("export by name", () => {
    expect(holding(/^export default\b|\bas default\b/m)).toEqual([]);
  });

  test("are named in kebab-case", () => {
    const odd = product.filter(({ path }) => !/^(?:[a-z0-9-]+\/)+[a-z0-9-]+\.(?:ts|mjs)$/.test(path));
    expect(odd.map(({ path }) => path)).toEqual([]);
  });
});

describe("the rules can be broken", () => {
  const find = (path: string, text: string) => forbidden([parseSource(path, text)]);

  test.each([
    ["src/domain/checklist/due.ts", 'import type { Clock } from "../../ports.ts";'],
    ["src/domain/checklist/due.ts", 'import {\n  readFile,\n} from "node:fs/promises";'],
    ["src/usecases/delivery/sweep.ts", 'export { openDatabase } from "../../postgres/open-database.ts";'],
    ["src/usecases/delivery/sweep.ts", 'const { sql } = await import("kysely");'],
    ["src/slack/chat.ts", 'import { sql } from "../postgres/database.ts";'],
    ["blocks/slack/checklist/card.ts", 'import "../../../src/usecases/delivery/sweep.ts";'],
    ["handlers/slack/app.ts", 'import { createStore } from "../../src/postgres/store.ts";'],
    ["jobs/deliver.ts", 'import { cardBlocks } from "../blocks/slack/checklist/card.ts";'],
  ])("%s with %j", (path, text) => {
    expect(find(path, text)).toHaveLength(1);
  });

  test("a comment breaks none", () => {
    expect(
      find("src/domain/checklist/due.ts", '// import { sql } from "kysely";\n/** import "pg"; */\n'),
    ).toEqual([]);
  });
});
