import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { shareWorld } from "../support/world.ts";

const world = shareWorld();

/** The schema is types alone, so it is read as text: one column a line, or a whole table on one. */
function declaredColumns(): readonly string[] {
  const folder = new URL("../../src/postgres/schema/", import.meta.url);
  const texts = readdirSync(folder)
    .filter((name) => /^schema(-\w+)?\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name, folder), "utf8"));
  const body = texts
    .map((text) => text.slice(text.indexOf("export interface ")))
    .join("\n")
    .replaceAll(/\/\*\*[\s\S]*?\*\//g, "");
  return [...body.matchAll(/^ {2}(\w+): \{([\s\S]*?)\};$/gm)].flatMap(([, table = "", columns = ""]) =>
    [...columns.matchAll(/(\w+): ([^;]+?)\s*(?:;|$)/g)].map(
      ([, column = "", type = ""]) => `${table}.${column}: ${describeType(type)}`,
    ),
  );
}

function describeType(type: string): string {
  return `${storedAs(type)}${/\| null\b/.test(type) ? " or null" : ""}${type.startsWith("Generated<") ? " by default" : ""}`;
}

function storedAs(type: string): string {
  if (type === "Buffer") return "bytes";
  if (/^(?:Json|CanonicalJson|ColumnType)</.test(type))
    return type.startsWith("ColumnType<boolean") ? "boolean" : "json";
  if (/\bMoment\b|Temporal\.Instant/.test(type)) return "moment";
  if (/\bboolean\b/.test(type)) return "boolean";
  if (/\bnumber\b/.test(type)) return "number";
  return "text";
}

const stored: Readonly<Record<string, string>> = {
  uuid: "text",
  text: "text",
  json: "json",
  jsonb: "json",
  bytea: "bytes",
  "timestamp with time zone": "moment",
  integer: "number",
  bigint: "number",
  date: "text",
  boolean: "boolean",
};

async function actualColumns(): Promise<readonly string[]> {
  const rows = await world.sql(
    `select table_name, column_name, data_type, is_nullable, column_default is not null as has_default
     from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'`,
  );
  return rows.map(
    ({ table_name, column_name, data_type, is_nullable, has_default }) =>
      `${String(table_name)}.${String(column_name)}: ${stored[String(data_type)] ?? String(data_type)}` +
      `${is_nullable === "YES" ? " or null" : ""}${has_default === true ? " by default" : ""}`,
  );
}

test("the types of the tables say what the migrated tables are", async () => {
  const declared = declaredColumns();
  expect(declared.length).toBeGreaterThan(70);
  expect(declared.toSorted()).toEqual((await actualColumns()).toSorted());
});

test("every query that a loop runs has an index", async () => {
  const rows = await world.sql("select indexname from pg_indexes where schemaname = 'public'");
  expect(rows.map(({ indexname }) => indexname)).toEqual(
    expect.arrayContaining([
      "closeout_one_open_per_channel",
      "closeout_one_open_per_migration",
      "occurrence_waiting",
      "delivery_wanting",
      "delivery_wanting_in_lane",
      "reminder_of_delivery",
      "inbox_by_age",
      "archive_run_waiting",
      "archived_artifact_to_verify",
      "archived_artifact_to_expire",
      "operation_due",
      "operation_one_live",
      "operation_of_closeout",
      "action_item_to_remind",
      "action_item_open",
    ]),
  );
});

/** Begins an operation, and then changes it so. */
function operationWith(change: string): string {
  return `with begun as (
      select gen_random_uuid() as id, id as closeout_id from closeout limit 1
    )
    insert into operation (id, closeout_id, kind, state, doubt, idempotency_key, facts, facts_hash, requested_by, requested_at, request_ids)
    select id, closeout_id, 'storage',
      ${change.startsWith("state") ? change.slice("state = ".length) : "'confirmed'"},
      ${change.startsWith("doubt") ? change.slice("doubt = ".length) : "'none'"},
      id::text, '{}', repeat('0', 64), '{}', now(), '[]' from begun`;
}

test.each([
  ["an item that is done by nobody", "update item set state = 'done'"],
  [
    "an item that is skipped without a reason",
    "update item set state = 'skipped', settled_by = '{}', settled_at = now()",
  ],
  ["a state that no item has", "update item set state = 'perhaps'"],
  ["a delivery that is sent and stands nowhere", "update delivery set status = 'sent', message = null"],
  ["a kind of reminder that nobody knows", "update occurrence set kind = 'whenever'"],
  ["an operation that has ended without a receipt", operationWith("state = 'succeeded'")],
  ["a call that is out while nothing runs", operationWith("doubt = 'sent'")],
  [
    "an action item that is done and still reminded of",
    `insert into action_item (id, closeout_id, number, title, owner, due, done_by, done_at, added_at, step, remind_at)
     select gen_random_uuid(), id, 1, 'x', 'U1', now(), '{}', now(), now(), 1, now() from closeout limit 1`,
  ],
  [
    "an action item of which nobody is ever reminded",
    `insert into action_item (id, closeout_id, number, title, owner, due, added_at)
     select gen_random_uuid(), id, 1, 'x', 'U1', now(), now() from closeout limit 1`,
  ],
  [
    "a closed retrospective that still tells voters apart",
    `insert into retrospective (closeout_id, anonymous, opened_by, opened_at, ballot_key, contributions, closed_by, closed_at)
     select id, true, '{}', now(), 'k', '[]', '{}', now() from closeout limit 1`,
  ],
  ["a platform that we do not speak", "update installation set platform = 'fax'"],
])("the tables refuse %s", async (_, statement) => {
  await world.start();
  await expect(world.sql(statement)).rejects.toMatchObject({ code: "23514" });
});
