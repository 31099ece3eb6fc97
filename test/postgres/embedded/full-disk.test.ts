import { execFile } from "node:child_process";
import { chmod, mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { query } from "../../support/query.ts";
import { waitFor } from "../../support/wait-for.ts";
import { isRoot, workshop } from "./workshop.ts";

const run = promisify(execFile);
const canMount = isRoot && process.platform === "linux";
const { home, start, furnish } = workshop();

beforeAll(() => {
  if (!canMount)
    process.stderr.write("SKIPPED: the full-disk tests of the built-in database need root on Linux.\n");
});

describe.skipIf(!canMount)("on a full disk", () => {
  let disk: string | undefined;

  afterEach(async () => {
    if (disk !== undefined) await run("umount", ["--lazy", disk]);
    disk = undefined;
  });

  async function mountDisk(size: string): Promise<string> {
    const place = join(home(), "disk");
    await mkdir(place);
    await run("mount", ["-t", "tmpfs", "-o", `size=${size},mode=0755`, "tmpfs", place]);
    await chmod(home(), 0o755);
    disk = place;
    return place;
  }

  /** Takes all the room there is; giving it back is deleting the file. */
  async function fill(place: string): Promise<string> {
    const file = join(place, "filler");
    const { bavail, bsize } = await statfs(place);
    await writeFile(file, Buffer.alloc(bavail * bsize));
    return file;
  }

  test("the first start says so, leaves no half database, and works once there is room", async () => {
    const place = await mountDisk("20m");
    await expect(start(join(place, "postgres"))).rejects.toMatchObject({
      code: "disk_full",
      message: expect.stringMatching(/no space left on the disk that holds .*postgres.*CLOSEOUT_STATE_DIR/i),
    });
    await run("mount", ["-o", "remount,size=200m", place]);
    const { url } = await start(join(place, "postgres"));
    expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("a disk without a single free byte is told apart from a broken one", async () => {
    const place = await mountDisk("8m");
    await fill(place);
    await expect(start(join(place, "postgres"))).rejects.toMatchObject({ code: "disk_full" });
  });

  test("a later start on a full disk says so too", async () => {
    const place = await mountDisk("150m");
    await furnish(join(place, "postgres"));
    await (await start(join(place, "postgres"))).stop();
    const filler = await fill(place);
    await expect(start(join(place, "postgres"))).rejects.toMatchObject({ code: "disk_full" });
    await rm(filler);
    const { url } = await start(join(place, "postgres"));
    expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("a running server refuses what it cannot keep, loses nothing, and goes on once there is room", async () => {
    const place = await mountDisk("120m");
    await furnish(join(place, "postgres"));
    const server = await start(join(place, "postgres"));
    await query(server.url, "create table kept (n int, filler text)");
    const grow = "insert into kept select n, repeat(md5(n::text), 30) from generate_series(1, 20000) n";
    let committed = 0;
    const failure = await (async () => {
      for (;;) {
        try {
          await query(server.url, grow);
          committed += 20_000;
        } catch (error) {
          return error;
        }
      }
    })();
    expect(failure).toBeDefined();
    await run("mount", ["-o", "remount,size=400m", place]);
    const count = "select count(*)::int as n from kept";
    const rows = await waitFor(() => query(server.url, count), {
      what: "the server's return",
    });
    expect(rows).toEqual([{ n: committed }]);
    await query(server.url, grow);
  });
});
