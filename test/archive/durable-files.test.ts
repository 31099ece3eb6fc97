import { open, readFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { writeAllOf } from "../../src/archive/durable-files.ts";
import { testFolder } from "./support.ts";

const folder = testFolder();

test.for([0, 1, 3, 4, 7])(
  "pieces are written whole when the system takes %i bytes at first",
  async (took) => {
    const path = folder.fresh();
    const pieces = ["abc", "", "d", "efgh"].map((text) => Buffer.from(text));
    const handle = await open(path, "w");
    try {
      vi.spyOn(handle, "writev").mockImplementation(async (buffers) => {
        const { bytesWritten } = await handle.write(Buffer.concat(pieces), 0, took);
        return { bytesWritten, buffers };
      });
      await writeAllOf(handle, pieces);
    } finally {
      await handle.close();
    }
    expect(await readFile(path, "utf8")).toBe("abcdefgh");
  },
);
