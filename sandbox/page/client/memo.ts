import { Component, type ComponentChildren, type FunctionComponent, h } from "preact";

/** A component that is drawn again only when one of its props is another object or value. */
export function memo<P extends object>(draw: (props: P) => ComponentChildren): FunctionComponent<P> {
  class Memo extends Component<{ readonly inner: P }> {
    override shouldComponentUpdate(next: { readonly inner: P }): boolean {
      return !sameProps(this.props.inner, next.inner);
    }
    override render(): ComponentChildren {
      return h(draw, this.props.inner);
    }
  }
  return (props) => h(Memo, { inner: props });
}

function sameProps(before: object, after: object): boolean {
  const keys = Object.keys(after);
  if (keys.length !== Object.keys(before).length) return false;
  return keys.every((key) => Object.is(Reflect.get(before, key), Reflect.get(after, key)));
}
