import { useMemo, useRef, useState } from "preact/hooks";
import { type Field, fieldKey, initialField, valuesOf } from "./blocks/fields.ts";
import type { Surface } from "./blocks/surface.ts";
import type { Place } from "./deeds.ts";
import type { Json, JsonObject } from "./json.ts";
import { usePage, useReading } from "./page-context.ts";

/** A surface and what is filled in on it, ready for the API. */
export type LiveSurface = { readonly surface: Surface; readonly values: () => Record<string, Json> };

/** What is wrong with inputs, by block id, and who hears that an input has been filled in anew. */
export type Complaints = {
  readonly errors: Readonly<Record<string, string>>;
  readonly answered: (blockId: string) => void;
};

const NO_COMPLAINTS: Complaints = { errors: {}, answered: () => undefined };

/**
 * The surface of a message or view: keeps what is filled in for as long as the component lives, asks confirm dialogs, and
 * tells the app what was used.
 */
export function useSurface(
  kind: Surface["kind"],
  place: Place,
  blocks: readonly JsonObject[],
  { errors, answered }: Complaints = NO_COMPLAINTS,
): LiveSurface {
  const page = usePage();
  const reading = useReading();
  const [filled, setFilled] = useState<ReadonlyMap<string, Field>>(new Map());
  // Handlers outlive a drawing: they read what is true when they run.
  const latest = useRef({ filled, place, blocks, answered });
  latest.current = { filled, place, blocks, answered };
  const values = (): Record<string, Json> => valuesOf(latest.current.blocks, latest.current.filled);

  const surface = useMemo<Surface>(
    () => ({
      kind,
      reading,
      errors,
      fields: {
        get: (control, element) => filled.get(fieldKey(control)) ?? initialField(element),
        set: (control, field) => {
          const next = new Map(latest.current.filled).set(fieldKey(control), field);
          latest.current = { ...latest.current, filled: next };
          setFilled(next);
          latest.current.answered(control.blockId);
        },
      },
      act: async (control, value, confirm) => {
        if (confirm !== undefined && !(await page.confirm(confirm))) return false;
        await page.deeds.act(latest.current.place, control, value, values());
        return true;
      },
      options: (control, query) => page.deeds.options(latest.current.place, control, query),
    }),
    [kind, reading, errors, filled, page],
  );
  return { surface, values };
}
