import { chmod, chown, mkdir, stat } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { query } from "../../support/query.ts";
import { ready, serverProcess } from "./server-process.ts";
import { isRoot, workshop } from "./workshop.ts";

const { home, directory, start, furnish } = workshop();
const NOBODY = 65534;

describe.skipIf(!isRoot)("whoever runs it", () => {
  test("as root, the server is somebody else", async () => {
    await chmod(home(), 0o755);
    await furnish();
    const server = await start();
    expect((await stat(`/proc/${server.pid()}`)).uid).toBe(NOBODY);
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("as root below a folder closed to others, before and after it is opened", async () => {
    const closed = await start();
    await query(closed.url, "create table kept as select 1 as n");
    await closed.stop();
    await chmod(home(), 0o755);
    const open = await start();
    expect(await query(open.url, "select n from kept")).toEqual([{ n: 1 }]);
    await open.stop();
    await chmod(home(), 0o700);
    const again = await start();
    expect(await query(again.url, "select n from kept")).toEqual([{ n: 1 }]);
  });

  test("an ordinary user runs it in his own folder", async () => {
    await chmod(home(), 0o755);
    await mkdir(directory());
    await chown(directory(), NOBODY, NOBODY);
    const server = await serverProcess(directory(), { uid: NOBODY, gid: NOBODY });
    expect(await query(ready(server).url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test("a user without a name runs it", async () => {
    await chmod(home(), 0o755);
    await mkdir(directory());
    await chown(directory(), 4321, 4321);
    const server = await serverProcess(directory(), { uid: 4321, gid: 4321 });
    expect(await query(ready(server).url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test("an ordinary user is told that the folder, or the database, is not his", async () => {
    await chmod(home(), 0o755);
    await mkdir(directory());
    const shut = await serverProcess(directory(), { uid: NOBODY, gid: NOBODY });
    expect(shut.outcome).toMatchObject({
      event: "failed",
      message: expect.stringContaining("cannot write to"),
    });
    await furnish();
    await chown(directory(), NOBODY, NOBODY);
    const foreign = await serverProcess(directory(), { uid: NOBODY, gid: NOBODY });
    expect(foreign.outcome).toMatchObject({
      event: "failed",
      message: expect.stringContaining("belongs to another user"),
    });
  });
});
