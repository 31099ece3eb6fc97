import type { KnownBlock, ModalView } from "@slack/types";
import type { DisposalNotice } from "../../src/domain/archive-view.ts";
import type { Artifact } from "../../src/domain/artifact.ts";
import { byteWords } from "../../src/domain/byte-words.ts";
import { reasonLength } from "../../src/domain/reason.ts";
import { actionIds, callbackIds } from "./actions.ts";
import {
  artifactRef,
  disposalPageRef,
  holdModalMetadata,
  keepModalMetadata,
  noticedRef,
} from "./actions-archive.ts";
import { artifactName, confirmation, filesWords, untilWords } from "./archive-words.ts";
import { dateToken } from "./dates.ts";
import { actions, button, context, field, plain, section } from "./elements.ts";
import type { Message } from "./message.ts";
import { actorWords, count, enumerate, line } from "./mrkdwn.ts";
import { onPage, pageButtons } from "./pages.ts";

const pageSize = 8;

/** Asks the compliance officer what becomes of artifacts whose retention is over, and shows what was decided and done. */
export function disposalMessage(notice: DisposalNotice): Message {
  const { closeout, artifacts, deliveryId, noticed } = notice;
  const name = line(closeout.name, 80);
  const page = onPage(artifacts, notice.page, pageSize);
  const waiting = artifacts.filter(isWaiting);
  const head =
    waiting.length === 0
      ? `${name}: everything is decided about ${count(artifacts.length, "artifact")} whose retention was over.`
      : `${name}: the retention of ${filesWords(waiting)} is over. Nothing is deleted unless you approve it.`;
  const named = enumerate(
    page.shown.map((one) => `${artifactName(one, 60)} (${stateWords(one)})`),
    pageSize,
  );
  return {
    text: `${head} ${named}`,
    blocks: [
      section(`*${head}*`),
      ...page.shown.flatMap((one) => artifactBlocks(notice, one)),
      ...pageButtons(page, "artifact", (turn, p) => ({
        actionId: turn === "previous" ? actionIds.disposalPrevious : actionIds.disposalNext,
        value: disposalPageRef.encode({ d: deliveryId, p }),
      })),
      ...(waiting.length > 1 ? [allButtons(closeout.id, noticed, waiting)] : []),
      context(
        "What was approved is deleted for good; its line stays in the retention register. What is kept is asked about again in 90 days.",
      ),
    ],
  };
}

function isWaiting({ disposal, disposed, hold }: Artifact): boolean {
  return disposal?.kind === "waiting" && disposed === undefined && hold === undefined;
}

function artifactBlocks({ closeout }: DisposalNotice, artifact: Artifact): KnownBlock[] {
  const { number, location, bytes, retainUntil, disposal, disposed } = artifact;
  const zone = closeout.timeZone;
  const head = `*${artifactName(artifact, 120)}*\n${line(location, 60)} · ${byteWords(bytes)} · was kept ${untilWords(retainUntil)}`;
  if (isWaiting(artifact)) {
    const value = artifactRef.encode({ c: closeout.id, n: number });
    return [
      section(head),
      actions(
        button("Approve disposal", actionIds.disposalApprove, value, {
          confirm: confirmation(
            `Dispose of #${number}?`,
            "The file is deleted from the archive for good. The register keeps its line, and the ledger that you approved it.",
            "Approve disposal",
          ),
        }),
        button("Keep", actionIds.disposalKeep, value),
      ),
    ];
  }
  const reason = disposal !== undefined && "reason" in disposal ? disposal.reason : undefined;
  const decided = disposal !== undefined && "by" in disposal ? disposal : undefined;
  const who =
    decided === undefined ? "" : ` by ${actorWords(decided.by)}, ${dateToken(decided.at, "moment", zone)}`;
  const why = decided?.kind === "rejected" && reason !== undefined ? `: ${line(reason, 300)}` : "";
  const mark = disposed === undefined ? "•" : "✗";
  return [section(`${head}\n${mark} ${stateWords(artifact)}${who}${why}`)];
}

function stateWords({ disposal, disposed, hold }: Artifact): string {
  if (disposed !== undefined) return "disposed of, approved";
  if (disposal?.kind === "approved") return "disposal approved, not carried out yet";
  if (hold !== undefined) return "on hold, so it is kept";
  return disposal?.kind === "rejected" ? "kept" : "waits for you";
}

function allButtons(c: string, at: string, waiting: readonly Artifact[]): KnownBlock {
  const value = noticedRef.encode({ c, at });
  return actions(
    button(`Approve all ${waiting.length}`, actionIds.disposalApproveAll, value, {
      style: "danger",
      confirm: confirmation(
        `Dispose of ${count(waiting.length, "artifact")}?`,
        `${filesWords(waiting)} are deleted from the archive for good, also those on other pages. The register keeps their lines.`,
        "Approve all",
      ),
    }),
    button(`Keep all ${waiting.length}`, actionIds.disposalKeepAll, value),
  );
}

/** What the form about keeping concerns. */
export type KeepTarget = {
  readonly c: string;
  readonly n?: number;
  readonly at?: string;
  readonly ch?: string;
};

/** Asks why something is kept although its retention is over. */
export function keepModal(target: KeepTarget): ModalView {
  return {
    type: "modal",
    callback_id: callbackIds.keep,
    private_metadata: keepModalMetadata.encode(target),
    title: plain("Keep"),
    submit: plain("Keep"),
    close: plain("Cancel"),
    blocks: [
      section(
        `${target.n === undefined ? "Everything that still waits stays" : `*#${target.n}* stays`} in the archive. You are asked again in 90 days.`,
      ),
      reasonField("keep", "Why is it kept longer?"),
    ],
  };
}

/** Asks why a hold is placed or released. */
export function holdModal(act: "hold" | "release", c: string, n: number, channel?: string): ModalView {
  const words = {
    hold: { title: "Place a hold", label: "Why must it be kept?", submit: "Place the hold" },
    release: { title: "Release a hold", label: "Why is it released?", submit: "Release it" },
  }[act];
  return {
    type: "modal",
    callback_id: callbackIds.hold,
    private_metadata: holdModalMetadata.encode({
      c,
      n,
      a: act,
      ...(channel === undefined ? {} : { ch: channel }),
    }),
    title: plain(words.title),
    submit: plain(words.submit),
    close: plain("Cancel"),
    blocks: [
      section(
        act === "hold"
          ? `As long as it is on hold, nothing disposes of *#${n}*, whatever its retention says.`
          : `From then on only its retention keeps *#${n}*.`,
      ),
      reasonField("hold", words.label),
    ],
  };
}

function reasonField(form: "hold" | "keep", label: string) {
  return field(
    form,
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
