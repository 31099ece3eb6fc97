import { describe, expect, it } from "vitest";
import { checkMessageBlocks, checkViewBlocks, tooLong } from "../../../sandbox/slack/blocks/check.ts";
import { codeOf, HR, openWorkspace } from "./harness.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = (text: string) => ({ type: "section", text: mrkdwn(text) });
const button = (more: object = {}) => ({ type: "button", text: plain("Go"), action_id: "go", ...more });
const actions = (...elements: object[]) => ({ type: "actions", elements });
const option = (value: string, text = value) => ({ text: plain(text), value });
const select = (more: object) => actions({ type: "static_select", action_id: "s", ...more });
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));
const x = (count: number) => "x".repeat(count);
const numbered = (count: number) => times(count, (i) => button({ action_id: `b${i}` }));
const confirm = (more: object) => ({
  title: plain("T"),
  text: plain("t"),
  confirm: plain("y"),
  deny: plain("n"),
  ...more,
});

/** Each limit: the largest thing that passes, the smallest that does not, and what Slack says of it. */
const limits: [string, object[], object[], string][] = [
  [
    "50 blocks",
    times(50, () => ({ type: "divider" })),
    times(51, () => ({ type: "divider" })),
    "no more than 50 items",
  ],
  ["section text", [section(x(3000))], [section(x(3001))], "must be less than 3001 characters"],
  ["empty text", [section("x")], [section("")], "must be more than 0 characters"],
  [
    "fields",
    [{ type: "section", fields: times(10, () => mrkdwn("x")) }],
    [{ type: "section", fields: times(11, () => mrkdwn("x")) }],
    "no more than 10 items",
  ],
  [
    "field text",
    [{ type: "section", fields: [mrkdwn(x(2000))] }],
    [{ type: "section", fields: [mrkdwn(x(2001))] }],
    "must be less than 2001 characters",
  ],
  [
    "header",
    [{ type: "header", text: plain(x(150)) }],
    [{ type: "header", text: plain(x(151)) }],
    "must be less than 151 characters",
  ],
  [
    "context",
    [{ type: "context", elements: times(10, () => mrkdwn("x")) }],
    [{ type: "context", elements: times(11, () => mrkdwn("x")) }],
    "no more than 10 items",
  ],
  ["actions", [actions(...numbered(25))], [actions(...numbered(26))], "no more than 25 items"],
  [
    "button text",
    [actions(button({ text: plain(x(75)) }))],
    [actions(button({ text: plain(x(76)) }))],
    "must be less than 76 characters",
  ],
  [
    "button value",
    [actions(button({ value: x(2000) }))],
    [actions(button({ value: x(2001) }))],
    "must be less than 2001 characters",
  ],
  [
    "button style",
    [actions(button({ style: "danger" }))],
    [actions(button({ style: "red" }))],
    "json-pointer:/blocks/0/elements/0/style",
  ],
  [
    "action_id",
    [actions(button({ action_id: x(255) }))],
    [actions(button({ action_id: x(256) }))],
    "must be less than 256 characters",
  ],
  [
    "block_id",
    [{ type: "divider", block_id: x(255) }],
    [{ type: "divider", block_id: x(256) }],
    "must be less than 256 characters",
  ],
  [
    "unique block_id",
    [
      { type: "divider", block_id: "a" },
      { type: "divider", block_id: "b" },
    ],
    [
      { type: "divider", block_id: "a" },
      { type: "divider", block_id: "a" },
    ],
    "already exists",
  ],
  [
    "unique action_id in a block",
    [actions(button()), actions(button())],
    [actions(button(), button())],
    "already exists",
  ],
  [
    "options",
    [select({ options: times(100, (i) => option(`${i}`)) })],
    [select({ options: times(101, (i) => option(`${i}`)) })],
    "no more than 100 items",
  ],
  [
    "option text",
    [select({ options: [option("v", x(75))] })],
    [select({ options: [option("v", x(76))] })],
    "must be less than 76 characters",
  ],
  [
    "one source of options",
    [select({ options: [option("v")] })],
    [select({})],
    "`options` or `option_groups`",
  ],
  [
    "initial option",
    [select({ options: [option("v")], initial_option: option("v") })],
    [select({ options: [option("v")], initial_option: option("w") })],
    "must be one of the options",
  ],
  [
    "overflow",
    [actions({ type: "overflow", options: times(5, (i) => option(`${i}`)) })],
    [actions({ type: "overflow", options: times(6, (i) => option(`${i}`)) })],
    "no more than 5 items",
  ],
  [
    "overflow, two at least",
    [actions({ type: "overflow", options: times(2, (i) => option(`${i}`)) })],
    [actions({ type: "overflow", options: [option("1")] })],
    "no fewer than 2 items",
  ],
  [
    "checkboxes",
    [actions({ type: "checkboxes", options: times(10, (i) => option(`${i}`)) })],
    [actions({ type: "checkboxes", options: times(11, (i) => option(`${i}`)) })],
    "no more than 10 items",
  ],
  [
    "confirm title",
    [actions(button({ confirm: confirm({ title: plain(x(100)) }) }))],
    [actions(button({ confirm: confirm({ title: plain(x(101)) }) }))],
    "must be less than 101 characters",
  ],
  [
    "confirm text",
    [actions(button({ confirm: confirm({ text: plain(x(300)) }) }))],
    [actions(button({ confirm: confirm({ text: plain(x(301)) }) }))],
    "must be less than 301 characters",
  ],
  [
    "confirm button",
    [actions(button({ confirm: confirm({ deny: plain(x(30)) }) }))],
    [actions(button({ confirm: confirm({ deny: plain(x(31)) }) }))],
    "must be less than 31 characters",
  ],
  [
    "known properties",
    [section("x")],
    [{ ...section("x"), colour: "red" }],
    "invalid additional property: colour",
  ],
  ["known blocks", [{ type: "divider" }], [{ type: "banner" }], "unsupported type"],
  ["required properties", [section("x")], [{ type: "header" }], "missing required field: text"],
  ["a section says something", [section("x")], [{ type: "section" }], "must provide `text` or `fields`"],
  [
    "elements at their place",
    [section("x")],
    [actions({ type: "plain_text_input", action_id: "t" })],
    "unsupported type",
  ],
];

describe("block limits", () => {
  it.each(limits)("%s", (_name, passes, fails, says) => {
    expect(checkMessageBlocks(structuredClone(passes))).toMatchObject({ ok: true });
    const refused = checkMessageBlocks(structuredClone(fails));
    expect(refused.ok ? [] : refused.complaints).toEqual([expect.stringContaining(says)]);
  });

  it("lets a view have 100 blocks, not 101", () => {
    expect(checkViewBlocks(times(100, () => ({ type: "divider" }))).ok).toBe(true);
    expect(checkViewBlocks(times(101, () => ({ type: "divider" }))).ok).toBe(false);
  });

  it("points at what is wrong, as Slack does", async () => {
    const { web } = await openWorkspace();
    const post = web.chat.postMessage({ channel: HR, text: "x", blocks: [section("ok"), section(x(3001))] });
    await expect(post).rejects.toMatchObject({
      data: {
        error: "invalid_blocks",
        response_metadata: {
          messages: ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"],
        },
      },
    });
  });

  it("refuses too much text over all blocks, and what are no blocks", async () => {
    const { web } = await openWorkspace();
    const blocks = times(5, () => section(x(2700)));
    expect(await codeOf(web.chat.postMessage({ channel: HR, text: "x", blocks }))).toBe(
      "msg_blocks_too_long",
    );
    const garbled = web.apiCall("chat.postMessage", { channel: HR, text: "x", blocks: "[{" });
    expect(await codeOf(garbled)).toBe("invalid_blocks_format");
  });

  it("gives ids to blocks and elements without one", () => {
    const checked = checkMessageBlocks([actions({ type: "button", text: plain("Go") })]);
    if (!checked.ok) throw new Error(checked.complaints.join());
    expect(tooLong(checked.blocks)).toBe(false);
    expect(checked.blocks[0]).toMatchObject({
      block_id: expect.any(String),
      elements: [{ action_id: expect.any(String) }],
    });
  });
});
