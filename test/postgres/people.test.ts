import { expect, test } from "vitest";
import { at } from "../domain/examples.ts";
import { installation, openWorld } from "../support/world.ts";

test("a profile is asked for once in five minutes, by all processes together", async () => {
  const world = await openWorld();
  const { people } = world.another();
  expect(await world.deps.people.profile(installation, "U_TOM")).toMatchObject({
    user: "U_TOM",
    kind: "member",
  });
  expect(await people.profile(installation, "U_TOM")).toMatchObject({ user: "U_TOM", name: "tom" });
  expect(world.chat.asked).toEqual(["U_TOM"]);
});

test("somebody who became a guest is noticed after five minutes", async () => {
  const world = await openWorld();
  const profile = await world.deps.people.profile(installation, "U_TOM");
  if (profile === undefined) throw new Error("tom is missing");
  world.chat.people.set("U_TOM", { ...profile, kind: "guest" });
  world.clock.set(at("2026-03-02T08:04"));
  expect(await world.deps.people.profile(installation, "U_TOM")).toMatchObject({ kind: "member" });
  world.clock.set(at("2026-03-02T08:05"));
  expect(await world.deps.people.profile(installation, "U_TOM")).toMatchObject({ kind: "guest" });
});

test("that nobody has this id is remembered as well", async () => {
  const world = await openWorld();
  expect(await world.deps.people.profile(installation, "U_NOBODY")).toBeUndefined();
  expect(await world.deps.people.profile(installation, "U_NOBODY")).toBeUndefined();
  expect(world.chat.asked).toEqual(["U_NOBODY"]);
});

test("the same id in another workspace is another person", async () => {
  const world = await openWorld();
  await world.deps.people.profile(installation, "U_TOM");
  await world.deps.people.profile({ platform: "slack", tenant: "T2" }, "U_TOM");
  expect(world.chat.asked).toEqual(["U_TOM", "U_TOM"]);
});

test("a platform that does not answer is not remembered", async () => {
  const world = await openWorld();
  world.chat.down = new Error("away");
  await expect(world.deps.people.profile(installation, "U_TOM")).rejects.toThrow("away");
  world.chat.down = undefined;
  expect(await world.deps.people.profile(installation, "U_TOM")).toMatchObject({ user: "U_TOM" });
});

test("many at once ask and remember without getting in each other's way", async () => {
  const world = await openWorld();
  const profiles = await Promise.all(
    Array.from({ length: 12 }, () => world.deps.people.profile(installation, "U_EVA")),
  );
  expect(new Set(profiles.map((profile) => profile?.name))).toEqual(new Set(["eva"]));
});
