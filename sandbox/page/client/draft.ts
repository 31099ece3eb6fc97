import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

const drafts = new Map<string, string>();
const HIGHEST_PX = 240;

/** What is being written in a field, and where the cursor stands. */
export type Draft = {
  readonly text: string;
  readonly cursor: number;
  readonly field: { readonly current: HTMLTextAreaElement | null };
  /** Takes over what was typed into the field. */
  readonly typed: (event: Event) => void;
  /** Takes over where the cursor was moved. */
  readonly moved: (event: Event) => void;
  /** Writes into the field, at once: the next key may come before the page is drawn again. */
  readonly put: (text: string, cursor?: number) => void;
  /** Brings back what could not be sent, unless something else has been written since. */
  readonly restore: (text: string) => void;
};

/** Keeps what is written under a name, so that it waits there while its writer looks elsewhere. */
export function useDraft(name: string): Draft {
  const [text, setText] = useState(drafts.get(name) ?? "");
  const [cursor, setCursor] = useState(text.length);
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, HIGHEST_PX)}px`;
  }, [text]);

  const keep = (next: string, at: number): void => {
    if (next === "") drafts.delete(name);
    else drafts.set(name, next);
    setText(next);
    setCursor(at);
  };
  return {
    text,
    cursor,
    field,
    typed: (event) => {
      const area = event.currentTarget;
      if (area instanceof HTMLTextAreaElement) keep(area.value, area.selectionStart);
    },
    moved: (event) => {
      const area = event.currentTarget;
      if (area instanceof HTMLTextAreaElement) setCursor(area.selectionStart);
    },
    put: (next, at = next.length) => {
      const area = field.current;
      if (area !== null) {
        area.value = next;
        area.focus();
        area.setSelectionRange(at, at);
      }
      keep(next, at);
    },
    restore: (before) => {
      if (!drafts.has(name)) keep(before, before.length);
    },
  };
}
