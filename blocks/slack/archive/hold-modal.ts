import type { ModalView } from "@slack/types";
import type { Artifact } from "../../../src/domain/archive/artifact.ts";
import { reasonLength } from "../../../src/domain/reason.ts";
import { callbackIds } from "../actions.ts";
import { field, plain, section } from "../elements.ts";
import { holdModalMetadata } from "./actions-archive.ts";
import { artifactName } from "./archive-words.ts";

/** Asks why a hold is placed on an artifact, or released. */
export function holdModal(
  act: "hold" | "release",
  artifact: Pick<Artifact, "closeoutId" | "number" | "path">,
  channel?: string,
): ModalView {
  const name = `*${artifactName(artifact, 300)}*`;
  const words = {
    hold: { title: "Place a hold", label: "Why must it be kept?", submit: "Place the hold" },
    release: { title: "Release a hold", label: "Why is it released?", submit: "Release it" },
  }[act];
  return {
    type: "modal",
    callback_id: callbackIds.hold,
    private_metadata: holdModalMetadata.encode({
      c: artifact.closeoutId,
      n: artifact.number,
      a: act,
      ...(channel === undefined ? {} : { ch: channel }),
    }),
    title: plain(words.title),
    submit: plain(words.submit),
    close: plain("Cancel"),
    blocks: [
      section(
        act === "hold"
          ? `As long as it is on hold, nothing disposes of ${name}, whatever its retention says.`
          : `From then on only its retention keeps ${name}.`,
      ),
      reasonField(words.label),
    ],
  };
}

function reasonField(label: string) {
  return field(
    "hold",
    "reason",
    {
      type: "plain_text_input",
      multiline: true,
      min_length: reasonLength.min,
      max_length: reasonLength.max,
      focus_on_load: true,
    },
    { label, hint: "The reason goes into the ledger; an auditor may read it." },
  );
}
