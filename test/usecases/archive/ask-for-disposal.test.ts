import { describe, expect, it } from "vitest";
import { sha256Of } from "../../../src/domain/document.ts";
import { sweepArchive } from "../../../src/usecases/archive/sweep-archive.ts";
import { readTodo } from "../../../src/usecases/checklist/read-todo.ts";
import { closeCloseout } from "../../../src/usecases/closing/close-closeout.ts";
import { askAboutSignoff } from "../../../src/usecases/signoff/ask-about-signoff.ts";
import { trackSignoffs } from "../../../src/usecases/signoff/track-signoffs.ts";
import { withdrawSignoff } from "../../../src/usecases/signoff/withdraw-signoff.ts";
import { moveOn, sweepAndWork, workOff } from "../../support/archive-world.ts";
import { accepted, frozen } from "../../support/closings.ts";
import {
  archived,
  artifact,
  closed,
  entries,
  expired,
  hold,
  left,
  only,
  requests,
  shown,
} from "../../support/disposals.ts";
import { decide, stored } from "../../support/signoffs.ts";
import { member } from "../../support/world.ts";

describe("when a retention is over", () => {
  it("Closeout itself asks the compliance officer, in one request that is bound to the artifacts' bytes", async () => {
    const { world, closeout, request } = await expired();
    const artifacts = [await artifact(world, closeout, 1), await artifact(world, closeout, 2)];
    expect(request).toMatchObject({
      state: "open",
      requestedBy: { system: "closeout" },
      meaning: expect.stringContaining("not needed any more and may be deleted from the archive for good"),
      effect: {
        kind: "dispose",
        artifacts: artifacts.map(({ number, sha256 }) => ({ number, sha256 })),
      },
      seats: [{ role: "compliance_officer", user: "U_JONAS", name: "jonas" }],
    });
    const [list] = request.documents;
    const document = await world.deps.closeouts.document(closeout.id, list?.sha256 ?? "");
    expect(sha256Of(document?.bytes ?? new Uint8Array())).toBe(list?.sha256);
    const text = new TextDecoder().decode(document?.bytes);
    for (const { path, sha256 } of artifacts) expect(text).toMatch(new RegExp(`${path}[^#]*${sha256}`));
    expect(
      (await entries(world, closeout, "disposal")).map(({ kind, data }) => [kind, data["signoff"]]),
    ).toEqual([["disposal.noticed", 1]]);
    expect(await entries(world, closeout, "signoff.requested")).toMatchObject([
      { actor: { system: "closeout" }, data: { effect: { kind: "dispose" } } },
    ]);
  });

  it("the request says in the channel and directly what an approval deletes, and by whom it is asked", async () => {
    const { world, closeout, request } = await expired();
    const messages = await shown(world, request);
    expect(messages.map(({ conversation }) => conversation).toSorted()).toEqual([
      `channel:${closeout.channel}`,
      "direct:U_JONAS",
    ]);
    for (const { message } of messages) {
      expect(message).toMatch(
        /An approval deletes for good.*2 files.*#1 certificate\/certificate\.pdf.*#2 logs/,
      );
      expect(message).toMatch(/requested by Closeout/);
    }
    expect(messages.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^{"text":"Closeout asks for your approval/),
    );
    expect(world.chat.in({ kind: "direct", user: "U_JONAS" }).map(({ notice }) => notice.kind)).toContain(
      "file",
    );
  });

  it("nothing is deleted by itself, and nobody is asked twice, also by two processes at once", async () => {
    const { world, closeout } = await archived();
    moveOn(world, "P7Y1D");
    await Promise.all([world.deps, world.another(), world.another()].map((deps) => sweepArchive(deps)));
    await sweepAndWork(world);
    await only(world, closeout);
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it("a question goes to the owner, who answers for what Closeout asks", async () => {
    const { world, request } = await expired();
    await askAboutSignoff(world.deps, {
      requestId: request.id,
      member: member("jonas"),
      words: "Is it used?",
    });
    await world.deliver();
    const asked = world.chat.in({ kind: "direct", user: "U_ANA" }).map(({ notice }) => notice);
    expect(asked).toContainEqual(expect.objectContaining({ kind: "signoff", about: "question" }));
  });
});

describe("what is not approved is kept and asked about again", () => {
  it("ninety days after a rejection, which takes a reason", async () => {
    const { world, closeout, request } = await expired();
    expect(await decide(world.deps, request, "jonas", "rejected", { words: "" })).toMatchObject({
      kind: "refused",
      why: { kind: "invalid" },
    });
    await decide(world.deps, request, "jonas", "rejected", { words: "An audit is on." });
    expect(await entries(world, closeout, "disposal.rejected")).toMatchObject([
      { data: { number: 1, reason: "An audit is on.", signoff: 1 } },
      { data: { number: 2 } },
    ]);
    moveOn(world, "P89D");
    await sweepAndWork(world);
    expect(await requests(world, closeout)).toHaveLength(1);
    moveOn(world, "P2D");
    await sweepAndWork(world);
    expect(await requests(world, closeout)).toMatchObject([
      { state: "rejected" },
      { state: "open", effect: { artifacts: [{ number: 1 }, { number: 2 }] } },
    ]);
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it("ninety days after a request has expired, which deletes nothing", async () => {
    const { world, closeout, request } = await expired();
    world.clock.set(request.decideBy);
    expect(await decide(world.deps, request, "jonas")).toMatchObject({ why: { kind: "ended" } });
    await sweepAndWork(world);
    expect((await stored(world, request)).state).toBe("expired");
    expect(await entries(world, closeout, "disposal.rejected")).toMatchObject([
      { actor: { system: "closeout" }, data: { reason: "sign-off 1 expired undecided" } },
      {},
    ]);
    moveOn(world, "P89D");
    await sweepAndWork(world);
    expect(await requests(world, closeout)).toHaveLength(1);
    moveOn(world, "P2D");
    await sweepAndWork(world);
    expect((await requests(world, closeout)).map(({ state }) => state)).toEqual(["expired", "open"]);
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it("ninety days after the owner has withdrawn it", async () => {
    const { world, closeout, request } = await expired();
    const withdrawal = { requestId: request.id, member: member("ana"), reason: "Not now." };
    expect(await withdrawSignoff(world.deps, withdrawal)).toMatchObject({ kind: "withdrawn" });
    await sweepAndWork(world);
    expect(await requests(world, closeout)).toHaveLength(1);
    moveOn(world, "P91D");
    await sweepAndWork(world);
    expect((await requests(world, closeout)).map(({ state }) => state)).toEqual(["withdrawn", "open"]);
  });
});

describe("in a closed closeout", () => {
  it("disposal is asked about, waits among what waits, is reminded of, and is decided", async () => {
    const { world, closeout, request } = await closed();
    expect(await readTodo(world.deps, { member: member("jonas") })).toMatchObject({
      entries: [{ request: { id: request.id }, closeout: { status: "closed" } }],
    });
    moveOn(world, "P7D");
    await trackSignoffs(world.deps);
    expect(await entries(world, closeout, "signoff.reminded")).toHaveLength(1);
    expect(await decide(world.deps, request, "jonas")).toMatchObject({ kind: "decided" });
    await workOff(world);
    expect(await left(world, closeout)).toEqual([3, 4]);
    expect((await world.deps.closeouts.get(closeout.id))?.status).toBe("closed");
  });

  it("it expires as in an open one, and a hold takes it out", async () => {
    const { world, closeout, request } = await closed();
    await hold(world, closeout, 1);
    world.clock.set(request.decideBy);
    await trackSignoffs(world.deps);
    expect((await stored(world, request)).state).toBe("expired");
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it("what was asked before the closing goes on", async () => {
    const { world, closeout } = await archived();
    await world.act(closeout, "W3", { kind: "complete" });
    await accepted(world, closeout, await frozen(world, closeout));
    moveOn(world, "P2Y1D");
    await sweepAndWork(world);
    const request = await only(world, closeout);
    await closeCloseout(world.deps, { closeoutId: closeout.id, member: member("ana") });
    expect((await stored(world, request)).state).toBe("open");
    await decide(world.deps, request, "jonas");
    await workOff(world);
    expect(await left(world, closeout)).toEqual([1, 3, 4]);
  });
});
