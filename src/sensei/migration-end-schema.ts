import { z } from "zod";
import { knownEngines, type MigrationEnd } from "../domain/migration.ts";
import { count, lenient, text } from "./lenient.ts";

/** Words with which somebody connects instead of naming something: they may hold a user name and a password. */
const address = /:\/\/|^jdbc:|\w=/i;

/** An engine as an object: `{name: "oracle", version: "19c"}`. */
const engineObject = z.object({ name: lenient(text), type: lenient(text), version: lenient(text) });
/** An engine in either shape. */
const engine = z.union([
  text.transform((words) => engineOfWords(words)),
  engineObject.transform(engineOfObject),
]);
/** A database or connection: its name alone, or an object with its name, type and version. */
const named = z.union([
  text.transform((name) => ({ name, type: undefined, version: undefined })),
  z.object({ name: lenient(text), type: lenient(text), version: lenient(text) }),
]);
const tableCount = z.union([count, z.array(z.unknown()).transform((tables) => tables.length)]);

const endObject = z.object({
  connection_name: lenient(text),
  database: lenient(named),
  database_name: lenient(text),
  connection: lenient(named),
  name: lenient(text),
  schema: lenient(text),
  schemas: lenient(z.array(text)),
  connection_id: lenient(text),
  type: lenient(engine),
  engine: lenient(engine),
  platform: lenient(engine),
  version: lenient(text),
  tables_count: lenient(tableCount),
  table_count: lenient(tableCount),
  tables: lenient(tableCount),
});

/** Nothing known about an end. */
export const unknownEnd: MigrationEnd = {
  kind: undefined,
  version: undefined,
  name: undefined,
  tables: undefined,
};

/**
 * One end of a migration in any of the shapes that the vendor shows: an object with flat or nested names and types, or words
 * such as `Oracle 19c (HR_PROD)`, or a connection address. Anything else is an end about which nothing is known. User
 * names and passwords in addresses are never read.
 */
export const migrationEndSchema: z.ZodType<MigrationEnd> = z
  .union([text.transform(endOfWords), endObject.transform(endOfObject)])
  .catch(unknownEnd);

type Engine = { readonly kind: string | undefined; readonly version: string | undefined };

function endOfObject(end: z.output<typeof endObject>): MigrationEnd {
  const nested = end.connection ?? end.database;
  const inWords = nested?.type === undefined ? undefined : engineOfWords(nested.type);
  const found = end.type ?? end.engine ?? end.platform ?? inWords;
  return {
    kind: found?.kind,
    version: end.version ?? found?.version ?? nested?.version,
    name: nameOf([
      end.connection_name,
      end.connection?.name,
      end.database?.name,
      end.database_name,
      end.name,
      end.schema,
      end.schemas?.[0],
      end.connection_id,
    ]),
    tables: end.tables_count ?? end.table_count ?? end.tables,
  };
}

/** The first name there is; an address in its place yields the database that it leads to. */
function nameOf(candidates: readonly (string | undefined)[]): string | undefined {
  const name = candidates.find((candidate) => candidate !== undefined);
  return name !== undefined && address.test(name) ? endOfAddress(name).name : name;
}

function endOfWords(words: string): MigrationEnd {
  if (address.test(words)) {
    return endOfAddress(words);
  }
  const bracketed = /^(.+?)\s*\(([^()]+)\)$/.exec(words);
  if (bracketed?.[1] !== undefined && bracketed[2] !== undefined) {
    return { ...engineOfWords(bracketed[1]), name: bracketed[2].trim(), tables: undefined };
  }
  const spoken = engineOfWords(words);
  const isEngine = spoken.kind !== undefined && knownEngines.includes(spoken.kind);
  return isEngine ? { ...unknownEnd, ...spoken } : { ...unknownEnd, name: words };
}

/** Kind and database of a connection address; parts that could hold a credential are not taken. */
function endOfAddress(words: string): MigrationEnd {
  const found = /^(?:jdbc:)?([a-z][a-z0-9+]*):.*?\/\/[^/?#;]*(?:\/([^?#;]*))?/i.exec(words);
  const name = found?.[2]?.split("/").findLast((part) => part !== "" && !part.includes("@"));
  return { ...unknownEnd, ...engineOfWords(found?.[1] ?? ""), name };
}

/** `Oracle 19c`, `oracle_19c`, `postgresql-16`, `SQL Server 2019`: engine and version. */
function engineOfWords(words: string): Engine {
  if (words === "" || address.test(words)) {
    return { kind: undefined, version: undefined };
  }
  const split = /^(.*?)[\s_-]+(v?\d[\w.]*)$/.exec(words);
  const kind = (split?.[1] ?? words).toLowerCase();
  const joined = kind.replaceAll(/[\s_-]+/g, "");
  return { kind: knownEngines.includes(joined) ? joined : (split?.[1] ?? words), version: split?.[2] };
}

function engineOfObject(spoken: z.output<typeof engineObject>): Engine {
  const name = spoken.name ?? spoken.type;
  const inWords = name === undefined ? { kind: undefined, version: undefined } : engineOfWords(name);
  return { kind: inWords.kind, version: spoken.version ?? inWords.version };
}
