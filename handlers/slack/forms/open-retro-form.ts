import { randomBytes } from "node:crypto";
import { closeoutClosed, noCloseoutHere, notPermitted } from "../../../blocks/slack/refusals.ts";
import type { ContributionMetadata } from "../../../blocks/slack/retro/actions-retro.ts";
import {
  contributionGone,
  noRetro,
  notOwn,
  retroOver,
  retroThere,
} from "../../../blocks/slack/retro/retro-answers.ts";
import {
  contributeModal,
  editContributionModal,
  importModal,
  openRetroModal,
} from "../../../blocks/slack/retro/retro-modals.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { mayDo } from "../../../src/domain/permissions.ts";
import { isOwn, type RetroSection, type Retrospective } from "../../../src/domain/retro/retrospective.ts";
import type { Asked } from "../receive.ts";
import { type Opening, openModal } from "./open-modal.ts";

/** Opens the form that opens the retrospective; where there is one already, it says so. */
export async function openRetroForm(asked: Asked, closeoutId: string): Promise<void> {
  await openModal(asked, async () => {
    const view = await asked.useCases.readRetro({ closeoutId, member: asked.member });
    if (view === undefined) return { instead: noCloseoutHere(asked.commands) };
    const { closeout, retro } = view;
    if (retro !== undefined) return { instead: retroThere(closeout, retro) };
    if (closeout.status === "closed") return { instead: closeoutClosed(closeout) };
    const permission = mayDo("open_retro", closeout, asked.member);
    return permission.allowed
      ? { view: openRetroModal(closeout, asked.sender.channel) }
      : { instead: notPermitted(closeout, permission.who, "open_retro") };
  });
}

/** Opens the form for one contribution. */
export async function openContributeForm(
  asked: Asked,
  closeoutId: string,
  chosen?: RetroSection,
): Promise<void> {
  await openIfMay(asked, closeoutId, (closeout, retro, metadata) => ({
    view: contributeModal(closeout, retro, metadata, chosen),
  }));
}

/** Opens the form for pasted notes. */
export async function openImportForm(asked: Asked, closeoutId: string): Promise<void> {
  await openIfMay(asked, closeoutId, (closeout, retro, metadata) => ({
    view: importModal(closeout, retro, metadata),
  }));
}

/** Opens the form in which somebody changes what they wrote; `secret` is what an anonymous writer has of it. */
export async function openEditForm(
  asked: Asked,
  closeoutId: string,
  contributionId: string,
  secret: string | undefined,
): Promise<void> {
  await openIfMay(asked, closeoutId, (closeout, retro, { ch }) => {
    const found = retro.contributions.find(({ id }) => id === contributionId);
    if (found === undefined) return { instead: contributionGone(closeout) };
    if (!isOwn(found, { user: asked.member.user, secret })) {
      return { instead: notOwn(closeout, retro.anonymous) };
    }
    const metadata = { c: closeout.id, n: found.id, s: secret ?? newSecret(), ...channelOf(ch) };
    return { view: editContributionModal(closeout, retro, found, metadata) };
  });
}

/** Whoever may not contribute, or has nothing to contribute to, is told so now; the use case decides again. */
async function openIfMay(
  asked: Asked,
  closeoutId: string,
  draw: (closeout: Closeout, retro: Retrospective, metadata: ContributionMetadata) => Opening,
): Promise<void> {
  await openModal(asked, async () => {
    const view = await asked.useCases.readRetro({ closeoutId, member: asked.member });
    if (view === undefined) return { instead: noCloseoutHere(asked.commands) };
    const { closeout, retro } = view;
    if (closeout.status === "closed") return { instead: closeoutClosed(closeout) };
    const permission = mayDo("contribute", closeout, asked.member);
    if (!permission.allowed) return { instead: notPermitted(closeout, permission.who, "contribute") };
    if (retro === undefined) return { instead: noRetro(closeout, asked.commands) };
    if (retro.closed !== undefined) return { instead: retroOver(closeout) };
    return draw(closeout, retro, {
      c: closeout.id,
      s: newSecret(),
      ...channelOf(asked.sender.channel),
    });
  });
}

function channelOf(channel: string | undefined) {
  return channel === undefined ? {} : { ch: channel };
}

/** Made for one form and kept nowhere but in it and in the answer to it. */
function newSecret(): string {
  return randomBytes(32).toString("base64url");
}
