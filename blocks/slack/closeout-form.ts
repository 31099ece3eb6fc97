import type { InputBlock, KnownBlock, ModalView } from "@slack/types";
import type { Closeout } from "../../src/domain/closeout.ts";
import { context, plain } from "./elements.ts";
import { line } from "./mrkdwn.ts";

/** What a form about a closeout says and asks. */
export type FormLook = {
  readonly title: string;
  readonly submit: string;
  readonly before: readonly KnownBlock[];
  readonly fields: readonly InputBlock[];
};

/** A form under the closeout's name: first what has to be known, then the fields. */
export function closeoutForm(
  closeout: Closeout,
  callback: string,
  metadata: string,
  look: FormLook,
): ModalView {
  return {
    type: "modal",
    callback_id: callback,
    private_metadata: metadata,
    title: plain(look.title),
    submit: plain(look.submit),
    close: plain("Cancel"),
    blocks: [context(line(closeout.name, 150)), ...look.before, ...look.fields],
  };
}
