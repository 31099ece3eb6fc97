import { SlackApiError } from "./api-error.ts";
import { FormState } from "./blocks/form-state.ts";
import type { Bus } from "./bus.ts";
import { newId } from "./ids.ts";
import type { JsonObject } from "./json.ts";
import { LIMITS } from "./limits.ts";
import type { ViewInput } from "./view-input.ts";
import type { World } from "./world.ts";

/** A modal or a Home that one person sees. */
export type View = {
  readonly id: string;
  readonly user: string;
  content: ViewInput;
  hash: string;
  readonly rootViewId: string;
  readonly previousViewId: string | undefined;
  readonly state: FormState;
};

/** Everybody's open modals (a stack each) and Homes. */
export class ViewStore {
  readonly #world: World;
  readonly #bus: Bus;
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();

  constructor(world: World, bus: Bus) {
    this.#world = world;
    this.#bus = bus;
  }

  /** The topmost open modal of `user`. */
  top(user: string): View | undefined {
    return this.#stack(user).at(-1);
  }

  home(user: string): View | undefined {
    return this.#homes.get(user);
  }

  /** An open modal or a Home by its id or external id; `undefined` once it is closed. */
  find(id: string): View | undefined {
    for (const view of this.#all()) {
      if (view.id === id || (view.content.external_id !== "" && view.content.external_id === id)) return view;
    }
    return undefined;
  }

  /** Opens a modal; whatever was open goes. */
  open(user: string, content: ViewInput): View {
    this.#refuseDuplicate(content);
    const view = this.#create(user, content, undefined);
    this.#stacks.set(user, [view]);
    this.#showTop(user);
    return view;
  }

  /** Puts a modal on top of the open one. @throws SlackApiError `push_limit_reached`. */
  push(user: string, content: ViewInput): View {
    this.#refuseDuplicate(content);
    const stack = this.#stack(user);
    if (stack.length >= LIMITS.viewStack) throw new SlackApiError("push_limit_reached");
    const view = this.#create(user, content, stack.at(-1));
    this.#stacks.set(user, [...stack, view]);
    this.#showTop(user);
    return view;
  }

  /** Replaces what a view shows. @throws SlackApiError `hash_conflict` when it has changed since `hash`. */
  update(view: View, content: ViewInput, hash: string | undefined): void {
    if (hash !== undefined && hash !== view.hash) throw new SlackApiError("hash_conflict");
    view.content = content;
    view.hash = this.#newHash();
    if (content.type === "home") this.#bus.emit({ kind: "home", user: view.user, view });
    else this.#showTop(view.user);
  }

  /** Shows `content` as the Home of `user`. */
  publish(user: string, content: ViewInput, hash: string | undefined): View {
    const known = this.#homes.get(user);
    if (known !== undefined) {
      this.update(known, content, hash);
      return known;
    }
    const view = this.#create(user, content, undefined);
    this.#homes.set(user, view);
    this.#bus.emit({ kind: "home", user, view });
    return view;
  }

  /** Closes a modal and what lies above it. @returns the closed ones, topmost first. */
  close(view: View): View[] {
    const stack = this.#stack(view.user);
    const index = stack.indexOf(view);
    if (index === -1) return [];
    this.#stacks.set(view.user, stack.slice(0, index));
    this.#showTop(view.user);
    return stack.slice(index).toReversed();
  }

  /** Closes all modals of `user`. @returns the closed ones, topmost first. */
  clear(user: string): View[] {
    const [root] = this.#stack(user);
    return root === undefined ? [] : this.close(root);
  }

  /** The view in Slack's shape, with what has been filled in so far. */
  json(view: View): JsonObject {
    const { content } = view;
    const modal = content.type === "modal";
    return {
      id: view.id,
      team_id: this.#world.team.id,
      type: content.type,
      blocks: content.blocks,
      private_metadata: content.private_metadata,
      callback_id: content.callback_id,
      external_id: content.external_id,
      state: { values: view.state.values(content.blocks) },
      hash: view.hash,
      title: modal ? content.title : { type: "plain_text", text: "View Title", emoji: true },
      submit: (modal ? content.submit : undefined) ?? null,
      close: (modal ? content.close : undefined) ?? null,
      clear_on_close: modal ? content.clear_on_close : false,
      notify_on_close: modal ? content.notify_on_close : false,
      submit_disabled: modal ? content.submit_disabled : false,
      previous_view_id: view.previousViewId ?? null,
      root_view_id: view.rootViewId,
      app_id: this.#world.app.appId,
      app_installed_team_id: this.#world.team.id,
      bot_id: this.#world.app.botId,
    };
  }

  #create(user: string, content: ViewInput, below: View | undefined): View {
    const id = newId("V");
    return {
      id,
      user,
      content,
      hash: this.#newHash(),
      rootViewId: below?.rootViewId ?? id,
      previousViewId: below?.id,
      state: new FormState(),
    };
  }

  #newHash(): string {
    return `${this.#world.seconds()}.${newId("h")}`;
  }

  #stack(user: string): readonly View[] {
    return this.#stacks.get(user) ?? [];
  }

  *#all(): Iterable<View> {
    for (const stack of this.#stacks.values()) yield* stack;
    yield* this.#homes.values();
  }

  #refuseDuplicate(content: ViewInput): void {
    if (content.external_id !== "" && this.find(content.external_id) !== undefined) {
      throw new SlackApiError("duplicate_external_id");
    }
  }

  #showTop(user: string): void {
    this.#bus.emit({ kind: "view", user, view: this.top(user) });
  }
}
