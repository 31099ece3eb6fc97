import { html as bound } from "htm/preact";
import type { ComponentChildren, VNode } from "preact";

/**
 * Markup for the page's own elements. Components are put in with `h(Component, props)`, so that the compiler checks
 * their props; a template does not.
 */
export const html: (strings: TemplateStringsArray, ...values: ComponentChildren[]) => VNode = bound;
export { h } from "preact";
