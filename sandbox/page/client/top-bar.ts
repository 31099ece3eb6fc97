import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { html } from "./html.ts";
import { icon } from "./icons.ts";
import { sandboxNow, usePage, useReading, useStore } from "./page-context.ts";
import { aheadLabel, fullMoment } from "./time.ts";

const STEPS = [
  { label: "+1 h", name: "Move the clock forward by 1 hour", advance: "PT1H" },
  { label: "+1 day", name: "Move the clock forward by 1 day", advance: "P1D" },
  { label: "+1 week", name: "Move the clock forward by 1 week", advance: "P7D" },
] as const;

/** The bar above everything: says that this is a sandbox, and holds its clock. */
export function TopBar(): ComponentChildren {
  const { store, deeds } = usePage();
  const state = useStore(store);
  const { zone } = useReading();
  const [busy, setBusy] = useState<string | undefined>(undefined);
  const now = useTick(() => sandboxNow(store.get()));
  const move = async (name: string, step: { advance: string } | { next: true }): Promise<void> => {
    setBusy(name);
    await deeds.moveClock(step);
    setBusy(undefined);
  };
  const button = (
    label: ComponentChildren,
    name: string,
    step: { advance: string } | { next: true },
  ): ComponentChildren =>
    html`<button type="button" class=${`clock-step${busy === name ? " busy" : ""}`} disabled=${busy !== undefined} aria-label=${name} title=${name} onClick=${() => void move(name, step)}><span>${label}</span></button>`;
  const ahead = aheadLabel(state.clock.offsetMs);
  return html`<header class="top-bar">
    <div class="sandbox-hint"><strong>Sandbox</strong><span class="sandbox-words">A stand-in for Slack. Nothing leaves this computer.</span></div>
    <div class="clock" role="group" aria-label="Sandbox clock">
      <span class="clock-face">${icon("clock", 16)}<time aria-label="Sandbox time">${fullMoment(now, zone)}</time></span>
      ${STEPS.map((step) => button(step.label, step.name, { advance: step.advance }))}
      ${button([icon("next", 14), " Next event"], "Move the clock to the next event", { next: true })}
    </div>
    <div class="top-end">
      ${ahead === "" ? null : html`<span class="clock-ahead">${ahead} ahead</span>`}
      <span class=${`line-state${state.live ? "" : " line-lost"}`} role="status">${state.live ? "" : "Reconnecting…"}</span>
    </div>
  </header>`;
}

/** A value that is read again every second. */
function useTick(read: () => number): number {
  const [, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((turn) => turn + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return read();
}
