import { once } from "node:events";
import { createServer } from "node:http";
import { text as readText } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSenseiClient } from "../../src/sensei/client.ts";
import { buttonIn, cleanupPeople, operationRecords } from "../support/cleanup-people.ts";
import { allDone } from "../support/outbox.ts";
import { query } from "../support/query.ts";
import {
  ask,
  cast,
  clockOf,
  hrProd,
  openScenario,
  type Scenario,
  startCloseout,
} from "../support/scenario.ts";
import { shareScenario } from "../support/share-scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel, migration } = hrProd;

/** Looks come quickly here, and patience is short. */
const env = { CLOSEOUT_OPERATION_CHECK_MS: "300", CLOSEOUT_OPERATION_PATIENCE_MS: "20000" };

describe("the cleanup in the channel", () => {
  const scenario = shareScenario({ product: { env } });
  const { says, click, submit, plan, run, applied, inChannel } = cleanupPeople(() => scenario);

  it("shows what would happen, with figures, and that nothing has happened yet", async () => {
    const seen = await plan(cast.owner);
    expect(seen.text).toContain("Cleanup of HR_PROD — nothing has been changed yet");
    const words = JSON.stringify(seen.blocks);
    expect(words).toContain("GB of staging files");
    expect(words).toContain("The export is not archived and verified yet");
    for (const id of ["X1", "X2", "X3", "X4"]) expect(words).toContain(`*${id}*`);
    expect(await applied("cleanup")).toBe(0);
  });

  it("refuses a stranger to the roles and names who can", async () => {
    const seen = await plan(cast.it_audit);
    await click(cast.it_audit, seen, "cleanup.run", buttonIn(seen, "cleanup.run", `"k":"storage"`));
    const answer = await waitFor(async () =>
      (await scenario.control.messages(cast.it_audit, channel)).findLast(({ text }) => text.includes("only")),
    );
    expect(answer.text).toContain(
      "In HR_PROD only the owner (<@U0ANA>) or the technical lead (<@U0TOM>) can clean up and archive. Nothing was changed",
    );
    expect(await applied("cleanup")).toBe(0);
  });

  it("releases temporary storage once, although two people click, and shows the receipt", async () => {
    const [one, other] = [await plan(cast.owner), await plan(cast.technical_lead)];
    await Promise.all([
      click(cast.owner, one, "cleanup.run", buttonIn(one, "cleanup.run", `"k":"storage"`)),
      click(cast.technical_lead, other, "cleanup.run", buttonIn(other, "cleanup.run", `"k":"storage"`)),
    ]);
    const receipt = await says(/^Release temporary storage of HR_PROD: Released \d+ GB of temporary storage/);
    expect(JSON.stringify(receipt.blocks)).toMatch(
      /request .*key closeout-.*Sensei said “Temporary storage was released\.”.*ledger #\d+/,
    );
    expect(await applied("cleanup")).toBe(1);
    const answers = await waitFor(async () => {
      const both = await Promise.all(
        [cast.owner, cast.technical_lead].map((as) => scenario.control.messages(as, channel)),
      );
      const told = both
        .flat()
        .filter(
          ({ ephemeral, text }) => ephemeral === true && /nothing was started twice|I am on it/.test(text),
        );
      return told.length === 2 ? told : undefined;
    });
    expect(answers.filter(({ text }) => text.includes("nothing was started twice"))).toHaveLength(1);
  });

  it("shows one operation under a heading that tells of the whole cleanup", async () => {
    await scenario.control.command(cast.owner, channel, "/cleanup run storage");
    const part = await waitFor(async () =>
      (await scenario.control.messages(cast.owner, channel)).findLast(({ text }) =>
        text.startsWith("Press the button to go on."),
      ),
    );
    expect(part.text).toContain(
      "Cleanup of HR_PROD — 1 of 3 operations done, 0 of 4 infrastructure tasks settled",
    );
    expect(JSON.stringify(part.blocks)).not.toMatch(/Delete checkpoints\*|\*X1\*/);
  });

  it("deletes checkpoints only after the name was typed and the compliance officer has released them", async () => {
    await run(cast.technical_lead, "checkpoints");
    expect(await submit(cast.technical_lead, { "checkpoints.name": "HR" })).toContain("Type HR_PROD");
    await run(cast.technical_lead, "checkpoints");
    expect(await submit(cast.technical_lead, { "checkpoints.name": "HR_PROD" })).toContain(
      "I have asked <@U0JONAS> for sign-off",
    );
    await says(/^Delete checkpoints of HR_PROD: asked for by <@U0TOM>; waits for <@U0JONAS>/);
    const request = await waitFor(async () =>
      (await scenario.control.messages(cast.compliance_officer, "U0CLOSEOUT")).findLast(({ text }) =>
        text.includes("<@U0TOM> asks for your approval"),
      ),
    );
    expect(await applied("checkpoints")).toBe(0);
    expect(JSON.stringify(request.blocks)).toContain("not needed for audit");
    const value = buttonIn(request, "signoff.approve");
    await click(cast.compliance_officer, request, "signoff.approve", value, "U0CLOSEOUT");
    await submit(cast.compliance_officer, { "signoff_approve.words": "Not in scope." });
    const receipt = await says(/^Delete checkpoints of HR_PROD: Deleted \d+ checkpoints/);
    expect(receipt.text).toContain("released by <@U0JONAS> as not needed for audit (“Not in scope.”)");
    expect(JSON.stringify(receipt.blocks)).toContain("Show sign-off 1");
    expect(await applied("checkpoints")).toBe(1);
  });

  it("archives the migration before its export only for a reason, which is shown", async () => {
    const seen = await plan(cast.owner);
    await click(cast.owner, seen, "cleanup.anyway", buttonIn(seen, "cleanup.anyway"));
    expect(await submit(cast.owner, { "anyway.reason": "The licence ends today." })).toContain("I am on it");
    const receipt = await says(/^Archive the migration of HR_PROD: Archived the migration/);
    expect(JSON.stringify(receipt.blocks)).toContain("order overridden: “The licence ends today.”");
    expect(await applied("archive")).toBe(1);
  });

  it("is complete when the four infrastructure tasks are settled as well", async () => {
    await ask(scenario.control, cast.owner, channel, "/closeout check X1-X4");
    await allDone(scenario.database.url, () => clockOf(scenario.control));
    expect(await ask(scenario.control, cast.owner, channel, "/closeout show S3")).toContain(
      "done by Closeout",
    );
    expect(
      (await inChannel()).filter(({ text }) => text.startsWith("Release temporary storage of")),
    ).toHaveLength(1);
  });
});

describe("what goes wrong at Sensei", () => {
  const scenario = shareScenario({ product: { env } });
  const { says, run, applied, inChannel, click, plan, submit } = cleanupPeople(() => scenario);

  /** As before any cleanup, at Sensei and here; answers the channel's last message. */
  const fresh = async (manner: Record<string, unknown> = {}) => {
    await allDone(scenario.database.url, () => clockOf(scenario.control));
    await query(scenario.database.url, "delete from operation");
    await scenario.sensei.control.delete("faults");
    await scenario.sensei.control.post(`migrations/${migration}`, {
      status: "certified",
      resources: { checkpoints: 12, temporary_storage_gb: 14 },
    });
    await scenario.sensei.control.post("operations", { migration_id: migration, ...manner });
    return { last: (await inChannel()).at(-1)?.ts ?? "", before: await applied("cleanup") };
  };
  const fault = (kind: string, more: Record<string, unknown> = {}) =>
    scenario.sensei.control.post("faults", { kind, path: `/migrations/${migration}/cleanup`, ...more });

  it.each([
    ["500_after", {}, 1, /It had happened\. Released 14 GB of temporary storage/],
    ["drop_after", {}, 1, /It had happened\. Released 14 GB of temporary storage/],
    ["timeout_after", { delay_ms: 500 }, 1, /It had happened\. Released 14 GB of temporary storage/],
    ["500", {}, 0, /It had not happened: I looked several times, and nothing of it shows at Sensei/],
    ["drop", {}, 0, /It had not happened: I looked several times/],
    ["timeout", { delay_ms: 500 }, 0, /It had not happened: I looked several times/],
    ["200_html", {}, 0, /It had not happened: I looked several times/],
    ["malformed", {}, 0, /It had not happened: I looked several times/],
    ["503", {}, 1, /Released 14 GB of temporary storage/],
    ["429", {}, 1, /Released 14 GB of temporary storage/],
  ] as const)("%s: what is said afterwards is what happened", async (kind, more, effects, sentence) => {
    const { last, before } = await fresh();
    await fault(kind, more);
    await run(cast.owner, "storage");
    await says(sentence, last);
    expect((await applied("cleanup")) - before).toBe(effects);
  });

  it.each([
    [202, /Released 14 GB of temporary storage/],
    [204, /Released 14 GB of temporary storage/],
  ])("an answer %i is followed to its end", async (answer, sentence) => {
    const { last, before } = await fresh({ answer });
    await run(cast.owner, "storage");
    await says(sentence, last);
    expect((await applied("cleanup")) - before).toBe(1);
  });

  it("202 and then a lost answer: it is seen to have happened", async () => {
    const { last, before } = await fresh({ answer: 202 });
    await fault("drop_after");
    await run(cast.owner, "storage");
    await says(/It had happened\. Released 14 GB of temporary storage/, last);
    expect((await applied("cleanup")) - before).toBe(1);
  });

  it("“Try again” after it had not happened does it once, under the same key", async () => {
    const { last, before } = await fresh();
    await fault("500");
    await run(cast.owner, "storage");
    const failed = await says(/It had not happened/, last);
    await click(cast.technical_lead, failed, "cleanup.run", buttonIn(failed, "cleanup.run"));
    await says(/Released 14 GB of temporary storage/, last);
    expect((await applied("cleanup")) - before).toBe(1);
    const { operations } = await scenario.sensei.control.get("operations", {}, operationRecords);
    const keys = (await query(scenario.database.url, "select idempotency_key, attempts from operation"))[0];
    expect(keys).toEqual({ idempotency_key: operations.at(-1)?.["idempotency_key"], attempts: 2 });
  });

  it("where Sensei is silent about what is left, the owner settles a lost answer with reason and evidence", async () => {
    const { last, before } = await fresh({ silent: true });
    await fault("500_after");
    await run(cast.owner, "storage");
    const doubtful = await says(
      /did not give a clear answer\. I am checking whether it happened; do not run it again/,
      last,
    );
    await click(cast.owner, doubtful, "operation.settle", buttonIn(doubtful, "operation.settle"));
    const values = {
      "settle.happened": "yes",
      "settle.reason": "Support has looked.",
      "settle.evidence": "https://sensei.example/ticket/7",
    };
    expect(await submit(cast.owner, values)).toContain("It happened, says <@U0ANA>");
    const settled = await says(/It happened, says <@U0ANA>: “Support has looked\.”/, last);
    expect(JSON.stringify(settled.blocks)).toContain("evidence <https://sensei.example/ticket/7>");
    expect((await applied("cleanup")) - before).toBe(1);
  });

  it("after a rollback nothing destructive is done, however old the plan", async () => {
    const { before } = await fresh();
    const seen = await plan(cast.owner);
    await scenario.sensei.control.post(`migrations/${migration}`, { status: "rolling_back" });
    await click(cast.owner, seen, "cleanup.run", buttonIn(seen, "cleanup.run", `"k":"storage"`));
    const told = await waitFor(async () =>
      (await scenario.control.messages(cast.owner, channel)).findLast(({ text }) =>
        text.includes(
          "is being rolled back at Sensei, so nothing is released or deleted. Nothing was changed.",
        ),
      ),
    );
    expect(told.ephemeral).toBe(true);
    const anew = JSON.stringify((await plan(cast.owner)).blocks);
    expect(anew).toContain("Sensei says that the migration is rolling back ·");
    expect(anew).toContain("*Blocked:* The migration is being rolled back");
    expect((await applied("cleanup")) - before).toBe(0);
  });

  it("what changed since the plan was drawn is shown anew instead of being acted on", async () => {
    const { before } = await fresh();
    const seen = await plan(cast.owner);
    await scenario.sensei.control.post(`migrations/${migration}`, {
      resources: { checkpoints: 12, temporary_storage_gb: 99 },
    });
    await click(cast.owner, seen, "cleanup.run", buttonIn(seen, "cleanup.run", `"k":"storage"`));
    const told = await waitFor(async () =>
      (await scenario.control.messages(cast.owner, channel)).findLast(({ text }) =>
        text.startsWith("What you decided on has changed since, so nothing was done."),
      ),
    );
    expect(JSON.stringify(told.blocks)).toContain("frees 99 GB");
    expect((await applied("cleanup")) - before).toBe(0);
  });

  // Last, for the simulator goes on with what it has accepted.
  it("what somebody else has begun at Sensei is not done again, and Sensei's words are passed on", async () => {
    const { last, before } = await fresh({ answer: 202, after_reads: 1000 });
    const { url: baseUrl, apiKey } = scenario.sensei;
    await createSenseiClient({ baseUrl, apiKey, timeoutMs: 5000, maxAttempts: 1 }).releaseTemporaryStorage(
      migration,
      {
        idempotencyKey: "of-another-tool",
      },
    );
    await run(cast.owner, "storage");
    await says(
      /Sensei refuses this in the migration's present state: “The cleanup is already under way”/,
      last,
    );
    expect((await applied("cleanup")) - before).toBe(0);
  });
});

describe("with a key that may only read", () => {
  const scenario = shareScenario({ product: { env } }, async (opened) => {
    await opened.start({ sensei: { ...opened.sensei, apiKey: "sk_test_read_only" } });
    await startCloseout(opened.control, hrProd);
  });
  const { says, run, applied } = cleanupPeople(() => scenario);

  it("the message names the scope that is missing, and that nothing was changed", async () => {
    await run(cast.owner, "storage");
    await says(/Our API key for Sensei lacks the scope migrations:write\..* Nothing was changed\./);
    expect(await applied("cleanup")).toBe(0);
  });
});

describe("an infrastructure task with the company's own automation", () => {
  let scenario: Scenario;
  const { says, plan, click } = cleanupPeople(() => scenario);
  const heard: { readonly method: string; readonly signature: unknown; readonly body: string }[] = [];
  const automation = createServer((request, response) => {
    void readText(request).then((body) => {
      heard.push({
        method: request.method ?? "",
        signature: request.headers["x-closeout-signature"],
        body,
      });
      const answer =
        request.method === "POST"
          ? { status: "running" }
          : { status: "succeeded", message: "3 workers <gone>.", log_url: "https://ci.example/runs/7" };
      response.writeHead(request.method === "POST" ? 202 : 200).end(JSON.stringify(answer));
    });
  });
  beforeAll(async () => {
    automation.listen(0, "127.0.0.1");
    await once(automation, "listening");
    const address = automation.address();
    const origin = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
    const tasks = {
      CLOSEOUT_TASK_ENDPOINTS: `X1=${origin}/x1`,
      CLOSEOUT_TASK_HOSTS: origin,
      CLOSEOUT_TASK_SECRET: "a shared secret of more than 32 characters",
    };
    scenario = await openScenario({ product: { env: { ...env, ...tasks } } });
    await scenario.start();
    await startCloseout(scenario.control, hrProd);
  });
  afterAll(async () => {
    await scenario.close();
    automation.closeAllConnections();
    automation.close();
  });

  it("is done by it and followed to its end; the log is the item's evidence", async () => {
    const seen = await plan(cast.technical_lead);
    await click(cast.technical_lead, seen, "cleanup.run", buttonIn(seen, "cleanup.run", `"k":"task"`));
    const receipt = await says(/^X1: run the automation of HR_PROD: The automation did it/);
    expect(JSON.stringify(receipt.blocks)).toContain(
      "the automation said “3 workers &lt;gone&gt;.” · log <https://ci.example/runs/7>",
    );
    expect(heard.map(({ method }) => method).slice(0, 2)).toEqual(["POST", "GET"]);
    expect(heard.filter(({ method }) => method === "POST")).toHaveLength(1);
    expect(heard[0]?.signature).toMatch(/^v1=[0-9a-f]{64}$/);
    expect(JSON.parse(heard[0]?.body ?? "")).toMatchObject({
      task: { id: "X1" },
      requested_by: { user: cast.technical_lead },
    });
    expect(await ask(scenario.control, cast.owner, channel, "/closeout show X1")).toContain(
      "done by Closeout",
    );
  });
});
