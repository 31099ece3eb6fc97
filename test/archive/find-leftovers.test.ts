import { afterAll, beforeAll, expect, test } from "vitest";
import { findLeftovers } from "../../src/archive/find-leftovers.ts";
import { objectKey } from "../../src/archive/object-key.ts";
import { createS3Archive } from "../../src/archive/s3-archive.ts";
import { systemClock } from "../../src/clock.ts";
import { type S3Server, s3Credentials, s3Region, startS3Server } from "../support/s3-server.ts";
import { chunksOf } from "./support.ts";

const closeoutId = "c1";
const mine = "a".repeat(64);
const keyOf = (path: string, sha256 = mine, id = closeoutId) => objectKey(id, sha256, path);

let server: S3Server;
let store: ReturnType<typeof createS3Archive>;
beforeAll(async () => {
  server = await startS3Server();
  store = createS3Archive(
    {
      region: s3Region,
      endpoint: server.url,
      places: { "*": { bucket: "vault", prefix: "all/" } },
      objectLock: false,
      encryption: { kind: "AES256" },
      credentials: s3Credentials,
    },
    systemClock,
  );
});
afterAll(async () => {
  store.close();
  await server.close();
});

test("in one bucket for all locations, each is named once, and only of the exports that are asked about", async () => {
  const put = (key: string) => store.put({ location: "log-archive", key }, chunksOf("bytes"));
  await put(keyOf("logs/registered.log"));
  await put(keyOf("logs/left.log"));
  await put(keyOf("logs/unknown.log", "b".repeat(64)));
  await put(keyOf("logs/another.log", mine, "c2"));
  await put(`${closeoutId}/evidence/1/bundle.zip`);
  const upload = (path: string, hours: number) => ({
    key: `all/${keyOf(path)}`,
    initiated: systemClock.now().subtract({ hours }).toString(),
    headers: {},
    parts: new Map<number, never>(),
  });
  server.uploads.set("dead", upload("logs/dead.log", 25));
  server.uploads.set("alive", upload("logs/alive.log", 1));
  server.uploads.set("bundle", { ...upload("x", 99), key: `all/${closeoutId}/evidence/2/bundle.zip` });
  const found = await findLeftovers(store, {
    closeoutId,
    exports: [mine],
    locations: ["log-archive", "knowledge-base", "compliance-archive"],
    isRegistered: (key) => key === keyOf("logs/registered.log"),
  });
  expect(found.unregistered.map(({ key }) => key)).toEqual([keyOf("logs/left.log")]);
  expect(found.unfinished).toBe(1);
  expect([...server.uploads.keys()]).toEqual(["alive", "bundle"]);
  expect(server.objects.size).toBe(5);
});
