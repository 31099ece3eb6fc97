import { access, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";
import { helpTopics } from "../blocks/slack/actions.ts";
import { commandTable } from "../blocks/slack/start/help.ts";
import { ConfigInvalid, environmentSchema, readConfig } from "../src/config.ts";
import { commandNames, parseCommandLine } from "../src/domain/command-line.ts";
import { roleNames } from "../src/domain/role.ts";
import { loadTemplate } from "../src/template-file.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFile(join(root, path), "utf8");

/** What an example needs beside itself. */
const needed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CLOSEOUT_TASK_ENDPOINTS: {
    CLOSEOUT_TASK_HOSTS: "automation.example.com",
    CLOSEOUT_TASK_SECRET: "0123456789abcdef0123456789abcdef",
  },
};

/** Paragraphs are broken at any word; what is compared has single blanks. */
const flat = (text: string) => text.replaceAll(/\s+/g, " ");

const credentials = {
  SLACK_BOT_TOKEN: "xoxb-1",
  SLACK_SIGNING_SECRET: "12345678",
  SENSEI_API_KEY: "sk_test_12345",
  DATABASE_URL: "postgres://root@127.0.0.1/closeout",
};

describe("docs/configuration.md", async () => {
  const page = await read("docs/configuration.md");
  const sections = new Map(
    page
      .split(/^### /m)
      .slice(1)
      .map((section): [string, string] => [/^`(\w+)`/.exec(section)?.[1] ?? section, section]),
  );

  test("describes every variable of the schema and no other, in its order", () => {
    expect([...sections.keys()]).toEqual(Object.keys(environmentSchema.shape));
  });

  test.each([...sections])("names the default, a usable example and a wrong value of %s", (name, section) => {
    // The list of keys is the one that is neither text nor a number; it has no default.
    const {
      SENSEI_CERTIFICATE_KEYS: _keys,
      CLOSEOUT_TASK_ENDPOINTS: _endpoints,
      CLOSEOUT_TASK_HOSTS: _hosts,
      ...plain
    } = environmentSchema.parse({});
    const defaults: Readonly<Record<string, string | number | undefined>> = plain;
    const real = defaults[name];
    const stated = /^- Default: (?:`([^`]*)`|none)/m.exec(section)?.slice(1);
    expect(stated).toEqual([real === undefined ? undefined : `${real}`]);

    const example = /^- Example: `([^`]+)`$/m.exec(section)?.[1];
    expect(problemsOf({ ...credentials, ...needed[name], [name]: example })).toEqual([]);

    const [, wrong, sentence] = /^- Wrong(?:, `([^`]+)`)?: (.+)$/m.exec(section) ?? [];
    expect(sentence).toBeDefined();
    if (wrong !== undefined) expect(problemsOf({ ...credentials, [name]: wrong })).toEqual([sentence]);
  });

  test("quotes what is said of several mistakes, and of variables that need each other", () => {
    const together = problemsOf({ SLACK_BOT_TOKEN: "xoxp-1", PORT: "http", CLOSEOUT_ROLE: "both" });
    expect(together).toHaveLength(3);
    const inconsistent = [
      { SLACK_SIGNING_SECRET: "12345678" },
      { SLACK_BOT_TOKEN: "xoxb-1" },
      { ...credentials, DATABASE_URL: "", CLOSEOUT_ROLE: "worker" },
      { CLOSEOUT_ROLE: "web" },
      { CLOSEOUT_TASK_ENDPOINTS: "X1=https://automation.example.com/closeout/x1" },
      { ...credentials, NODE_ENV: "production", CLOSEOUT_CLOCK_URL: "http://127.0.0.1:1/" },
      { NODE_ENV: "production" },
      { CLOSEOUT_ARCHIVE: "s3" },
    ].flatMap(problemsOf);
    for (const sentence of [...together, ...inconsistent]) expect(flat(page)).toContain(flat(sentence));
  });
});

function problemsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems;
    throw error;
  }
}

describe("README.md", async () => {
  const page = await read("README.md");
  const commands = tableUnder(page, "## Commands");

  it("lists exactly the commands that help lists", () => {
    const usages = commands.map(([command = ""]) => codes(command)[0]?.replace(/^\/closeout ?/, ""));
    expect(new Set(usages)).toEqual(new Set(commandTable.map(({ usage }) => usage)));
    expect(usages).toHaveLength(commandTable.length);
  });

  it("says of each command only words that are understood, and leaves no command out", () => {
    const kinds = commands.map(([command = "", , also = ""]) => {
      const [typed = ""] = codes(command);
      const { kind } = parseCommandLine(typed.replace(/^\/closeout ?/, ""));
      for (const word of codes(also)) expect(parseCommandLine(word)).toMatchObject({ kind });
      return kind;
    });
    expect(new Set(kinds)).toEqual(new Set(commandNames));
    expect(kinds).toHaveLength(commandNames.length);
  });

  it("names the help topics and the roles", () => {
    const help = commands.find(([command = ""]) => command.includes("help"))?.[1] ?? "";
    expect(codes(help)).toEqual([...helpTopics]);
    for (const role of Object.values(roleNames)) expect(flat(page)).toContain(role);
  });

  it("tells the reminder policy of the template that comes along", async () => {
    const { template } = await loadTemplate();
    const { settings } = template;
    const phases = template.lists.filter(({ parent }) => parent === undefined).map(({ title }) => title);
    const rows = tableUnder(page, "## Reminders");
    expect(rows.map(([phase]) => phase)).toEqual(phases);
    const text = flat(page);
    expect(text).toContain(`digest time is ${settings.digestTime}`);
    expect(text).toContain(`quiet hours are ${settings.quiet.from} to ${settings.quiet.to}`);
    expect([settings.workingDays, settings.escalation]).toEqual([
      [1, 2, 3, 4, 5],
      { ownerAfterDays: 1, sponsorAfterDays: 3 },
    ]);
  });
});

/** The cells of each row of the first table under a heading; `\|` within a cell is a bar. */
function tableUnder(page: string, heading: string): readonly (readonly string[])[] {
  const [, after = ""] = page.split(`\n${heading}\n`);
  const lines = after.split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const end = lines.findIndex((line, at) => at > first && !line.startsWith("|"));
  return lines.slice(first + 2, end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("\\|", "|")),
  );
}

function codes(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

describe("the documentation", () => {
  test("links only to files and headings that are there", async () => {
    const broken: string[] = [];
    for (const path of await pages()) {
      const text = await read(path);
      for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (!/^https?:/.test(target) && !(await leadsSomewhere(path, target)))
          broken.push(`${path}: ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test("accounts for every dependency, with its version's licence", async () => {
    const page = await read("docs/dependencies.md");
    const manifest: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
      await read("package.json"),
    );
    const declared = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
      Object.keys(manifest[kind] ?? {}),
    );
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    expect(rows.flatMap((row) => codes(row.split("|")[1] ?? "")).toSorted()).toEqual(declared.toSorted());
    for (const row of rows) {
      const [, names = "", , , licence = ""] = row.split("|");
      for (const name of codes(names)) {
        const text = await read(join("node_modules", name, "package.json")).catch(() => undefined);
        if (text !== undefined)
          expect({ name, ...JSON.parse(text) }).toMatchObject({ name, license: licence.trim() });
      }
    }
  });

  test("numbers the decisions without a gap", async () => {
    const files = (await readdir(join(root, "docs/adr"))).toSorted();
    const numbers = files.map((file) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]));
    expect(numbers).toEqual(files.map((_, index) => index + 1));
  });

  test("has pictures that a slow line can load", async () => {
    for (const name of await readdir(join(root, "docs/images"))) {
      const picture = await readFile(join(root, "docs/images", name));
      expect(picture.length, name).toBeLessThan(400 * 1024);
    }
  });
});

async function pages(): Promise<readonly string[]> {
  const docs = await readdir(join(root, "docs"), { recursive: true });
  return [
    "README.md",
    "CONTRIBUTING.md",
    ...docs.filter((name) => name.endsWith(".md")).map((name) => join("docs", name)),
  ];
}

async function leadsSomewhere(from: string, target: string): Promise<boolean> {
  const [file = "", heading] = target.split("#");
  const path = file === "" ? from : join(dirname(from), file);
  try {
    await access(join(root, path));
  } catch {
    return false;
  }
  if (heading === undefined) return true;
  const headings = (await read(path)).matchAll(/^#+ (.+)$/gm);
  return [...headings].some(([, words = ""]) => anchorOf(words) === heading);
}

/** The anchor that a heading gets where Markdown is shown. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}
