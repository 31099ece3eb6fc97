import { render } from "preact";
import { App } from "./app.ts";
import { createDeeds } from "./deeds.ts";
import { h, html } from "./html.ts";
import { firstState, startSession } from "./session.ts";
import { createStore } from "./state.ts";

const root = document.querySelector("#app");
if (root !== null) await start(root);

async function start(element: Element): Promise<void> {
  try {
    const store = createStore(await firstState(location.hash));
    const session = startSession(store);
    element.replaceChildren();
    render(h(App, { store, session, deeds: createDeeds(store, session) }), element);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const again = (): void => location.reload();
    element.replaceChildren();
    render(
      html`<div class="starting" role="alert"><p>${text}</p><button type="button" class="button" onClick=${again}>Try again</button></div>`,
      element,
    );
  }
}
