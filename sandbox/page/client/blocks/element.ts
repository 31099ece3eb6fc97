import type { ComponentChildren } from "preact";
import { h } from "../html.ts";
import { textAt } from "../json.ts";
import { BlockButton } from "./button.ts";
import { ChoiceList } from "./choices.ts";
import type { ElementProps } from "./element-props.ts";
import { elementImage } from "./image.ts";
import { OverflowMenu } from "./overflow.ts";
import { DatePicker, DateTimePicker, TimePicker } from "./pickers.ts";
import { Select } from "./select.ts";
import { controlName } from "./surface.ts";
import { TextInput } from "./text-inputs.ts";
import { unsupported } from "./unsupported.ts";

/** Draws any element that a section, an actions block or an input can hold. */
export function elementView(props: ElementProps): ComponentChildren {
  const { block, element, surface } = props;
  const control = controlName(block, element);
  const key = `${control.blockId} ${control.actionId}`;
  switch (textAt(element, "type")) {
    case "button":
      return h(BlockButton, { key, block, element, surface });
    case "overflow":
      return h(OverflowMenu, { key, block, element, surface });
    case "image":
      return elementImage(element);
    case "static_select":
    case "external_select":
    case "users_select":
    case "conversations_select":
    case "channels_select":
    case "multi_static_select":
    case "multi_external_select":
    case "multi_users_select":
    case "multi_conversations_select":
    case "multi_channels_select":
      return h(Select, { key, ...props });
    case "datepicker":
      return h(DatePicker, { key, ...props });
    case "timepicker":
      return h(TimePicker, { key, ...props });
    case "datetimepicker":
      return h(DateTimePicker, { key, ...props });
    case "checkboxes":
    case "radio_buttons":
      return h(ChoiceList, { key, ...props });
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return h(TextInput, { key, ...props });
    default:
      return unsupported("element", element);
  }
}
