import { describe, expect, test } from "vitest";
import type { Lane } from "../../src/ports.ts";
import { deliverMessages } from "../../src/usecases/delivery/deliver-messages.ts";
import { askAboutSignoff } from "../../src/usecases/signoff/ask-about-signoff.ts";
import { requested, signoffTemplate } from "../support/signoffs.ts";
import { installation, member, openWorld, type World } from "../support/world.ts";

const conversation = { kind: "channel", channel: "C1" } as const;
const channel: Lane = { installation, conversation };

/** A question about a request of which nothing has been sent yet. */
async function asked(): Promise<World> {
  const world = await openWorld({ template: signoffTemplate });
  const closeout = await world.start({ channel: "C1" });
  await world.deliver();
  const { id: requestId } = await requested(world, closeout);
  // What was posted at one and the same moment has no order.
  world.clock.set(world.clock.now().add({ seconds: 1 }));
  await askAboutSignoff(world.deps, { requestId, member: member("jonas"), words: "Is it archived?" });
  return world;
}

/** What stands in the channel about sign-off: what each message is about, and in whose thread. */
function shown(world: World) {
  return world.chat
    .in(conversation)
    .flatMap(({ notice, thread, ref }) =>
      notice.kind === "signoff" ? [{ about: notice.about, thread, id: ref.id }] : [],
    );
}

describe("a message in the thread of another", () => {
  test("stands below it, and those who are told directly have no thread", async () => {
    const world = await asked();
    await world.deliver();
    const [request, question] = shown(world);
    expect(request).toMatchObject({ about: "request", thread: undefined });
    expect(question).toMatchObject({ about: "question", thread: request?.id });
    const direct = world.chat.in({ kind: "direct", user: "U_ANA" });
    expect(direct.map(({ notice, thread }) => [notice.kind, thread])).toContainEqual(["signoff", undefined]);
  });

  test("waits while that one could not be sent, and comes after it all the same", async () => {
    const world = await asked();
    world.chat.goWrong({ kind: "later", afterMs: 60_000, why: "busy" });
    await deliverMessages(world.deps, { lanes: [channel] });
    await world.sql("update lane set free_at = '-infinity'");
    await deliverMessages(world.deps, { lanes: [channel] });
    expect(shown(world)).toEqual([]);
    await world.letLeasesExpire();
    await world.deliver();
    const [request, question] = shown(world);
    expect([request?.about, question?.about]).toEqual(["request", "question"]);
    expect(question?.thread).toBe(request?.id);
  });

  test("stands in the conversation itself when that one was refused for good", async () => {
    const world = await asked();
    world.chat.goWrong({ kind: "refused", reason: "cannot_be_drawn" });
    await deliverMessages(world.deps, { lanes: [channel] });
    await world.deliver();
    expect(shown(world)).toMatchObject([{ about: "question", thread: undefined }]);
  });
});
