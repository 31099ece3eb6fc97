import type { ComponentChildren } from "preact";
import { html } from "../html.ts";
import { stringAt } from "../json.ts";
import { localMoment, momentOf } from "../time.ts";
import { domId, type ElementProps, fieldOf, fill } from "./element-props.ts";
import { empty } from "./fields.ts";

/** A date, as the browser's own date field. */
export function DatePicker(props: ElementProps): ComponentChildren {
  const { value } = fieldOf(props);
  return picker(props, "date", typeof value === "string" ? value : "", (text) => text);
}

/** A time of day, as the browser's own time field. */
export function TimePicker(props: ElementProps): ComponentChildren {
  const { value } = fieldOf(props);
  return picker(props, "time", typeof value === "string" ? value : "", (text) => text);
}

/** A moment: read and written in the reader's zone, kept as seconds since 1970. */
export function DateTimePicker(props: ElementProps): ComponentChildren {
  const { value } = fieldOf(props);
  const { zone } = props.surface.reading;
  const shown = typeof value === "number" ? localMoment(value, zone) : "";
  return picker(props, "datetime-local", shown, (text) => momentOf(text, zone) ?? null);
}

function picker(
  props: ElementProps,
  type: "date" | "time" | "datetime-local",
  shown: string,
  meaning: (text: string) => string | number | null,
): ComponentChildren {
  const changed = (event: Event): void => {
    const text = event.currentTarget instanceof HTMLInputElement ? event.currentTarget.value : "";
    // While a year is being typed it passes through 0002, 0020, 0202: those are not meant.
    if (text.startsWith("0") && type !== "time") return;
    if (text !== shown && !(props.dispatch && text === ""))
      void fill(props, empty(text === "" ? null : meaning(text)));
  };
  return html`<input id=${domId(props)} class="input input-picker" type=${type} value=${shown} aria-label=${props.label}
    aria-describedby=${props.describedBy} aria-invalid=${props.invalid} title=${stringAt(props.element, "timezone") ?? ""} onChange=${changed} />`;
}
