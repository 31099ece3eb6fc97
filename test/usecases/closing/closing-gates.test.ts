import { beforeAll, describe, expect, test } from "vitest";
import { itemRef } from "../../../blocks/slack/actions.ts";
import { notReadyToClose, readyToClose } from "../../../blocks/slack/closing/closing.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { closeCloseout } from "../../../src/usecases/closing/close-closeout.ts";
import { readClosing } from "../../../src/usecases/closing/read-closing.ts";
import { accepted, frozen } from "../../support/closings.ts";
import { controlsOf } from "../../support/controls.ts";
import { fullTemplate } from "../../support/decommissions.ts";
import { member, shareWorld } from "../../support/world.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };
const all = fullTemplate.template.lists.flatMap(({ items }) => items);
const itself = all.filter(({ completed_by }) => completed_by === "closing").map(({ id }) => id);
const asked = all.map(({ id }) => id).filter((id) => !itself.includes(id));

describe("closing with the whole procedure", () => {
  const world = shareWorld({ template: fullTemplate });
  let closeout: Closeout;
  /** As the store has it: what brings an item there is tested where it belongs. */
  const settle = (open: readonly string[]) =>
    world.sql(
      `update item set state = case when id = any($2) then 'open' else 'done' end,
        settled_by = case when id = any($2) then null else '{"system":"closeout"}'::jsonb end,
        settled_at = case when id = any($2) then null else now() end, reason = null where closeout_id = $1`,
      closeout.id,
      open,
    );
  const input = () => ({ closeoutId: closeout.id, member: member("ana") });

  beforeAll(async () => {
    closeout = await world.start();
    await settle(itself);
    await accepted(world, closeout, await frozen(world, closeout));
  });

  test("waits for nothing but what closing itself completes", async () => {
    expect(asked).toHaveLength(36);
    expect(itself).toHaveLength(1);
    await settle(itself);
    const outcome = await readClosing(world.deps, input());
    if (outcome.kind !== "ready") throw new Error(JSON.stringify(outcome));
    const shown = readyToClose(closeout, outcome.basis);
    expect(controlsOf(shown.blocks).map(({ action_id }) => action_id)).toEqual(["closeout.close"]);
  });

  test.each(asked)("is refused while %s alone is open, with the way to it", async (id) => {
    await settle([...itself, id]);
    const outcome = await closeCloseout(world.deps, input());
    if (outcome.kind !== "missing") throw new Error(outcome.kind);
    expect(outcome.missing).toMatchObject([{ kind: "items", items: [{ id }] }]);
    expect(await world.store.closeouts.get(closeout.id)).toMatchObject({ status: "open" });
    const shown = notReadyToClose({ closeout, now: outcome.now }, outcome.missing, commands);
    expect(shown.text).toContain("Missing: 1 open item.");
    expect(JSON.stringify(shown.blocks)).toContain(`*${id}* `);
    const linked = controlsOf(shown.blocks).flatMap(({ value }) => {
      const read = itemRef.safeDecode(value ?? "");
      return read.success ? [read.data.i] : [];
    });
    expect(linked).toEqual([id]);
  });
});
