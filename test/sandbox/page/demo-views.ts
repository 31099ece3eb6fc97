import type { KnownBlock, ModalView, PlainTextOption } from "@slack/types";

const plain = (text: string) => ({ type: "plain_text", text }) as const;
const mrkdwn = (text: string) => ({ type: "mrkdwn", text }) as const;
const option = (value: string, text: string): PlainTextOption => ({ value, text: plain(text) });

/** A project card with `done` of the four items of the first phase completed. */
export function cardBlocks(done: number): KnownBlock[] {
  const bar = "█".repeat(done * 2).padEnd(10, "░");
  return [
    { type: "header", text: plain("Closeout · HR_PROD → hr_production") },
    {
      type: "section",
      text: mrkdwn(
        "*On track* · Oracle 19c → PostgreSQL 16 · 52,000,000 records\nCutover <!date^1772415000^{date_long} {time}|2 March 2026, 02:30>",
      ),
      accessory: {
        type: "overflow",
        action_id: "card_menu",
        options: [option("settings", "Settings"), option("export", "Export the evidence")],
      },
    },
    {
      type: "section",
      fields: [
        mrkdwn(`*First 24 hours*\n\`${bar}\` ${done} of 4`),
        mrkdwn("*Next*\nI3 Distribute certificate — <@U0MARIA>"),
        mrkdwn("*First week*\n`██░░░░░░░░` 1 of 4"),
        mrkdwn("*Waiting for*\n<@U0JONAS> (checkpoints release)"),
      ],
    },
    { type: "divider" },
    {
      type: "actions",
      block_id: "card_actions",
      elements: [
        { type: "button", text: plain("Done: I3"), style: "primary", action_id: "done_i3", value: "I3" },
        { type: "button", text: plain("Show items"), action_id: "show_items", value: "all" },
        {
          type: "button",
          text: plain("Delete checkpoints"),
          style: "danger",
          action_id: "delete_checkpoints",
          confirm: {
            title: plain("Delete the checkpoints?"),
            text: mrkdwn("Rolling back to a checkpoint ends with this. *It cannot be undone.*"),
            confirm: plain("Delete them"),
            deny: plain("Keep them"),
            style: "danger",
          },
        },
        {
          type: "static_select",
          action_id: "snooze",
          placeholder: plain("Snooze"),
          options: [
            option("1h", "1 hour"),
            option("tomorrow", "Until tomorrow"),
            option("workday", "Next working day"),
          ],
        },
      ],
    },
    {
      type: "context",
      elements: [
        mrkdwn("Ledger #41 · `5b1d…90` · :lock: hash-chained"),
        mrkdwn("<https://example.com/doc|Procedure>"),
      ],
    },
  ];
}

/** The form that starts a closeout: one of every input. */
export function startModal(channel: string): ModalView {
  return {
    type: "modal",
    callback_id: "start",
    private_metadata: channel,
    title: plain("Start a closeout"),
    submit: plain("Start"),
    close: plain("Cancel"),
    blocks: [
      { type: "section", text: mrkdwn("One closeout is *one migration in one channel*.") },
      {
        type: "input",
        block_id: "migration",
        label: plain("Migration"),
        dispatch_action: true,
        element: {
          type: "external_select",
          action_id: "migration",
          min_query_length: 0,
          placeholder: plain("Search by name or id"),
        },
      },
      {
        type: "input",
        block_id: "name",
        label: plain("Name"),
        element: {
          type: "plain_text_input",
          action_id: "name",
          max_length: 80,
          placeholder: plain("HR_PROD"),
        },
        hint: plain("Shown on the card and in every reminder"),
      },
      {
        type: "input",
        block_id: "date",
        label: plain("Cutover date"),
        element: { type: "datepicker", action_id: "date", initial_date: "2026-03-02" },
      },
      {
        type: "input",
        block_id: "time",
        label: plain("Cutover time"),
        element: { type: "timepicker", action_id: "time", initial_time: "02:30" },
      },
      {
        type: "input",
        block_id: "lead",
        label: plain("Technical lead"),
        element: { type: "users_select", action_id: "lead", placeholder: plain("Choose a person") },
      },
      {
        type: "input",
        block_id: "watchers",
        label: plain("Who else is told"),
        optional: true,
        element: { type: "multi_users_select", action_id: "watchers", placeholder: plain("Choose people") },
      },
      {
        type: "input",
        block_id: "days",
        label: plain("Working days"),
        element: {
          type: "checkboxes",
          action_id: "days",
          options: [option("mon_fri", "Monday to Friday"), option("sat", "Saturday")],
          initial_options: [option("mon_fri", "Monday to Friday")],
        },
      },
      {
        type: "input",
        block_id: "pace",
        label: plain("Reminders"),
        element: {
          type: "radio_buttons",
          action_id: "pace",
          options: [
            { ...option("usual", "As usual"), description: plain("Before due, at due, daily while overdue") },
            { ...option("few", "Only at due") },
          ],
        },
      },
      {
        type: "input",
        block_id: "budget",
        label: plain("Budget estimate"),
        optional: true,
        element: { type: "number_input", action_id: "budget", is_decimal_allowed: true },
      },
      {
        type: "input",
        block_id: "note",
        label: plain("Note"),
        optional: true,
        element: { type: "plain_text_input", action_id: "note", multiline: true },
      },
      {
        type: "actions",
        block_id: "more",
        elements: [
          { type: "button", text: plain("What happens next?"), action_id: "explain", value: "next" },
        ],
      },
    ],
  };
}

/** A form of round buttons, of which the second is chosen. */
export function paceModal(): ModalView {
  const [usual, few] = [option("usual", "As usual"), option("few", "Only at due")];
  return {
    type: "modal",
    callback_id: "pace",
    title: plain("Reminders"),
    submit: plain("Save"),
    blocks: [
      {
        type: "input",
        block_id: "pace",
        label: plain("How often?"),
        element: {
          type: "radio_buttons",
          action_id: "pace",
          options: [usual, few],
          initial_option: few,
        },
      },
    ],
  };
}

/** The view that is pushed on top of the form. */
export function explainModal(): ModalView {
  return {
    type: "modal",
    callback_id: "explain",
    title: plain("What happens next"),
    close: plain("Back"),
    blocks: [
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [{ type: "text", text: "In this order:", style: { bold: true } }],
          },
          {
            type: "rich_text_list",
            style: "ordered",
            elements: [
              {
                type: "rich_text_section",
                elements: [{ type: "text", text: "A project card is posted and pinned" }],
              },
              {
                type: "rich_text_section",
                elements: [
                  { type: "text", text: "You and " },
                  { type: "user", user_id: "U0TOM" },
                  { type: "text", text: " are reminded" },
                ],
              },
            ],
          },
          { type: "rich_text_quote", elements: [{ type: "text", text: "Nothing is destroyed too early." }] },
          { type: "rich_text_preformatted", elements: [{ type: "text", text: "/closeout status" }] },
        ],
      },
    ],
  };
}

/** What waits for somebody, as their Home. */
export function homeBlocks(waiting: number): KnownBlock[] {
  return [
    { type: "header", text: plain(`${waiting} things wait for you`) },
    {
      type: "section",
      text: mrkdwn(
        "*I3 Distribute certificate* · HR_PROD\nDue <!date^1772415000^{date_short_pretty} {time}|2 March>",
      ),
      accessory: {
        type: "button",
        text: plain("Done"),
        style: "primary",
        action_id: "home_done",
        value: "I3",
      },
    },
    { type: "divider" },
    { type: "section", text: mrkdwn("*My closeouts*\n<#C0HRPROD> HR_PROD · on track · 4 of 12") },
    { type: "context", elements: [mrkdwn("Times are shown in your zone.")] },
  ];
}
