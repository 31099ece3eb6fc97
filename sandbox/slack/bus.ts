import type { Conversation } from "./conversation.ts";
import type { Message } from "./message-log.ts";
import type { View } from "./view-store.ts";

/** What happens in the workspace and a page would show at once. */
export type Happening =
  | {
      readonly kind: "message" | "message_changed";
      readonly conversation: Conversation;
      readonly message: Message;
    }
  | { readonly kind: "message_deleted"; readonly conversation: Conversation; readonly message: Message }
  | { readonly kind: "view"; readonly user: string; readonly view: View | undefined }
  | { readonly kind: "home"; readonly user: string; readonly view: View }
  | { readonly kind: "conversations" };

type Listener = (happening: Happening) => void;

/** Tells whoever watches what happens. Costs nothing while nobody does. */
export class Bus {
  readonly #listeners = new Set<Listener>();

  emit(happening: Happening): void {
    for (const listener of this.#listeners) listener(happening);
  }

  /** Calls `listener` for everything that happens; the answer unsubscribes. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
