import { chmod, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { testFolder } from "../archive/support.ts";
import { controlsOf } from "../support/controls.ts";
import { openForm } from "../support/open-form.ts";
import { query } from "../support/query.ts";
import { ask, cast, hrProd, openScenario, type Scenario, startCloseout } from "../support/scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel, migration } = hrProd;
const folder = testFolder();

const callsSchema = z.object({
  calls: z.array(
    z.looseObject({ id: z.union([z.number(), z.string()]), path: z.string(), range: z.string().nullish() }),
  ),
});

/** The archive of one closeout from its plan to its disposal; each test goes on where the one before has ended. */
describe("the archive of a closeout", () => {
  let scenario: Scenario;
  let state = "";
  beforeAll(async () => {
    state = folder.fresh();
    scenario = await openScenario({ product: { env: { CLOSEOUT_STATE_DIR: state } } });
    await scenario.start();
    await startCloseout(scenario.control, hrProd);
  });
  afterAll(() => scenario.close());

  const exportIs = (body: Record<string, unknown>) =>
    scenario.sensei.control.post("exports", { migration_id: migration, ...body });
  const rows = (text: string) => query(scenario.database.url, text);
  const inChannel = async () =>
    (await scenario.control.messages(cast.owner, channel)).filter(({ ephemeral }) => ephemeral !== true);
  const says = (words: RegExp) =>
    waitFor(async () => (await inChannel()).findLast(({ text }) => words.test(text)), {
      what: `the channel to say ${words}`,
    });
  const directly = (as: string, words: RegExp) =>
    waitFor(
      async () =>
        (await scenario.control.messages(as, "U0CLOSEOUT")).findLast(({ text }) => words.test(text)),
      // Seven years of daily work are caught up with first.
      { what: `${as} to be told ${words}`, timeoutMs: 150_000 },
    );
  const run = async (words: RegExp) => {
    const told = (await inChannel()).length;
    await ask(scenario.control, cast.owner, channel, "/archival run");
    const message = await waitFor(
      async () => (await inChannel()).slice(told).find(({ text }) => words.test(text)),
      {
        what: `the run to say ${words}`,
      },
    );
    expect(await readdir(join(state, "exports"))).toEqual([]);
    return message;
  };
  const registered = async () =>
    Number((await rows("select count(*) as n from archived_artifact"))[0]?.["n"]);

  it("has a plan that changes nothing", async () => {
    const plan = await ask(scenario.control, cast.owner, channel, "/archival");
    expect(plan).toMatch(/^HR_PROD: 0 of 6 kinds of artifacts archived .*Nothing has happened yet/);
    expect(await rows("select id from archive_run")).toEqual([]);
  });

  it("tells who may not run it who may", async () => {
    expect(await ask(scenario.control, cast.it_audit, channel, "/archival run")).toMatch(
      /only the owner \(<@U0ANA>\) or the technical lead \(<@U0TOM>\) can clean up and archive/,
    );
  });

  it.each([
    [
      "is cut off for good",
      { truncate_at: 900, content_length: false },
      /was refused: .* Nothing was archived/,
    ],
    [
      "has a wrong checksum",
      { wrong_crc: "logs/execution.log" },
      /was refused: The file “logs\/execution\.log” .*does not match its checksum/,
    ],
    [
      "is hostile",
      { entries: [{ name: "../../evil.sh", text: "rm" }] },
      /was refused: The file “\.\.\/\.\.\/evil\.sh” .*not a plain path/,
    ],
    [
      "holds a link",
      { entries: [{ name: "link", text: "/etc/passwd", mode: 0o120777 }] },
      /was refused: The file “link” .* is a link or another special file/,
    ],
  ])("refuses an export that %s, with nothing registered", async (_, contents, sentence) => {
    await exportIs(contents);
    await run(sentence);
    expect(await registered()).toBe(0);
    await exportIs({ truncate_at: null, content_length: true, wrong_crc: null, entries: [] });
  });

  it("says what Sensei's trouble is, and offers to try again", async () => {
    await scenario.sensei.control.post("faults", {
      kind: "503",
      path: `/migrations/${migration}/export`,
      times: 20,
      retry_after: 0,
    });
    const message = await run(/failed: Sensei is not answering.*Nothing was registered\.$/);
    await scenario.sensei.control.delete("faults");
    expect(controlsOf(message.blocks).map(({ action_id }) => action_id)).toContain("archive.run");
  });

  it("archives an export that breaks off and goes on, places every kind and completes the item", async () => {
    await exportIs({ log_bytes: 3_000_000, drop_at: [200_000, 900_000] });
    const message = await run(
      /are archived: 10 files .* registered, each read back whole\. Every kind of the procedure/,
    );
    expect(message.text).toMatch(/1 file without a kind, .*#\d+ misc\/operator-scratchpad\.dat/);
    expect(await registered()).toBe(10);
    expect(await rows("select state from item where id = 'S4'")).toEqual([{ state: "done" }]);
    const folders = await readdir(join(state, "archive"));
    expect(folders.toSorted()).toEqual([
      "compliance-archive",
      "knowledge-base",
      "log-archive",
      "project-archive",
    ]);
    const [one] = await rows("select location, key from archived_artifact where number = 1");
    const mode = (await stat(join(state, "archive", String(one?.["location"]), String(one?.["key"])))).mode;
    expect(mode & 0o777).toBe(0o440);
  });

  it("is archived again from an export that cannot be continued: it begins anew, and registers nothing twice", async () => {
    await exportIs({ ranges: false, drop_at: [300_000] });
    await run(/^Nothing new in the export of HR_PROD: its files were registered before/);
    await exportIs({ ranges: true, drop_at: [] });
    expect(await registered()).toBe(10);
  });

  it("begins anew when the export changes while it is continued", async () => {
    const { control } = scenario.sensei;
    const path = `/migrations/${migration}/export`;
    const callsSince = async (since: string) => {
      const { calls } = await control.get("calls", { since }, callsSchema);
      return calls.filter((call) => call.path.endsWith("/export"));
    };
    const { calls: before } = await control.get("calls", {}, callsSchema);
    const since = String(before.at(-1)?.id);
    await exportIs({ drop_at: [300_000] });
    await control.post("faults", { kind: "delay", path, skip: 1, delay_ms: 1_500 });
    const running = run(/^Nothing new in the export of HR_PROD/);
    await waitFor(async () => (await callsSince(since)).length > 0, { what: "the first download" });
    await exportIs({ revision: "second" });
    await running;
    const downloads = await callsSince(since);
    expect(downloads.map(({ range }) => range ?? "from the beginning")).toEqual([
      "from the beginning",
      expect.stringMatching(/^bytes=\d+-$/),
      "from the beginning",
    ]);
    expect(await registered()).toBe(10);
  });

  it("lists the register, page by page", async () => {
    const page = await ask(scenario.control, cast.it_audit, channel, "/archival status");
    expect(page).toMatch(/retention register: 10 artifacts\. Page 1 of 2: #1 certificate\/certificate\.pdf/);
  });

  it("finds a file that was changed on disk, and says so to those concerned", async () => {
    const [one] = await rows("select location, key from archived_artifact where number = 2");
    const path = join(state, "archive", String(one?.["location"]), String(one?.["key"]));
    await chmod(path, 0o640);
    await writeFile(path, "forged");
    await ask(scenario.control, cast.compliance_officer, channel, "/archival verify");
    await says(/^Read the archive of HR_PROD again: 1 of 10 files not as registered\. #2 .*altered/);
    await says(/^The archive of HR_PROD is not as it was registered: 1 file/);
    await directly(cast.owner, /is not as it was registered/);
    await directly(cast.compliance_officer, /is not as it was registered/);
  });

  it("places a hold for the compliance officer alone", async () => {
    const { control } = scenario;
    expect(await ask(control, cast.owner, channel, "/archival hold 1 a lawsuit")).toMatch(
      /only the compliance officer \(<@U0JONAS>\) can place or release a hold/,
    );
    expect(await ask(control, cast.compliance_officer, channel, "/archival hold 1 a lawsuit is on")).toMatch(
      /^#1 .* is on hold: .* The store itself refuses its removal as well\.$/,
    );
    await control.command(cast.compliance_officer, channel, "/archival release 1");
    const form = await openForm(control, cast.compliance_officer);
    await control.post("submit", {
      as: cast.compliance_officer,
      view_id: form.id,
      values: { "hold.reason": "it is over" },
    });
    await waitFor(
      async () => (await rows("select released_at from artifact_hold"))[0]?.["released_at"] !== null,
    );
    expect(await ask(control, cast.compliance_officer, channel, "/archival hold 1 it goes on")).toMatch(
      /is on hold/,
    );
  });

  it("takes a file that no rule knew to where somebody says that it belongs", async () => {
    const { control } = scenario;
    const before = (await control.messages(cast.technical_lead, channel)).length;
    await control.command(cast.technical_lead, channel, "/archival unclassified");
    const list = await waitFor(async () =>
      (await control.messages(cast.technical_lead, channel)).slice(before).at(-1),
    );
    const block = list.blocks?.find((one) => controlsOf(one).length > 0);
    const menu = controlsOf(list.blocks).find(({ action_id }) => action_id === "archive.classify");
    const choice = menu?.options?.find(
      ({ value }) => z.looseObject({ k: z.string() }).parse(JSON.parse(value)).k === "execution_logs",
    );
    await control.post("click", {
      as: cast.technical_lead,
      channel,
      ts: list.ts,
      action_id: "archive.classify",
      ...(block === undefined ? {} : { block_id: block.block_id }),
      value: choice?.value,
    });
    await waitFor(
      async () => (await rows("select kind from archived_artifact where kind is null")).length === 0,
      { what: "the classification" },
    );
    expect(await rows("select location from archived_artifact where path like 'misc/%'")).toEqual([
      { location: "log-archive" },
    ]);
  });

  it("asks, seven years later, in a sign-off of its own what becomes of what has expired; the hold keeps its file out", async () => {
    const { control } = scenario;
    await control.post("clock", { advance: "P7Y2D" });
    const asked = await directly(cast.compliance_officer, /^Closeout asks for your approval/);
    const words = JSON.stringify(asked.blocks);
    expect(words).toMatch(/An approval deletes for good.*8 files/);
    expect(words).not.toMatch(/#1 /);
    const gone = async () => await rows("select number from archived_artifact where disposed_at is not null");
    const approve = (as: string, message: typeof asked, where: string) => {
      const button = controlsOf(message.blocks).find(({ action_id }) => action_id === "signoff.approve");
      return control.post("click", {
        as,
        channel: where,
        ts: message.ts,
        action_id: "signoff.approve",
        value: button?.value,
      });
    };
    const inPublic = await says(/^Sign-off 1 of HR_PROD \(Disposal of artifacts whose retention is over\)/);
    const before = (await control.messages(cast.owner, channel)).length;
    await approve(cast.owner, inPublic, channel);
    await waitFor(
      async () =>
        (await control.messages(cast.owner, channel))
          .slice(before)
          .some(({ text }) => /you are not among those who decide on this/.test(text)),
      { what: "the owner to be told that it is not theirs to decide" },
    );
    expect(await gone()).toEqual([]);

    await approve(cast.compliance_officer, asked, "U0CLOSEOUT");
    const form = await openForm(control, cast.compliance_officer);
    await control.post("submit", { as: cast.compliance_officer, view_id: form.id, values: {} });
    // One of the eight was forged: it is not what was approved, so it stays.
    await waitFor(async () => (await gone()).length === 7, { what: "the disposals" });
    const kept = await rows(
      "select number, kind from archived_artifact where disposed_at is null order by number",
    );
    expect(kept.slice(0, 2).map(({ number }) => number)).toEqual([1, 2]);
    expect(kept.at(-1)?.["kind"]).toBe("mapping_documentation");
    expect(kept).toHaveLength(3);
    await waitFor(
      async () =>
        (await rows("select decision from artifact_disposal where decision = 'rejected'")).length === 1,
      { what: "the approval of the forged file to be void" },
    );
    await waitFor(
      async () =>
        (await control.messages(cast.compliance_officer, "U0CLOSEOUT")).some(({ blocks }) =>
          /disposed of/.test(JSON.stringify(blocks)),
        ),
      { what: "the request to show what was disposed of" },
    );
    await says(/^Sign-off 1 of HR_PROD .*Approved by <@U0JONAS>/);
  });
});
