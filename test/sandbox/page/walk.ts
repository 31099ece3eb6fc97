import { type ComponentChildren, isValidElement, type VNode } from "preact";

/**
 * Writes a drawing down as text, without a browser: elements as `<tag class>…</tag>`, components by their names with
 * what they were given that is text. Components are not run.
 */
export function written(drawing: ComponentChildren): string {
  if (Array.isArray(drawing)) return drawing.map(written).join("");
  if (drawing === null || drawing === undefined || typeof drawing === "boolean") return "";
  if (!isVNode(drawing)) return typeof drawing === "object" ? JSON.stringify(drawing) : String(drawing);
  const { type, props } = drawing;
  const inner = written(props.children);
  if (typeof type === "string") {
    const look = attribute(props, "class");
    return `<${type}${look === "" ? "" : ` ${look}`}>${inner}</${type}>`;
  }
  return `{${type.displayName ?? type.name}${inner === "" ? "" : ` ${inner}`}}`;
}

function isVNode(drawing: ComponentChildren): drawing is VNode {
  return isValidElement(drawing);
}

function attribute(props: object, name: string): string {
  const value: unknown = Reflect.get(props, name);
  return typeof value === "string" ? value.trim() : "";
}
