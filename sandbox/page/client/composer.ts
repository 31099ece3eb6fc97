import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { completionPopup } from "./completion-popup.ts";
import { type Completion, completionFor, encodeMessage } from "./composer-text.ts";
import { html } from "./html.ts";
import { icon } from "./icons.ts";
import { usePage, useReading } from "./page-context.ts";

const drafts = new Map<string, string>();

/** Where messages and commands are written: Enter sends, Shift+Enter breaks the line, `/` and `@` complete. */
export function Composer(props: {
  /** Where what is written goes; also names the draft that waits there. */
  readonly conversation: string;
  readonly thread?: string;
  readonly placeholder: string;
}): ComponentChildren {
  const { thread } = props;
  const { deeds, store } = usePage();
  const { me, people, channels } = useReading();
  const { commands } = store.get().workspace;
  const draft = `${me} ${props.conversation} ${thread ?? ""}`;
  const [text, setText] = useState(drafts.get(draft) ?? "");
  const [cursor, setCursor] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState("");
  const [refusal, setRefusal] = useState("");
  const [focused, setFocused] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = `completion${thread === undefined ? "" : "-thread"}`;

  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 240)}px`;
  }, [text]);

  const write = (next: string, at: number): void => {
    if (next === "") drafts.delete(draft);
    else drafts.set(draft, next);
    setText(next);
    setCursor(at);
    setActive(0);
    setRefusal("");
  };
  /** Writes into the field at once: the next key may come before the page is drawn again. */
  const put = (next: string, at: number): void => {
    const area = field.current;
    if (area !== null) {
      area.value = next;
      area.focus();
      area.setSelectionRange(at, at);
    }
    write(next, at);
  };
  const found =
    dismissed === text || !focused ? undefined : completionFor(text, cursor, commands, [...people.values()]);
  const count = found === undefined || found.kind === "usage" ? 0 : found.matches.length;

  const complete = (chosen: number): void => {
    const done = found === undefined ? undefined : completed(found, chosen, text, cursor);
    if (done === undefined) return;
    put(done.text, done.cursor);
  };
  const send = async (): Promise<void> => {
    const typed = text.trim();
    if (typed === "") return;
    const name = /^\/\S+/.exec(typed)?.[0];
    const refused =
      name === undefined
        ? ""
        : refusalOf(
            name,
            commands.some((each) => each.command === name),
            thread,
          );
    if (refused !== "") {
      setRefusal(refused);
      return;
    }
    put("", 0);
    const taken =
      name === undefined
        ? await deeds.say(encodeMessage(typed, people.values(), channels.values()), thread)
        : await deeds.command(typed);
    if (!taken && !drafts.has(draft)) write(text, text.length);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "Escape" && found !== undefined) setDismissed(text);
    else if (count > 0 && event.key === "ArrowDown") setActive((active + 1) % count);
    else if (count > 0 && event.key === "ArrowUp") setActive((active - 1 + count) % count);
    else if (count > 0 && (event.key === "Tab" || (event.key === "Enter" && !isWhole(found, active, text))))
      complete(active);
    else if (event.key === "Enter" && !event.shiftKey) void send();
    else return;
    event.preventDefault();
  };
  const typed = (event: Event): void => {
    const area = event.currentTarget;
    if (area instanceof HTMLTextAreaElement) write(area.value, area.selectionStart);
  };
  const moved = (event: Event): void => {
    const area = event.currentTarget;
    if (area instanceof HTMLTextAreaElement && area.selectionStart !== cursor) setCursor(area.selectionStart);
  };
  const begin = (mark: string): void => {
    const next = mark === "/" ? "/" : `${text}${text === "" || text.endsWith(" ") ? "" : " "}${mark}`;
    put(next, next.length);
  };
  return html`<div class="composer-box">
    ${found === undefined ? null : completionPopup(found, active, id, complete)}
    ${refusal === "" ? null : html`<div class="composer-refusal" role="alert">${icon("warning", 16)} <span>${refusal}</span></div>`}
    <div class="composer">
      <textarea ref=${field} rows="1" aria-label=${props.placeholder} placeholder=${props.placeholder} value=${text}
        aria-autocomplete="list" aria-controls=${count > 0 ? id : undefined} aria-activedescendant=${count > 0 ? `${id}-${active}` : undefined}
        onFocus=${() => setFocused(true)} onBlur=${() => setFocused(false)} onInput=${typed} onKeyDown=${pressed} onKeyUp=${moved} onClick=${moved}></textarea>
      <div class="composer-foot">
        ${thread === undefined ? html`<button type="button" class="icon-button" aria-label="Run a command" title="Run a command" onClick=${() => begin("/")}>${icon("slash", 18)}</button>` : null}
        <button type="button" class="icon-button" aria-label="Mention someone" title="Mention someone" onClick=${() => begin("@")}>${icon("mention", 18)}</button>
        <button type="button" class=${`send${text.trim() === "" ? "" : " send-ready"}`} aria-label="Send" title="Send" disabled=${text.trim() === ""} onClick=${() => void send()}>${icon("send", 18)}</button>
      </div>
    </div>
    <div class="composer-hint" aria-hidden="true">${text === "" ? "" : html`<strong>Shift + Enter</strong> to add a new line`}</div>
  </div>`;
}

function completed(
  found: Completion,
  chosen: number,
  text: string,
  cursor: number,
): { text: string; cursor: number } | undefined {
  if (found.kind === "command") {
    const command = found.matches[chosen]?.command;
    return command === undefined ? undefined : { text: `${command} `, cursor: command.length + 1 };
  }
  if (found.kind === "person") {
    const name = found.matches[chosen]?.name;
    const before = `${text.slice(0, found.from)}@${name} `;
    return name === undefined ? undefined : { text: before + text.slice(cursor), cursor: before.length };
  }
  return undefined;
}

/** Enter sends a command that stands there in full; else it completes it first. */
function isWhole(found: Completion | undefined, active: number, text: string): boolean {
  return found?.kind === "command" && found.matches[active]?.command === text;
}

function refusalOf(name: string, known: boolean, thread: string | undefined): string {
  if (thread !== undefined)
    return `${name} is not supported in threads. Sorry! Slack takes commands in channels and direct messages only.`;
  return known
    ? ""
    : `${name} is not a valid command. In Slack, all messages that start with “/” are commands.`;
}
