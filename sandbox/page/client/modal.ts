import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Blocks } from "./blocks/block.ts";
import { Dialog } from "./dialog.ts";
import { h, html } from "./html.ts";
import { icon } from "./icons.ts";
import { NoticeBar } from "./notice-bar.ts";
import { usePage, useStore } from "./page-context.ts";
import { useSurface } from "./surfaces.ts";
import type { View } from "./wire.ts";

/**
 * The topmost modal. The frame stays while views are pushed, popped and updated; each view keeps what is filled in for
 * as long as the frame stands.
 */
export function Modal(props: { readonly view: View }): ComponentChildren {
  const { view } = props;
  const { deeds } = usePage();
  const stack = useStack(view);
  return h(
    Dialog,
    { label: view.title, class: "modal", onCancel: () => void deeds.closeView(view.id) },
    stack.map((each) => h(ModalView, { key: each.id, view: each, shown: each.id === view.id })),
  );
}

/** The views below the topmost one, which come back as they were left. */
function useStack(view: View): readonly View[] {
  const known = useRef<readonly View[]>([]);
  const at = known.current.findIndex((each) => each.id === view.id);
  const parent = known.current.findIndex((each) => each.id === view.previousViewId);
  known.current = [...known.current.slice(0, at >= 0 ? at : parent + 1), view];
  return known.current;
}

function ModalView(props: { readonly view: View; readonly shown: boolean }): ComponentChildren {
  const { view, shown } = props;
  const { deeds, store } = usePage();
  const { notice } = useStore(store);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [tries, setTries] = useState(0);
  const [busy, setBusy] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const { surface, values } = useSurface("modal", { kind: "view", id: view.id }, view.blocks, {
    errors,
    answered: (blockId) => setErrors((known) => without(known, blockId)),
  });

  useEffect(() => {
    if (shown) focusFirst(body.current);
  }, [shown]);
  useEffect(() => {
    const wrong = body.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    wrong?.scrollIntoView({ block: "center" });
    wrong?.focus();
  }, [tries]);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy || view.submit === undefined) return;
    setBusy(true);
    const outcome = await deeds.submit(view.id, values());
    setErrors(outcome.errors);
    setTries((count) => count + 1);
    setBusy(false);
  };
  const close = (): void => void deeds.closeView(view.id);
  const closing = html`<button type="button" class="button button-large" onClick=${close}>${view.close}</button>`;
  const submitting =
    view.submit === undefined
      ? null
      : html`<button type="submit" class=${`button button-large button-primary${busy ? " busy" : ""}`} disabled=${busy} aria-busy=${busy}><span>${view.submit}</span></button>`;
  const pushed = view.previousViewId !== undefined;
  return html`<form class="modal-form" hidden=${!shown} novalidate onSubmit=${(event: Event) => void submit(event)}>
    <header class="modal-head">
      ${pushed ? html`<button type="button" class="icon-button" aria-label="Back" onClick=${close}>${icon("back")}</button>` : null}
      <h2>${view.title}</h2>
      ${pushed ? null : html`<button type="button" class="icon-button" aria-label="Close" onClick=${close}>${icon("close")}</button>`}
    </header>
    ${notice === undefined ? null : h(NoticeBar, { notice })}
    <div ref=${body} class="modal-body">${h(Blocks, { blocks: view.blocks, surface })}</div>
    <footer class="modal-foot">${closing}${submitting}</footer>
  </form>`;
}

/** Without what was wrong with this input: it has been filled in anew since. */
function without(
  errors: Readonly<Record<string, string>>,
  blockId: string,
): Readonly<Record<string, string>> {
  if (!Object.hasOwn(errors, blockId)) return errors;
  return Object.fromEntries(Object.entries(errors).filter(([id]) => id !== blockId));
}

/** Where one begins to type; of round buttons, the chosen one. */
function focusFirst(body: HTMLElement | null): void {
  const wished = body?.querySelector<HTMLElement>("[autofocus]");
  const first = body?.querySelector<HTMLElement>("input, textarea, .select");
  const round = first?.closest("[role=radiogroup]")?.querySelector<HTMLElement>("input:checked");
  (wished ?? round ?? first)?.focus();
}
