import { z } from "zod";
import {
  callbackIds,
  closeoutModalMetadata,
  deliveryMetadata,
  type HomePageRef,
  homeMetadata,
  itemModalMetadata,
  pageRef,
} from "../../blocks/slack/actions.ts";
import type { Below } from "../../blocks/slack/codec.ts";
import type { Message, Origin } from "../../blocks/slack/message.ts";
import { noticeModal, unreadableControl } from "../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../src/domain/assert-never.ts";
import type { Handling } from "./handling.ts";
import { triggerKey } from "./inbox-keys.ts";
import { type Asked, receive } from "./receive.ts";
import { type Sender, senderOfInteraction } from "./sender.ts";
import { tell } from "./tell.ts";

/** Where a control was clicked. */
export type Place =
  | { readonly kind: "message"; readonly deliveryId: string | undefined }
  /** A private answer of ours, which can be replaced through its response_url. */
  | { readonly kind: "ephemeral" }
  | { readonly kind: "home"; readonly pages: HomePageRef }
  | {
      readonly kind: "modal";
      readonly viewId: string;
      readonly callbackId: string;
      readonly metadata: string;
      /** The lowest window of the stack; its own id where it is the only one. */
      readonly rootViewId: string;
      /** `state.values` as Slack sends it: what is filled in at the moment. */
      readonly values: unknown;
    };

/** One click of an admitted person: what it carried, and where it was made. */
export type Click = Asked & { readonly value: string | undefined; readonly place: Place };

/** Serves one kind of click. */
export type ClickListener = (click: Click) => Promise<void>;

const option = z.looseObject({ value: z.string() }).nullish();
const clickSchema = z.looseObject({
  actions: z
    .array(
      z.looseObject({
        action_id: z.string(),
        value: z.string().nullish(),
        selected_option: option,
        selected_user: z.string().nullish(),
        selected_date: z.string().nullish(),
      }),
    )
    .min(1),
  container: z.looseObject({ is_ephemeral: z.boolean().optional() }).optional(),
  message: z
    .looseObject({
      metadata: z.looseObject({ event_type: z.string(), event_payload: z.unknown() }).nullish(),
    })
    .nullish(),
  view: z
    .looseObject({
      id: z.string(),
      type: z.string(),
      callback_id: z.string().default(""),
      private_metadata: z.string().default(""),
      root_view_id: z.string().nullish(),
      state: z.looseObject({ values: z.unknown() }).optional(),
    })
    .nullish(),
});

/** Takes a click, acknowledged already, and hands it to the listener of its control. */
export async function receiveClick(
  handling: Handling,
  body: unknown,
  listeners: Readonly<Record<string, ClickListener>>,
): Promise<void> {
  const parsed = clickSchema.parse(body);
  const sender = senderOfInteraction(body);
  const place = placeOf(parsed);
  const action = parsed.actions[0];
  const listener =
    action && Object.hasOwn(listeners, action.action_id) ? listeners[action.action_id] : undefined;
  const value =
    action?.value ??
    action?.selected_option?.value ??
    action?.selected_user ??
    action?.selected_date ??
    undefined;
  const reply = (message: Message): Promise<void> => replyAt(handling, sender, place, message);
  const request = { key: triggerKey("click", body), what: `click:${action?.action_id ?? "?"}`, reply };
  await receive(handling, sender, request, async (asked) => {
    if (listener === undefined) await asked.reply(unreadableControl(handling.commands));
    else await listener({ ...asked, value, place });
  });
}

/**
 * A listener for controls whose value is of this codec. A value that does not read is answered, not thrown: old messages keep
 * their buttons for years.
 */
export function reading<Value>(
  codec: z.ZodType<Value>,
  serve: (click: Click, value: Value) => Promise<void>,
): ClickListener {
  return async (click) => {
    const value = codec.safeDecode(click.value ?? "");
    if (value.success) await serve(click, value.data);
    else await click.reply(unreadableControl(click.commands));
  };
}

/** Where a form that opens because of this click has come from. */
export function originOf({ place, sender }: Pick<Click, "place" | "sender">): Origin {
  const channel = sender.channel === undefined ? {} : { channel: sender.channel };
  switch (place.kind) {
    case "home":
      return { from: "home", below: { list: "home" } };
    case "modal":
      return {
        from: place.callbackId === callbackIds.item ? "details" : "list",
        below: belowWindow(place),
        ...channel,
      };
    case "message":
    case "ephemeral":
      return { from: "message", ...channel };
    default:
      return assertNever(place);
  }
}

/** The list that lies below whatever opens on top of this window: the window itself, or what it has kept in mind. */
export function belowWindow({
  callbackId,
  metadata,
}: Pick<Extract<Place, { readonly kind: "modal" }>, "callbackId" | "metadata">): Below | undefined {
  switch (callbackId) {
    case callbackIds.items:
      return { list: "items", page: closeoutModalMetadata.safeDecode(metadata).data?.p };
    case callbackIds.todo:
      return { list: "todo", page: pageRef.safeDecode(metadata).data?.p };
    default:
      return itemModalMetadata.safeDecode(metadata).data?.below;
  }
}

function placeOf(parsed: z.output<typeof clickSchema>): Place {
  const { view, container, message } = parsed;
  if (view?.type === "home") {
    const pages = homeMetadata.safeDecode(view.private_metadata);
    return { kind: "home", pages: pages.success ? pages.data : { t: 0, c: 0 } };
  }
  if (view) {
    const { id: viewId, callback_id: callbackId, private_metadata: metadata, state } = view;
    const rootViewId = view.root_view_id ?? viewId;
    return { kind: "modal", viewId, callbackId, metadata, rootViewId, values: state?.values ?? {} };
  }
  if (container?.is_ephemeral) return { kind: "ephemeral" };
  const metadata = message?.metadata;
  const payload =
    metadata?.event_type === deliveryMetadata.eventType
      ? deliveryMetadata.payload.safeParse(metadata.event_payload)
      : undefined;
  return { kind: "message", deliveryId: payload?.success ? payload.data.delivery_id : undefined };
}

async function replyAt(handling: Handling, sender: Sender, place: Place, message: Message): Promise<void> {
  const { client } = handling;
  const view = noticeModal(message);
  const trigger_id = sender.triggerId ?? "";
  try {
    if (place.kind === "modal") await client.views.push({ trigger_id, view });
    else if (place.kind === "home") await client.views.open({ trigger_id, view });
    else await tell(handling, sender, message);
  } catch {
    // The window cannot open any more (its trigger lives three seconds), so the answer comes as a message.
    await tell(handling, sender, message);
  }
}
