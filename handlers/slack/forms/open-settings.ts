import { noCloseoutHere, notPermitted } from "../../../blocks/slack/refusals.ts";
import { settingsModal } from "../../../blocks/slack/start/settings-modal.ts";
import { mayDo } from "../../../src/domain/permissions.ts";
import type { Asked } from "../receive.ts";
import { openModal } from "./open-modal.ts";

/** Opens the settings of a closeout for its owner, also once it is closed; others hear who the owner is. */
export async function openSettings(
  asked: Asked,
  closeoutId: string,
  { onTop = false }: { readonly onTop?: boolean } = {},
): Promise<void> {
  const { channel } = asked.sender;
  await openModal(
    asked,
    async () => {
      const status = await asked.useCases.readStatus({ closeoutId });
      if (status === undefined) return { instead: noCloseoutHere(asked.commands) };
      const { closeout } = status;
      const permission = mayDo("change_settings", closeout, asked.member);
      return permission.allowed
        ? { view: settingsModal(closeout, channel === undefined ? {} : { channel }) }
        : { instead: notPermitted(closeout, permission.who, "change_settings") };
    },
    { onTop },
  );
}
