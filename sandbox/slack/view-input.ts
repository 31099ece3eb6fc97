import { z } from "zod";
import { refusal, SlackApiError } from "./api-error.ts";
import type { Block } from "./blocks/blocks.ts";
import { checkViewBlocks } from "./blocks/check.ts";
import { complaint, complaints } from "./blocks/complaints.ts";
import { plainText } from "./blocks/composition.ts";
import { LIMITS } from "./limits.ts";

const shared = {
  blocks: z.unknown(),
  callback_id: z.string().max(LIMITS.id).default(""),
  external_id: z.string().max(LIMITS.id).default(""),
  private_metadata: z.string().max(LIMITS.privateMetadata).default(""),
};

const viewInput = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("modal"),
    ...shared,
    title: plainText(LIMITS.viewTitle),
    submit: plainText(LIMITS.viewButton).optional(),
    close: plainText(LIMITS.viewButton).optional(),
    clear_on_close: z.boolean().default(false),
    notify_on_close: z.boolean().default(false),
    submit_disabled: z.boolean().default(false),
  }),
  z.strictObject({ type: z.literal("home"), ...shared }),
]);

type WithBlocks<V> = V extends unknown ? Omit<V, "blocks"> & { readonly blocks: readonly Block[] } : never;

/** A view as an app hands it in, checked. */
export type ViewInput = WithBlocks<z.infer<typeof viewInput>>;

/**
 * Checks a view that an app hands in.
 * @throws SlackApiError `view_too_large`, or `invalid_arguments` with everything that is wrong.
 */
export function parseView(raw: unknown, type: "modal" | "home"): ViewInput {
  if (JSON.stringify(raw ?? null).length > LIMITS.viewBytes) throw new SlackApiError("view_too_large");
  const parsed = viewInput.safeParse(raw, { reportInput: true });
  if (!parsed.success) throw refusal("invalid_arguments", complaints(parsed.error, ["view"]));
  const checked = checkViewBlocks(parsed.data.blocks);
  if (!checked.ok) throw refusal("invalid_arguments", checked.complaints);
  if (parsed.data.type !== type) {
    throw refusal("invalid_arguments", [complaint(`must be of type ${type}`, ["view", "type"])]);
  }
  if (parsed.data.type === "modal" && parsed.data.submit === undefined) {
    if (checked.blocks.some((block) => block.type === "input")) {
      throw refusal("invalid_arguments", [
        complaint("submit is required when an input block is within blocks", ["view"]),
      ]);
    }
  }
  return { ...parsed.data, blocks: checked.blocks };
}
