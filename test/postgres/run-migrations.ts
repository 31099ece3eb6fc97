/** A process of its own that brings the database at the URL named up to date and prints the migrations it ran. */
import { pino } from "pino";
import { migrateDatabase } from "../../src/postgres/migrate.ts";

const [, , url = ""] = process.argv;
const applied = await migrateDatabase({ url, log: pino({ level: "silent" }) });
process.stdout.write(JSON.stringify(applied));
