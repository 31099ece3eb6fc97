import type { KnownBlock } from "@slack/types";
import { describe, expect, it } from "vitest";
import { assertWithinLimits, OverSlackLimit } from "../../../blocks/slack/limits.ts";

const button = (changes: object = {}) => ({
  type: "button" as const,
  text: { type: "plain_text" as const, text: "Go" },
  action_id: "go",
  ...changes,
});
const mrkdwn = (text: string) => ({ type: "mrkdwn" as const, text });
const section = (text: string): KnownBlock => ({ type: "section", text: mrkdwn(text) });
const plain = (text: string) => ({ type: "plain_text" as const, text });
const options = (many: number) =>
  Array.from({ length: many }, (_, index) => ({ text: plain("x"), value: String(index) }));

describe("limits", () => {
  it.each<[string, KnownBlock[]]>([
    ["messageBlocks", Array.from({ length: 51 }, () => ({ type: "divider" }))],
    ["blocks has 0 entries", []],
    ["sectionText", [section("x".repeat(3001))]],
    ["is empty", [section("")]],
    ["headerText", [{ type: "header", text: plain("x".repeat(151)) }]],
    ["fields", [{ type: "section", fields: Array.from({ length: 11 }, () => mrkdwn("x")) }]],
    ["fieldText", [{ type: "section", fields: [mrkdwn("x".repeat(2001))] }]],
    ["contextElements", [{ type: "context", elements: Array.from({ length: 11 }, () => mrkdwn("x")) }]],
    [
      "actionsElements",
      [
        {
          type: "actions",
          elements: Array.from({ length: 26 }, (_, index) => button({ action_id: `b${index}` })),
        },
      ],
    ],
    ['action_id "go" is used twice', [{ type: "actions", elements: [button(), button()] }]],
    ["buttonText", [{ type: "actions", elements: [button({ text: plain("x".repeat(76)) })] }]],
    ["buttonValue", [{ type: "actions", elements: [button({ value: "x".repeat(2001) })] }]],
    ["id 255", [{ type: "actions", elements: [button({ action_id: "x".repeat(256) })] }]],
    [
      'block_id "same" is used twice',
      [
        { ...section("x"), block_id: "same" },
        { ...section("y"), block_id: "same" },
      ],
    ],
    [
      "overflowOptions",
      [{ type: "actions", elements: [{ type: "overflow", action_id: "o", options: options(6) }] }],
    ],
    [
      "selectOptions",
      [{ type: "actions", elements: [{ type: "static_select", action_id: "s", options: options(101) }] }],
    ],
    [
      "confirmText",
      [
        {
          type: "actions",
          elements: [
            button({
              confirm: {
                title: plain("x"),
                text: plain("x".repeat(301)),
                confirm: plain("x"),
                deny: plain("x"),
              },
            }),
          ],
        },
      ],
    ],
    ["not checked", [{ type: "markdown", text: "x" }]],
    ["messageBlocksText", Array.from({ length: 5 }, () => section("x".repeat(2500)))],
  ])("refuse a message over %s", (problem, blocks) => {
    expect(() => assertWithinLimits({ text: "x", blocks })).toThrow(problem);
  });

  it("refuse a message without words, or with too many", () => {
    expect(() => assertWithinLimits({ text: "", blocks: [section("x")] })).toThrow("text is empty");
    expect(() => assertWithinLimits({ text: "x".repeat(4001), blocks: [section("x")] })).toThrow(
      "messageText",
    );
  });

  it("refuse a modal over its own limits", () => {
    const modal = { type: "modal", title: plain("x"), blocks: [section("x")] } as const;
    const refuse = (changes: object) =>
      expect(() => assertWithinLimits({ ...modal, blocks: [section("x")], ...changes }));
    refuse({ title: plain("x".repeat(25)) }).toThrow("viewTitle");
    refuse({ submit: plain("x".repeat(25)) }).toThrow("viewButton");
    refuse({ private_metadata: "x".repeat(3001) }).toThrow("privateMetadata");
    refuse({ blocks: Array.from({ length: 101 }, () => section("x")) }).toThrow("viewBlocks");
    const input = { type: "input", label: plain("x"), element: { type: "datepicker", action_id: "d" } };
    refuse({ blocks: [input] }).toThrow("submit is missing");
  });

  it("name every problem at once, with a code", () => {
    const blocks = [section(""), section("x".repeat(3001))];
    const error = (() => {
      try {
        assertWithinLimits({ text: "", blocks });
        return undefined;
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(OverSlackLimit);
    expect(error).toMatchObject({ code: "slack_limit", retryable: false });
    expect(error instanceof OverSlackLimit ? error.problems : []).toHaveLength(3);
  });

  it("take what is exactly at the limit", () => {
    const elements = Array.from({ length: 25 }, (_, index) =>
      button({ action_id: `b${index}`, text: plain("x".repeat(75)) }),
    );
    expect(() =>
      assertWithinLimits({
        text: "x".repeat(4000),
        blocks: [section("x".repeat(3000)), { type: "actions", elements }],
      }),
    ).not.toThrow();
  });
});
