import { describe, expect, it } from "vitest";
import {
  isTopLevel,
  keepEqual,
  withMessage,
  withoutMessage,
} from "../../../sandbox/page/client/message-list-changes.ts";
import { formatRoute, parseRoute } from "../../../sandbox/page/client/route.ts";
import { readMessage } from "../../../sandbox/page/client/wire.ts";

const message = (ts: string, text = "") => readMessage({ ts, text });

describe("the list of messages", () => {
  const list = ["1.000001", "2.000001", "3.000001"].map((ts) => message(ts));
  const stamps = (messages: readonly { ts: string }[]) => messages.map((each) => each.ts);

  it("puts a late message where it belongs and leaves the other rows alone", () => {
    const next = withMessage(list, message("2.500000"));
    expect(stamps(next)).toEqual(["1.000001", "2.000001", "2.500000", "3.000001"]);
    expect(next[0]).toBe(list[0]);
    expect(next[3]).toBe(list[2]);
  });

  it("replaces a changed message in its place", () => {
    const next = withMessage(list, message("2.000001", "new"));
    expect(stamps(next)).toEqual(stamps(list));
    expect(next[1]?.text).toBe("new");
  });

  it("drops a deleted message, and nothing for one it never had", () => {
    expect(stamps(withoutMessage(list, "2.000001"))).toEqual(["1.000001", "3.000001"]);
    expect(withoutMessage(list, "9.000001")).toBe(list);
  });

  it("keeps the rows that a new reading does not change", () => {
    const next = keepEqual(list, [message("1.000001"), message("2.000001", "new")]);
    expect(next[0]).toBe(list[0]);
    expect(next[1]).not.toBe(list[1]);
  });

  it("keeps replies out of the conversation", () => {
    expect(isTopLevel(readMessage({ ts: "1.0", thread_ts: "1.0" }))).toBe(true);
    expect(isTopLevel(readMessage({ ts: "2.0", thread_ts: "1.0" }))).toBe(false);
  });
});

describe("addresses", () => {
  it.each(["#/U1", "#/U1/C1", "#/U1/D1/home", "#/U1/C1/thread/1772438400.000100"])(
    "%s leads back to where it came from",
    (hash) => {
      expect(formatRoute(parseRoute(hash))).toBe(hash);
    },
  );

  it("ignores what it does not know", () => {
    expect(parseRoute("#/U1/C1/thread/<script>")).toEqual({
      as: "U1",
      conversation: "C1",
      tab: "messages",
      thread: undefined,
    });
    expect(parseRoute("")).toEqual({
      as: undefined,
      conversation: undefined,
      tab: "messages",
      thread: undefined,
    });
  });
});
