import type { ComponentChildren } from "preact";
import { avatar } from "./avatar.ts";
import { Blocks } from "./blocks/block.ts";
import { FileList } from "./files.ts";
import { h, html } from "./html.ts";
import { icon } from "./icons.ts";
import { memo } from "./memo.ts";
import { MessageToolbar } from "./message-toolbar.ts";
import { useReading } from "./page-context.ts";
import { PersonChip } from "./person-chip.ts";
import { useSurface } from "./surfaces.ts";
import { mrkdwn } from "./text-view.ts";
import { ThreadLink } from "./thread-link.ts";
import { clockTime, fullMoment, millisOf } from "./time.ts";
import type { Message } from "./wire.ts";

/** Where a message is drawn. */
export type MessageProps = {
  readonly message: Message;
  /** Follows shortly after another message of the same author: without picture and name. */
  readonly compact: boolean;
  readonly where: "channel" | "thread" | "pins";
  /** Was just sought, and is marked for a moment. */
  readonly sought?: boolean;
};

/** One message with everything that hangs on it. */
export const MessageRow = memo(drawMessage);

function drawMessage(props: MessageProps): ComponentChildren {
  const { message, compact, where } = props;
  const reading = useReading();
  const author = reading.people.get(message.user);
  const at = millisOf(message.ts);
  const time = clockTime(at, reading.zone);
  const stamp = html`<time class="stamp" title=${fullMoment(at, reading.zone)}>${time}</time>`;
  const name = author?.realName ?? "Somebody";
  const face = avatar(author, 36);
  const chip = (look: string, children: ComponentChildren, label?: string): ComponentChildren =>
    author === undefined
      ? children
      : h(PersonChip, { person: author, look, children, ...(label === undefined ? {} : { label }) });
  const head = html`<div class="message-head">
    ${chip("message-author", name)}
    ${author?.kind === "bot" ? html`<span class="app-badge">APP</span>` : null}
    ${author?.kind === "guest" || author?.kind === "foreign" ? html`<span class="badge">${author.kind === "guest" ? "Guest" : "External"}</span>` : null}
    ${stamp}
  </div>`;
  const look = [
    "message",
    compact ? "message-compact" : "",
    message.pinned && where !== "pins" ? "message-pinned" : "",
    message.ephemeral ? "message-ephemeral" : "",
    props.sought === true ? "message-sought" : "",
  ];
  return html`<article class=${look.filter(Boolean).join(" ")} data-ts=${message.ts} tabindex="-1" aria-label=${`${name}, ${time}`}>
    ${remark(message, where)}
    <div class="gutter">${compact ? stamp : chip("message-face", face, `Profile of ${name}`)}</div>
    <div class="message-main">
      ${compact ? null : head}
      ${h(MessageBody, { message })}
      ${where === "channel" && message.replyCount > 0 ? h(ThreadLink, { message }) : null}
    </div>
    ${where === "pins" ? null : h(MessageToolbar, { message, inThread: where === "thread" })}
  </article>`;
}

/** What stands above a message that is not like others. */
function remark(message: Message, where: MessageProps["where"]): ComponentChildren {
  if (message.ephemeral) return html`<div class="remark">${icon("eye", 14)} Only visible to you</div>`;
  if (message.pinned && where !== "pins")
    return html`<div class="remark remark-pinned">${icon("pin", 14)} Pinned</div>`;
  return null;
}

function MessageBody(props: { readonly message: Message }): ComponentChildren {
  const { message } = props;
  const reading = useReading();
  const place = { kind: "message", channel: message.channel, ts: message.ts } as const;
  const { surface } = useSurface("message", place, message.blocks);
  const edited = message.edited ? html`<span class="edited">(edited)</span>` : null;
  const attachments =
    message.attachments > 0
      ? html`<div class="unsupported" role="note">${icon("info", 16)} This sandbox cannot show attachments (${message.attachments}).</div>`
      : null;
  const content =
    message.blocks.length > 0
      ? h(Blocks, { blocks: message.blocks, surface })
      : message.text === ""
        ? null
        : mrkdwn(message.text, reading);
  return html`<div class="message-body">
    ${content}${edited}${attachments}${message.files.length > 0 ? h(FileList, { files: message.files }) : null}
  </div>`;
}
