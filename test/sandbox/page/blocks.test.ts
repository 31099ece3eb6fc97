import { describe, expect, it } from "vitest";
import { blockView } from "../../../sandbox/page/client/blocks/block.ts";
import { groupsIn } from "../../../sandbox/page/client/blocks/choice-sources.ts";
import { type Field, fieldKey, initialField, valuesOf } from "../../../sandbox/page/client/blocks/fields.ts";
import type { Surface } from "../../../sandbox/page/client/blocks/surface.ts";
import type { JsonObject } from "../../../sandbox/page/client/json.ts";
import { readWorkspace } from "../../../sandbox/page/client/wire.ts";
import { written } from "./walk.ts";

const workspace = readWorkspace({
  users: [{ id: "U0TOM", name: "tom", real_name: "Tom Becker", tz: "Europe/Berlin", kind: "member" }],
  channels: [{ id: "C0HR", name: "hr-prod", topic: "", members: [] }],
});
const surface: Surface = {
  kind: "message",
  reading: {
    me: "U0TOM",
    zone: "Europe/Berlin",
    people: new Map(workspace.people.map((each) => [each.id, each])),
    channels: new Map(workspace.channels.map((each) => [each.id, each])),
  },
  fields: { get: (_control, element) => initialField(element), set: () => {} },
  errors: { wrong: "That is not a date." },
  act: async () => true,
  options: async () => ({}),
};
const draw = (block: JsonObject): string => written(blockView(block, surface));
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const plain = (text: string) => ({ type: "plain_text", text });
const option = (value: string) => ({ value, text: plain(value.toUpperCase()) });

describe("blocks", () => {
  it("draws a section with its fields and what stands beside it", () => {
    const drawn = draw({
      type: "section",
      text: mrkdwn("*Next* <@U0TOM>"),
      fields: [mrkdwn("a"), plain("*b*")],
      accessory: { type: "button", text: plain("Done"), action_id: "done" },
    });
    expect(drawn).toContain("<strong>Next</strong> {PersonChip @Tom Becker}");
    expect(drawn).toContain("<p>a</p>");
    expect(drawn).toContain("*b*");
    expect(drawn).toContain("{BlockButton}");
  });

  it("takes plain_text literally but for emoji", () => {
    expect(draw({ type: "header", text: plain("*A* :tada: <@U0TOM>") })).toBe(
      "<h3>*A* <span emoji>🎉</span> <@U0TOM></h3>",
    );
  });

  it("draws every element of an actions block", () => {
    const options = [option("a"), option("b")];
    const types = [
      "static_select",
      "external_select",
      "users_select",
      "multi_users_select",
      "channels_select",
    ];
    const selects = types.map((type) => ({ type, action_id: type, options }));
    const others = ["overflow", "datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons"];
    const elements = [...selects, ...others.map((type) => ({ type, action_id: type, options }))];
    expect(draw({ type: "actions", elements })).toBe(
      "{Select}".repeat(types.length) +
        "{OverflowMenu}{DatePicker}{TimePicker}{DateTimePicker}{ChoiceList}{ChoiceList}",
    );
  });

  it("puts an error under the input it belongs to", () => {
    const input = (block_id: string) =>
      draw({
        type: "input",
        block_id,
        label: plain("Due"),
        hint: plain("A day"),
        element: { type: "datepicker", action_id: "due" },
      });
    expect(input("wrong")).toContain("That is not a date.");
    expect(input("right")).not.toContain("That is not a date.");
    expect(input("right")).toContain("A day");
  });

  it("draws rich text", () => {
    const section = (...elements: JsonObject[]) => ({ type: "rich_text_section", elements });
    const drawn = draw({
      type: "rich_text",
      elements: [
        section(
          { type: "text", text: "bold", style: { bold: true } },
          { type: "link", url: "https://a.example", text: "there" },
        ),
        { type: "rich_text_list", style: "ordered", elements: [section({ type: "text", text: "one" })] },
        { type: "rich_text_preformatted", elements: [{ type: "text", text: "code" }] },
      ],
    });
    expect(drawn).toContain("<strong>bold</strong><a link>there</a>");
    expect(drawn).toContain("<ol list list-indent-0><li>one</li></ol>");
    expect(drawn).toContain("<pre>code</pre>");
  });

  it("draws a table", () => {
    const cell = (text: string) => ({ type: "raw_text", text });
    const drawn = draw({
      type: "table",
      rows: [
        [cell("Item"), cell("Due")],
        [cell("I1"), cell("today")],
      ],
    });
    expect(drawn).toContain("<th align-left>Item</th>");
    expect(drawn).toContain("<td align-left>today</td>");
  });

  it.each(["video", "carousel", "markdown", ""])("says that it cannot show a %j block", (type) => {
    const drawn = draw({ type, text: "what it says" });
    expect(drawn).toContain("This sandbox cannot show a");
    expect(drawn).toContain("what it says");
  });

  it("says that it cannot show an element", () => {
    expect(draw({ type: "actions", elements: [{ type: "workflow_button" }] })).toContain(
      "<code>workflow_button</code> element",
    );
  });

  it("makes no link of an address that would run", () => {
    const drawn = draw({
      type: "rich_text",
      elements: [
        { type: "rich_text_section", elements: [{ type: "link", url: "javascript:alert(1)", text: "x" }] },
      ],
    });
    expect(drawn).not.toContain("<a");
  });

  it("survives blocks that are not what they should be", () => {
    for (const type of ["section", "header", "context", "actions", "image", "input", "rich_text", "table"]) {
      expect(() =>
        draw({ type, text: 5, elements: "x", element: null, rows: 1, fields: [null] }),
      ).not.toThrow();
    }
  });
});

describe("what a form holds", () => {
  const blocks = [
    {
      type: "input",
      block_id: "b1",
      element: { type: "plain_text_input", action_id: "name", initial_value: "HR" },
    },
    {
      type: "input",
      block_id: "b2",
      element: {
        type: "checkboxes",
        action_id: "days",
        options: [option("a")],
        initial_options: [option("a")],
      },
    },
    {
      type: "section",
      block_id: "b3",
      accessory: { type: "static_select", action_id: "pick", options: [option("a")] },
    },
    {
      type: "actions",
      block_id: "b4",
      elements: [
        { type: "button", action_id: "go" },
        { type: "datepicker", action_id: "due" },
      ],
    },
  ];

  it("is what it began with until something is filled in", () => {
    expect(valuesOf(blocks, new Map())).toEqual({ name: "HR", days: ["a"], pick: null, due: null });
  });

  it("is what was filled in, found by block and action", () => {
    const filled = new Map<string, Field>([
      [fieldKey({ blockId: "b1", actionId: "name" }), { value: "CRM", labels: {} }],
      [fieldKey({ blockId: "other", actionId: "due" }), { value: "2026-01-01", labels: {} }],
    ]);
    expect(valuesOf(blocks, filled)).toMatchObject({ name: "CRM", due: null });
  });

  it("reads options with and without groups", () => {
    expect(groupsIn({ options: [option("a")] })).toEqual([
      { label: "", choices: [{ value: "a", label: "A", description: "" }] },
    ]);
    const grouped = groupsIn({ option_groups: [{ label: plain("Open"), options: [option("a")] }] });
    expect(grouped[0]?.label).toBe("Open");
  });
});
