import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { postgresConnection } from "../../src/queue/postgres-connection.ts";

const LIMITS = { max: 3, queryTimeoutMs: 10_000 };

/** What `pg` makes of the connection, which is all that counts. */
function seenByPg(url: string): Pick<Client, "host" | "port"> & { database: unknown; user: unknown } {
  const { host, port, database, user } = new Client(postgresConnection(url, "bullmq_x", LIMITS));
  return { host, port, database, user };
}

describe("the connection to PostgreSQL", () => {
  it.each([
    [
      "postgres://ann@db.example:6432/shop",
      { host: "db.example", port: 6432, database: "shop", user: "ann" },
    ],
    [
      "postgresql:///shop?host=/run/pg&user=ann",
      { host: "/run/pg", port: 5432, database: "shop", user: "ann" },
    ],
    ["postgresql://ann@%2Frun%2Fpg/shop", { host: "/run/pg", port: 5432, database: "shop", user: "ann" }],
    ["socket:/run/pg?db=shop&user=ann", { host: "/run/pg", port: 5432, database: "shop", user: "ann" }],
  ])("reads %s", (url, expected) => {
    expect(seenByPg(url)).toMatchObject(expected);
  });

  it("has BullMQ make and select its schema", () => {
    expect(postgresConnection("postgres://db/shop", "bullmq_x", LIMITS)).toMatchObject({
      schema: "bullmq_x",
      migrate: true,
      max: 3,
    });
  });

  it("takes options out of the URL, where they would displace the schema's search path", () => {
    const connection = postgresConnection(
      "postgres://db/shop?options=-c%20statement_timeout%3D5s&sslmode=disable",
      "bullmq_x",
      LIMITS,
    );
    expect(connection).toMatchObject({
      connectionString: "postgres://db/shop?sslmode=disable",
      options: "-c statement_timeout=5s",
    });
  });
});
