import type { KnownBlock, ModalView } from "@slack/types";
import { assertNever } from "../../src/domain/assert-never.ts";
import { findingWords, metricWords, worseWords } from "../../src/domain/baseline-words.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import { type Finding, waiverReasonLength } from "../../src/domain/finding.ts";
import { inTableOrder } from "../../src/domain/measurement.ts";
import type { BaselineNotice } from "../../src/domain/notice.ts";
import { actionIds, callbackIds } from "./actions.ts";
import { findingRef, waiveModalMetadata } from "./actions-baseline.ts";
import { momentOf } from "./baseline-people.ts";
import { button, context, field, plain, section } from "./elements.ts";
import { line, mention, quote } from "./mrkdwn.ts";

/** The regressions of a measurement with their fate; that there is none is said as well. */
export function findingBlocks(notice: BaselineNotice): KnownBlock[] {
  const { measurement, baseline } = notice;
  const { findings, tolerancePercent } = measurement;
  if (findings.length > 0) return inTableOrder(findings).map((finding) => findingBlock(notice, finding));
  const unknown = baseline.metrics.filter(({ change }) => change.kind === "unknown").length;
  if (unknown === baseline.metrics.length) {
    return [section("*None of the three can be compared*, so nobody can say whether anything got worse.")];
  }
  const limits = unknown === 0 ? "" : " among the figures that can be compared";
  return [section(`Nothing is worse than on the source by more than ${tolerancePercent}%${limits}.`)];
}

function findingBlock(notice: BaselineNotice, finding: Finding): KnownBlock {
  const { closeout, measurement, newest, mayWaive } = notice;
  const { state, metric } = finding;
  switch (state.kind) {
    case "open": {
      const words = `*Regression:* ${line(findingWords(finding), 300)}`;
      if (measurement.number !== newest) return section(words);
      const value = findingRef.encode({ c: closeout.id, n: measurement.number, m: metric });
      const { technical_lead, business_sponsor } = closeout.roles;
      const who = `${mention(technical_lead)} or ${mention(business_sponsor)}`;
      return section(
        `${words} It waits for ${who} to accept it with a reason, or for a new measurement.`,
        ...(mayWaive ? [button("Waive…", actionIds.baselineWaive, value)] : []),
      );
    }
    case "waived": {
      const at = momentOf(state.at, closeout.timeZone);
      const head = `*Regression, accepted:* ${metricWords[metric].title}, ${worseWords(finding)} worse than on the source, by ${mention(state.by.user)}, ${at}`;
      return section(`${head}\n${quote(state.reason, 700, "the ledger holds it whole")}`);
    }
    case "resolved":
      return section(`*Regression, resolved:* ${line(findingWords(finding), 300)}`);
    default:
      return assertNever(state);
  }
}

/** Asks why a regression is accepted as it is. */
export function waiveModal(
  closeout: Closeout,
  number: number,
  finding: Finding,
  channel: string | undefined,
): ModalView {
  const { metric } = finding;
  return {
    type: "modal",
    callback_id: callbackIds.waive,
    private_metadata: waiveModalMetadata.encode({ c: closeout.id, n: number, m: metric, ch: channel }),
    title: plain("Accept a regression"),
    submit: plain("Accept it"),
    close: plain("Cancel"),
    blocks: [
      section(line(findingWords(finding), 300)),
      context(
        `${line(closeout.name, 150)} · it counts as accepted until a measurement is worse than this one`,
      ),
      field(
        "waive",
        "reason",
        {
          type: "plain_text_input",
          multiline: true,
          min_length: waiverReasonLength.min,
          max_length: waiverReasonLength.max,
          focus_on_load: true,
        },
        {
          label: "Why is it acceptable?",
          hint: "Your name and your words stay with the measurement and in the ledger; an auditor may read them.",
        },
      ),
    ],
  };
}
