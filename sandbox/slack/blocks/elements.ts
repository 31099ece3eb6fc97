import { z } from "zod";
import { LIMITS } from "../limits.ts";
import { choice, confirm, id, option, optionGroup, plainText, text, webUrl } from "./composition.ts";

const actionable = { action_id: id.optional() };
const confirmable = { ...actionable, confirm: confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(LIMITS.placeholder).optional() };
const menu = { ...confirmable, ...focusable, ...placeholder };
const several = { max_selected_items: z.int().min(1).optional() };
const respondable = { response_url_enabled: z.boolean().optional() };
const style = z.enum(["primary", "danger"]).optional();
const label = text(LIMITS.buttonText).optional();

const dispatchable = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).min(1),
    })
    .optional(),
};

const userId = z.string().regex(/^[UW][A-Z0-9]+$/, "must be a user id");
const conversationId = z.string().regex(/^[CDGUW][A-Z0-9]+$/, "must be a conversation id");
const date = z.iso.date("must be a date of the form YYYY-MM-DD");
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of the form HH:mm");

const options = {
  options: z.array(option).min(1).max(LIMITS.options).optional(),
  option_groups: z.array(optionGroup).min(1).max(LIMITS.optionGroups).optional(),
};
const oneSource = (select: { options?: unknown; option_groups?: unknown }) =>
  (select.options === undefined) !== (select.option_groups === undefined);
const oneSourceSays = { error: "must provide either `options` or `option_groups`" };

const filter = z
  .strictObject({
    include: z.array(z.enum(["im", "mpim", "private", "public"])).optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .optional();

const button = z.strictObject({
  type: z.literal("button"),
  ...confirmable,
  text: plainText(LIMITS.buttonText),
  value: z.string().max(LIMITS.buttonValue).optional(),
  url: webUrl.optional(),
  style,
  accessibility_label: label,
});

const overflow = z.strictObject({
  type: z.literal("overflow"),
  ...confirmable,
  options: z.array(option).min(LIMITS.overflowOptionsMin).max(LIMITS.overflowOptions),
});

const checkboxes = z.strictObject({
  type: z.literal("checkboxes"),
  ...confirmable,
  ...focusable,
  options: z.array(choice).min(1).max(LIMITS.choices),
  initial_options: z.array(choice).min(1).optional(),
});

const radioButtons = z.strictObject({
  type: z.literal("radio_buttons"),
  ...confirmable,
  ...focusable,
  options: z.array(choice).min(1).max(LIMITS.choices),
  initial_option: choice.optional(),
});

const datepicker = z.strictObject({ type: z.literal("datepicker"), ...menu, initial_date: date.optional() });

const timepicker = z.strictObject({
  type: z.literal("timepicker"),
  ...menu,
  initial_time: time.optional(),
  timezone: z.string().optional(),
});

const datetimepicker = z.strictObject({
  type: z.literal("datetimepicker"),
  ...confirmable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const staticSelect = z
  .strictObject({ type: z.literal("static_select"), ...menu, ...options, initial_option: option.optional() })
  .refine(oneSource, oneSourceSays);

const multiStaticSelect = z
  .strictObject({
    type: z.literal("multi_static_select"),
    ...menu,
    ...options,
    ...several,
    initial_options: z.array(option).min(1).optional(),
  })
  .refine(oneSource, oneSourceSays);

const minQuery = { min_query_length: z.int().min(0).optional() };

const externalSelect = z.strictObject({
  type: z.literal("external_select"),
  ...menu,
  ...minQuery,
  initial_option: option.optional(),
});

const multiExternalSelect = z.strictObject({
  type: z.literal("multi_external_select"),
  ...menu,
  ...minQuery,
  ...several,
  initial_options: z.array(option).min(1).optional(),
});

const usersSelect = z.strictObject({
  type: z.literal("users_select"),
  ...menu,
  initial_user: userId.optional(),
});

const multiUsersSelect = z.strictObject({
  type: z.literal("multi_users_select"),
  ...menu,
  ...several,
  initial_users: z.array(userId).min(1).optional(),
});

const conversationsSelect = z.strictObject({
  type: z.literal("conversations_select"),
  ...menu,
  ...respondable,
  initial_conversation: conversationId.optional(),
  default_to_current_conversation: z.boolean().optional(),
  filter,
});

const multiConversationsSelect = z.strictObject({
  type: z.literal("multi_conversations_select"),
  ...menu,
  ...several,
  initial_conversations: z.array(conversationId).min(1).optional(),
  default_to_current_conversation: z.boolean().optional(),
  filter,
});

const channelsSelect = z.strictObject({
  type: z.literal("channels_select"),
  ...menu,
  ...respondable,
  initial_channel: conversationId.optional(),
});

const multiChannelsSelect = z.strictObject({
  type: z.literal("multi_channels_select"),
  ...menu,
  ...several,
  initial_channels: z.array(conversationId).min(1).optional(),
});

const typed = { ...actionable, ...dispatchable, ...focusable, ...placeholder };

const plainTextInput = z.strictObject({
  type: z.literal("plain_text_input"),
  ...typed,
  initial_value: z.string().max(LIMITS.inputLength).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(LIMITS.inputLength).optional(),
  max_length: z.int().min(1).max(LIMITS.inputLength).optional(),
});

const numberInput = z.strictObject({
  type: z.literal("number_input"),
  ...typed,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});

const emailInput = z.strictObject({
  type: z.literal("email_text_input"),
  ...typed,
  initial_value: z.string().optional(),
});

const urlInput = z.strictObject({
  type: z.literal("url_text_input"),
  ...typed,
  initial_value: z.string().optional(),
});

const image = z.strictObject({
  type: z.literal("image"),
  image_url: webUrl.optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
  alt_text: text(LIMITS.imageAlt),
});

const pickers = [
  checkboxes,
  radioButtons,
  datepicker,
  timepicker,
  staticSelect,
  externalSelect,
  usersSelect,
  conversationsSelect,
  channelsSelect,
  multiStaticSelect,
  multiExternalSelect,
  multiUsersSelect,
  multiConversationsSelect,
  multiChannelsSelect,
] as const;

/** What may stand in an actions block. */
export const actionsElement = z.discriminatedUnion("type", [button, overflow, datetimepicker, ...pickers]);

/** What may stand beside a section. */
export const accessory = z.discriminatedUnion("type", [button, overflow, image, ...pickers]);

/** What may stand in an input block. */
export const inputElement = z.discriminatedUnion("type", [
  plainTextInput,
  numberInput,
  emailInput,
  urlInput,
  datetimepicker,
  ...pickers,
]);

/** What may stand in a context block, text aside. */
export const contextImage = image;

/** Any element that a person can act on, as stored: Slack has given it an `action_id`. */
export type Interactive = Exclude<
  z.infer<typeof actionsElement> | z.infer<typeof accessory> | z.infer<typeof inputElement>,
  { type: "image" }
>;
