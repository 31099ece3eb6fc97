import { parseArgs } from "node:util";
import { measureAck } from "./ack.ts";
import { measureArchive } from "./archive.ts";
import { measureCertificate } from "./certificate.ts";
import { measureDecision } from "./decision.ts";
import type { Figures } from "./figure.ts";
import { measureReminders } from "./reminders.ts";
import { measureStart } from "./start.ts";
import { Resources } from "./support/bench.ts";
import { openDatabases } from "./support/databases.ts";
import { machineFacts } from "./support/machine.ts";
import { measureSweep } from "./sweep.ts";
import { figureTable } from "./table.ts";

/** Each benchmark by the word that stands before the dot in its figures' names. */
const benchmarks = {
  ack: measureAck,
  sweep: measureSweep,
  reminders: measureReminders,
  start: measureStart,
  archive: measureArchive,
  certificate: measureCertificate,
  decision: measureDecision,
};

const usage = `npm run -s bench -- [--json] [--only ${Object.keys(benchmarks).join("|")}]…`;

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, only: { type: "string", multiple: true } },
});
const unknown = values.only?.find((name) => !Object.hasOwn(benchmarks, name));
if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark "${unknown}". ${usage}\n`);
  process.exit(2);
}

const tell = (line: string) => {
  if (!values.json) process.stderr.write(`${line}\n`);
};
const began = performance.now();
const machine = machineFacts();
const everything = new Resources();
// Whoever interrupts does not have to tidy up; a second signal does not wait.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    process.once(signal, () => process.exit(130));
    void everything.stop().finally(() => process.exit(130));
  });
}
const databases = await openDatabases();
everything.add({ stop: () => databases.close() });
const figures: Figures[] = [];
try {
  for (const [name, measure] of Object.entries(benchmarks)) {
    if (values.only !== undefined && !values.only.includes(name)) continue;
    const resources = new Resources();
    everything.add(resources);
    try {
      figures.push(await measure({ databases, resources, tell }));
    } finally {
      await resources.stop();
    }
  }
} finally {
  await everything.stop();
}
const all: Figures = Object.assign({}, ...figures);
const facts = {
  ...machine,
  postgres: databases.kind,
  took_s: Math.round((performance.now() - began) / 1_000),
};
process.stdout.write(
  values.json ? `${JSON.stringify({ ...all, machine: facts })}\n` : figureTable(all, facts),
);
