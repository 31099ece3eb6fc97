import type { VNode } from "preact";
import { html } from "./html.ts";

/** Drawn on a grid of 20, with the line in the colour of the text around it. */
const PATHS = {
  back: "M12.5 4.5 7 10l5.5 5.5",
  bolt: "M11 2.5 4.5 11.5H10l-1 6 6.5-9H10z",
  calendar: "M4 5.5h12v11H4zM4 9h12M7 3.5v3M13 3.5v3",
  check: "M4 10.5 8 14.5 16 6",
  chevron: "M5.5 8 10 12.5 14.5 8",
  clock: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10 6v4.2l2.8 1.8",
  close: "M5 5l10 10M15 5 5 15",
  copy: "M7 7h9v9H7zM13 7V4H4v9h3",
  dots: "M10 4.6v.1M10 10v.1M10 15.3v.1",
  down: "M10 3.5v13M4.5 11l5.5 5.5 5.5-5.5",
  download: "M10 3v9.5M6 9l4 4 4-4M4 16.5h12",
  eye: "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  file: "M5.5 2.8h6l3.5 3.5v11h-9.5zM11.2 3v3.6h3.6",
  hash: "M7.8 3 6 17M14 3l-1.8 14M3.5 7.3h13.4M3 12.8h13.4",
  home: "M3.5 9.2 10 3.5l6.5 5.7v7.3h-4.3v-4.4H7.8v4.4H3.5z",
  info: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10 9v5M10 6.2v.1",
  mention: "M10 6.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM13.2 7v4.2a2 2 0 0 0 4 0V10a7.2 7.2 0 1 0-3 5.8",
  more: "M4.6 10h.1M10 10h.1M15.3 10h.1",
  next: "M4.5 4.5 11 10l-6.5 5.5zM14.5 4.5v11",
  people:
    "M7.5 4a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4zM2.5 16c0-3 2-4.6 5-4.6s5 1.6 5 4.6M13 4.3a2.7 2.7 0 0 1 0 4.9M14.5 11.8c1.9.5 3 1.9 3 4.2",
  pin: "M12.2 2.8l5 5-3 .9-3 3-.4 3.6-6-6 3.6-.4 3-3zM7.8 12.2l-5 5",
  search: "M8.8 3.5a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 0 0 0-10.6zM12.7 12.7l4 4",
  send: "M3 3.5 17.5 10 3 16.5 4.8 10zM4.8 10H10",
  slash:
    "M4 3.5h12a.8.8 0 0 1 .8.8v11.4a.8.8 0 0 1-.8.8H4a.8.8 0 0 1-.8-.8V4.3A.8.8 0 0 1 4 3.5zM12 6.5l-4 7",
  thread:
    "M17 9.5c0 3.3-3.1 5.7-7 5.7-1 0-2-.2-2.9-.5L3.5 16l1.1-2.7C3.6 12.3 3 11 3 9.5 3 6.2 6.1 3.8 10 3.8s7 2.4 7 5.7z",
  warning: "M10 3.2 17.8 16.5H2.2zM10 8v4M10 14.2v.1",
} as const;

/** The pictures there are. */
export type IconName = keyof typeof PATHS;

/** A picture next to words that say the same; hidden from screen readers. */
export function icon(name: IconName, size = 20): VNode {
  const weight = name === "dots" || name === "more" ? 2.4 : 1.5;
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 20 20" aria-hidden="true">
    <path d=${PATHS[name]} fill="none" stroke="currentColor" stroke-width=${weight} stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
}
