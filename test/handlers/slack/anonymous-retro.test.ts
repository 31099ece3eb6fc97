import { createHash, randomBytes, randomUUID } from "node:crypto";
import { LogLevel, WebClient } from "@slack/web-api";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  contributionMetadata,
  contributionRef,
  retroActionIds,
} from "../../../blocks/slack/retro/actions-retro.ts";
import { receiveClick } from "../../../handlers/slack/click.ts";
import type { Handling } from "../../../handlers/slack/handling.ts";
import { submissionKey } from "../../../handlers/slack/inbox-keys.ts";
import { clickListeners, submissionListeners } from "../../../handlers/slack/listeners/listeners.ts";
import { receiveSubmission } from "../../../handlers/slack/submission.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { bindUseCases } from "../../../src/usecases/bind.ts";
import { closeRetro } from "../../../src/usecases/retro/close-retro.ts";
import { openRetro } from "../../../src/usecases/retro/open-retro.ts";
import { installation, member, shareWorld, type World } from "../../support/world.ts";

/** Whoever opens a retrospective stands in its row, so she writes nothing here; action items go to somebody who writes nothing either. */
const facilitator = "ana";
const writers = ["tom", "jonas", "eva", "li", "ola"] as const;
type Writer = (typeof writers)[number];

const world = shareWorld();

type Step =
  | {
      readonly kind: "say" | "twice" | "fails" | "invalid" | "import";
      readonly as: Writer;
      readonly words: string;
    }
  | { readonly kind: "change"; readonly which: number; readonly words: string }
  | { readonly kind: "remove" | "vote" | "steal"; readonly which: number; readonly as: Writer };

const words = fc.stringMatching(/^[a-z]{6,12} [a-z]{6,12}$/);
const as = fc.constantFrom(...writers);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("say" as const), as, words }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("twice", "fails", "invalid", "import"), as, words }),
  },
  fc.record({ kind: fc.constant("change" as const), which: fc.nat(20), words }),
  fc.record({ kind: fc.constantFrom("remove", "vote", "steal"), which: fc.nat(20), as }),
);

/** No two texts of the shared world are alike, however often fast-check tries the same words. */
let serial = 0;

/** What somebody wrote, and everything of it that could be found again. */
type Written = {
  readonly by: Writer;
  readonly secret: string;
  readonly traces: Set<string>;
  id: string | undefined;
};

function handlingOf({ deps, store }: World, broken = false): Handling {
  const useCases = bindUseCases(deps);
  return {
    useCases: broken
      ? { ...useCases, contributeToRetro: () => Promise.reject(new Error("The store is away")) }
      : useCases,
    inbox: store.inbox,
    // Nobody listens there, so every private answer fails, and the log has to say so without saying to whom.
    client: new WebClient("xoxb-1", {
      slackApiUrl: "http://127.0.0.1:9/api/",
      retryConfig: { retries: 0 },
      logLevel: LogLevel.ERROR,
    }),
    workspace: { installation, name: "T", enterpriseId: undefined, botId: "B1", botUserId: "U_BOT" },
    commands: { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" },
    log: deps.log,
  };
}

function submissionBody(by: string, callback: string, metadata: string, values: Record<string, string>) {
  const [form = ""] = Object.keys(values).map((name) => name.split(".")[0]);
  const state = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const type = name === `${form}.section` ? "radio_buttons" : "plain_text_input";
      const element = type === "radio_buttons" ? { type, selected_option: { value } } : { type, value };
      return [name, { [name]: element }];
    }),
  );
  return {
    type: "view_submission",
    user: { id: `U_${by.toUpperCase()}`, team_id: installation.tenant },
    team: { id: installation.tenant },
    trigger_id: randomUUID(),
    view: {
      id: `V${randomUUID()}`,
      callback_id: callback,
      private_metadata: metadata,
      state: { values: state },
    },
  };
}

/** Plays a script against the real handlers, use cases, inbox and store; returns what was written, and what must not be remembered. */
async function play(closeout: Closeout, script: readonly Step[]) {
  const written: Written[] = [];
  const forbidden: string[] = [];
  const logged: string[] = [];
  const ack = async () => undefined;
  const submit = async (body: ReturnType<typeof submissionBody>, broken = false) => {
    forbidden.push(submissionKey(body));
    const before = world.logged.length;
    await receiveSubmission(handlingOf(world, broken), body, ack, submissionListeners);
    logged.push(...world.logged.slice(before).map((line) => JSON.stringify(line)));
  };
  const meta = (secret: string, n?: string) =>
    contributionMetadata.encode({
      c: closeout.id,
      s: secret,
      ch: closeout.channel,
      ...(n === undefined ? {} : { n }),
    });
  const boardNow = async () => (await world.store.retros.get(closeout.id))?.contributions ?? [];
  const learnIds = async () => {
    for (const one of await boardNow()) {
      const owner = written.find(({ traces }) => traces.has(one.text));
      if (owner !== undefined) owner.id = one.id;
      owner?.traces.add(one.id);
      if (one.key !== null) owner?.traces.add(one.key);
    }
  };
  for (const one of script) {
    if ("words" in one && one.kind !== "change") {
      const secret = randomBytes(32).toString("base64url");
      serial += 1;
      const text = `${one.words} (${serial})`;
      written.push({ by: one.as, secret, id: undefined, traces: new Set([text, secret, sha256(text)]) });
      const body =
        one.kind === "import"
          ? submissionBody(one.as, "retro.import", importMetadata(closeout, secret, text), {
              "retro_import.text": `Went well\n${text}`,
            })
          : submissionBody(one.as, "retro.add", meta(secret), {
              "retro_add.section": "well",
              "retro_add.text": one.kind === "invalid" ? text.padEnd(701, "x") : text,
            });
      await submit(body, one.kind === "fails");
      if (one.kind === "twice") await Promise.all([submit(body), submit(body)]);
      await learnIds();
    } else if (one.kind === "change") {
      const target = written[one.which % Math.max(1, written.length)];
      if (target?.id === undefined) continue;
      serial += 1;
      const text = `${one.words} (${serial})`;
      target.traces.add(text);
      const metadata = meta(target.secret, target.id);
      await submit(submissionBody(target.by, "retro.edit", metadata, { "retro_edit.text": text }));
    } else if (!("words" in one)) {
      const target = written[one.which % Math.max(1, written.length)];
      if (target?.id === undefined) continue;
      const own = one.kind === "remove";
      const body = {
        type: "block_actions",
        user: { id: `U_${(own ? target.by : one.as).toUpperCase()}`, team_id: installation.tenant },
        channel: { id: closeout.channel },
        trigger_id: randomUUID(),
        actions: [
          {
            action_id: one.kind === "vote" ? retroActionIds.retroVote : retroActionIds.retroRemove,
            value: contributionRef.encode({
              c: closeout.id,
              n: target.id,
              ...(own ? { s: target.secret } : {}),
            }),
          },
        ],
      };
      await receiveClick(handlingOf(world), body, clickListeners);
    }
  }
  return { written, forbidden, logged, board: await boardNow() };
}

/** The form as it is after its preview was seen. */
function importMetadata(closeout: Closeout, secret: string, text: string): string {
  const notes = { text: `Went well\n${text}`, owner: undefined, due: undefined };
  return contributionMetadata.encode({ c: closeout.id, s: secret, h: sha256(JSON.stringify(notes)) });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Every row of every table, and every line of the log, as text. */
async function everything(): Promise<readonly string[]> {
  const tables = await world.sql("select tablename from pg_tables where schemaname = 'public'");
  const rows = await Promise.all(
    tables.map(async ({ tablename }) => {
      const found = await world.sql(`select to_jsonb(t)::text as row from "${String(tablename)}" t`);
      return found.map(({ row }) => `${String(tablename)} ${String(row)}`);
    }),
  );
  return [...rows.flat(), ...world.logged.map((line) => `log ${JSON.stringify(line)}`)];
}

/** Ids and hashes in a row that could lead to another row. */
const joining = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\b[0-9a-f]{32,64}\b|[\w-]{43}/g;

/** Everything that can be reached from these traces by following ids from row to row; what all rows of a closeout share leads nowhere. */
function reachable(
  rows: readonly string[],
  traces: ReadonlySet<string>,
  shared: ReadonlySet<string>,
): readonly string[] {
  const known = new Set(traces);
  const reached = new Set<string>();
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const row of rows) {
      if (reached.has(row) || ![...known].some((trace) => row.includes(trace))) continue;
      reached.add(row);
      for (const id of row.match(joining) ?? []) if (!shared.has(id)) known.add(id);
    }
  }
  return [...reached];
}

function names(row: string, writer: Writer): boolean {
  return row.includes(`U_${writer.toUpperCase()}`) || row.includes(`"${writer}"`);
}

test("nothing that is kept or logged leads from anonymous words to whoever wrote them, or back", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), fc.boolean(), async (script, ended) => {
      const closeout = await world.start();
      const act = { closeoutId: closeout.id, member: member(facilitator) };
      await openRetro(world.deps, { ...act, anonymous: true });
      const ledgerBefore = (await world.ledger(closeout)).length;
      const { written, forbidden, logged, board } = await play(closeout, script);
      expect(await world.ledger(closeout)).toHaveLength(ledgerBefore);
      expect(board.map(({ id }) => id)).toEqual(board.map(({ id }) => id).toSorted());
      if (ended) await closeRetro(world.deps, act);
      await world.deliver();
      const rows = await everything();
      const [retrospective] = await world.sql(
        "select * from retrospective where closeout_id = $1",
        closeout.id,
      );
      const ballotKey = String(retrospective?.["ballot_key"]);
      const shared = new Set([closeout.id, ballotKey]);
      for (const { by, traces } of written) {
        for (const row of reachable(rows, traces, shared)) expect(names(row, by), row).toBe(false);
      }
      for (const key of forbidden) expect(rows.filter((row) => row.includes(key))).toEqual([]);
      expect(logged.filter((row) => /U_[A-Z]+/.test(row))).toEqual([]);
    }),
    { numRuns: 6 },
  );
});
