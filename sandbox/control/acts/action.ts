import type { Control } from "../../slack/blocks/form-state.ts";
import type { FieldValue } from "../../slack/blocks/values.ts";
import { compact, type JsonObject } from "../../slack/json.ts";

/** One entry of a block_actions payload: the control and what it was set to. */
export function actionEntry(
  { element, actionId, blockId }: Control,
  value: FieldValue,
  actionTs: string,
): JsonObject {
  return compact({
    ...value,
    type: element.type,
    action_id: actionId,
    block_id: blockId,
    ...(element.type === "button" ? { text: element.text, style: element.style, url: element.url } : {}),
    ...("placeholder" in element ? { placeholder: element.placeholder } : {}),
    ...("confirm" in element ? { confirm: element.confirm } : {}),
    action_ts: actionTs,
  });
}
