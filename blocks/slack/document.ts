import type { KnownBlock, ModalView } from "@slack/types";
import type { Item } from "../../src/domain/checklist/item.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { DocumentChange } from "../../src/domain/handover/handover.ts";
import type { ItemView } from "../../src/domain/views.ts";
import { actionIds, callbackIds, itemModalMetadata, itemRef } from "./actions.ts";
import { momentOf } from "./baseline/baseline-people.ts";
import { actions, button, context, field, plain, section } from "./elements.ts";
import { documentRef } from "./handover/actions-handover.ts";
import type { Commands, Message, Origin } from "./message.ts";
import { assigneeWords, line, link, mention, quote } from "./mrkdwn.ts";

/** What has changed in the document that an item is about, who reviewed it, and the next act; nothing for other items. */
export function documentBlocks({ closeout, item, document, mayChange }: ItemView): KnownBlock[] {
  if (document === undefined) return [];
  const { change, mayReview } = document;
  const value = itemRef.encode({ c: closeout.id, i: item.id });
  const describe = button(
    change === undefined ? "Say what has changed…" : "It has changed again…",
    actionIds.documentDescribe,
    value,
  );
  const review =
    change !== undefined && mayReview
      ? [
          button(
            "I have reviewed it",
            actionIds.documentReview,
            documentRef.encode({ c: closeout.id, i: item.id, n: change.number }),
            { style: "primary" },
          ),
        ]
      : [];
  return [
    section(documentWords(closeout, item, change)),
    ...(change === undefined || change.words === ""
      ? []
      : [section(quote(change.words, 1_200, "the ledger holds it whole"))]),
    ...(mayChange ? [actions(...review, describe)] : []),
  ];
}

/** "*Document* · owner @maria · changed by @maria, …: <link> · waits for a review by somebody else". */
export function documentWords(
  { timeZone }: Pick<Closeout, "timeZone">,
  { assignee }: Pick<Item, "assignee">,
  change: DocumentChange | undefined,
  longestLink = 1_000,
): string {
  const owner = `owner ${assigneeWords(assignee)}`;
  if (change === undefined) return `*Document* · ${owner} · nobody has said yet what has changed`;
  const { by, at } = change.changed;
  const reviewed =
    change.reviewed === undefined
      ? "waits for a review by somebody else"
      : `reviewed by ${mention(change.reviewed.by.user)}, ${momentOf(change.reviewed.at, timeZone)}`;
  return `*Document* · ${owner} · changed by ${mention(by.user)}, ${momentOf(at, timeZone)}: ${link(change.link, longestLink)} · ${reviewed}`;
}

/** Asks what has changed in the document that an item is about. */
export function documentModal(closeout: Closeout, item: Item, origin: Origin): ModalView {
  return {
    type: "modal",
    callback_id: callbackIds.document,
    private_metadata: itemModalMetadata.encode({
      c: closeout.id,
      i: item.id,
      ch: origin.channel,
      from: origin.from,
      below: origin.below,
    }),
    title: plain("What has changed"),
    submit: plain("Ask for a review"),
    close: plain("Cancel"),
    blocks: [
      context(`${line(item.id, 12)} ${line(item.title, 300)}`),
      field(
        "document",
        "link",
        { type: "url_text_input", focus_on_load: true },
        { label: "Link to what has changed", hint: "The page, the commit or the dashboard as it is now." },
      ),
      field(
        "document",
        "words",
        { type: "plain_text_input", multiline: true, max_length: 1_000 },
        {
          label: "What has changed?",
          optional: true,
          hint: "The item is done once somebody else has reviewed it.",
        },
      ),
    ],
  };
}

/** It is noted and waits for somebody else. */
export function documentDescribed(
  closeout: Closeout,
  change: DocumentChange,
  { closeout: command }: Commands,
): Message {
  return sentence(
    `What has changed for ${line(change.item, 12)} of ${line(closeout.name, 80)} is noted. Somebody else reviews it now: in the item's details, or with \`${command} handover review ${line(change.item, 12)}\`. Then the item is done.`,
  );
}

/** It is reviewed. */
export function documentReviewed(closeout: Closeout, change: DocumentChange): Message {
  return sentence(
    `${line(change.item, 12)} of ${line(closeout.name, 80)} is reviewed by you, and done. The ledger keeps both names.`,
  );
}

/** Why there is nothing for this person to review. */
export function documentNotReviewed(
  closeout: Closeout,
  itemId: string,
  why: "nothing_to_review" | "own_change" | "outdated" | "already",
): Message {
  const item = `${line(itemId, 40)} of ${line(closeout.name, 80)}`;
  const reasons: Readonly<Record<typeof why, string>> = {
    nothing_to_review: `Nobody has said yet what has changed for ${item}, so there is nothing to review.`,
    own_change: `You have changed ${item} yourself; somebody else has to review it. Ask a colleague with a role in the closeout.`,
    outdated: `${item} was changed again since you saw it. Open the item and look at the newest change.`,
    already: `${item} was reviewed already.`,
  };
  return sentence(`${reasons[why]} Nothing was changed.`);
}

/** The item is about no document. */
export function noDocument(
  closeout: Closeout,
  itemId: string | undefined,
  suggestion: string | undefined,
  { closeout: command }: Commands,
): Message {
  const which =
    itemId === undefined
      ? "Which document? Name its item, such as U1"
      : `${line(itemId, 40)} is no item of ${line(closeout.name, 80)} that is about a document`;
  const near = suggestion === undefined ? "" : ` Did you mean ${line(suggestion, 12)}?`;
  return sentence(`${which}.${near} Nothing was changed; \`${command} handover\` lists them.`);
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
