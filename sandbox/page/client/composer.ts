import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { completionPopup } from "./completion-popup.ts";
import { encodeMessage } from "./composer-text.ts";
import { useDraft } from "./draft.ts";
import { html } from "./html.ts";
import { icon } from "./icons.ts";
import { usePage, useReading } from "./page-context.ts";
import { useCompletion } from "./use-completion.ts";

/** Where messages and commands are written: Enter sends, Shift+Enter breaks the line, `/` and `@` complete. */
export function Composer(props: {
  /** Where what is written goes; also names the draft that waits there. */
  readonly conversation: string;
  readonly thread?: string;
  readonly placeholder: string;
}): ComponentChildren {
  const { thread, placeholder } = props;
  const { me } = useReading();
  const draft = useDraft(`${me} ${props.conversation} ${thread ?? ""}`);
  const [focused, setFocused] = useState(false);
  const [refusal, setRefusal] = useState("");
  const completing = useCompletion(draft, focused);
  const deliver = useDelivery(thread);
  const { text } = draft;

  const send = async (): Promise<void> => {
    const written = text.trim();
    if (written === "") return;
    const outcome = deliver(written);
    if (typeof outcome === "string") {
      setRefusal(outcome);
      return;
    }
    draft.put("");
    if (!(await outcome)) draft.restore(text);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const sends = event.key === "Enter" && !event.shiftKey;
    const handled = completing.key(event.key);
    if (!handled && sends) void send();
    if (handled || sends) event.preventDefault();
  };
  const typed = (event: Event): void => {
    setRefusal("");
    draft.typed(event);
  };
  const begin = (mark: string): void =>
    draft.put(mark === "/" ? "/" : `${text.replace(/(\S)$/, "$1 ")}${mark}`);

  const id = `completion${thread === undefined ? "" : "-thread"}`;
  const { found, active, count, choose } = completing;
  const ready = text.trim() !== "";
  return html`<div class="composer-box">
    ${found === undefined ? null : completionPopup(found, active, id, choose)}
    ${refusal === "" ? null : html`<div class="composer-refusal" role="alert">${icon("warning", 16)} <span>${refusal}</span></div>`}
    <div class="composer">
      <textarea ref=${draft.field} rows="1" aria-label=${placeholder} placeholder=${placeholder} value=${text}
        aria-autocomplete="list" aria-controls=${count > 0 ? id : undefined} aria-activedescendant=${count > 0 ? `${id}-${active}` : undefined}
        onFocus=${() => setFocused(true)} onBlur=${() => setFocused(false)} onInput=${typed} onKeyDown=${pressed} onKeyUp=${draft.moved} onClick=${draft.moved}></textarea>
      <div class="composer-foot">
        ${thread === undefined ? footButton("slash", "Run a command", () => begin("/")) : null}
        ${footButton("mention", "Mention someone", () => begin("@"))}
        <button type="button" class=${`send${ready ? " send-ready" : ""}`} aria-label="Send" title="Send" disabled=${!ready} onClick=${() => void send()}>${icon("send", 18)}</button>
      </div>
    </div>
    <div class="composer-hint" aria-hidden="true">${ready ? html`<strong>Shift + Enter</strong> to add a new line` : ""}</div>
  </div>`;
}

function footButton(picture: "slash" | "mention", name: string, press: () => void): ComponentChildren {
  return html`<button type="button" class="icon-button" aria-label=${name} title=${name} onClick=${press}>${icon(picture, 18)}</button>`;
}

/** Sends what was written, as a message or a command; what Slack itself would refuse is answered with the reason. */
function useDelivery(thread: string | undefined): (written: string) => string | Promise<boolean> {
  const { deeds, session, store } = usePage();
  const { people, channels } = useReading();
  return (written) => {
    const command = /^\/\S+/.exec(written)?.[0];
    if (command !== undefined && thread !== undefined)
      return `${command} is not supported in threads. Sorry! Slack takes commands in channels and direct messages only.`;
    if (command !== undefined && !store.get().workspace.commands.some((each) => each.command === command))
      return `${command} is not a valid command. In Slack, all messages that start with “/” are commands.`;
    if (thread === undefined) session.toNewest();
    if (command !== undefined) return deeds.command(written);
    return deeds.say(encodeMessage(written, people.values(), channels.values()), thread);
  };
}
