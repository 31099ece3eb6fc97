import type { KnownBlock, ModalView } from "@slack/types";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { findingWords, metricWords, regressionWords } from "../../../src/domain/baseline/baseline-words.ts";
import { type Finding, waiverReasonLength } from "../../../src/domain/baseline/finding.ts";
import { inTableOrder } from "../../../src/domain/baseline/measurement.ts";
import { findRegressions } from "../../../src/domain/baseline/regressions.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { BaselineNotice } from "../../../src/domain/notice.ts";
import { actionIds, callbackIds } from "../actions.ts";
import { button, context, field, plain, section } from "../elements.ts";
import { line, mention, quote } from "../mrkdwn.ts";
import { findingRef, waiveModalMetadata } from "./actions-baseline.ts";
import { momentOf } from "./baseline-people.ts";

/** The regressions of a measurement with their fate; that there is none, or that nobody can tell, is said as well. */
export function findingBlocks(notice: BaselineNotice): KnownBlock[] {
  const { measurement, baseline } = notice;
  const { findings, tolerancePercent } = measurement;
  const shown = inTableOrder(findings).map((finding) => findingBlock(notice, finding));
  const unknown = baseline.metrics.filter(({ change }) => change.kind === "unknown");
  if (unknown.length === baseline.metrics.length) {
    return [
      section("*None of the three can be compared*, so nobody can say whether anything got worse."),
      ...shown,
    ];
  }
  const names = unknown.map(({ name }) => metricWords[name].title).join(" and ");
  const unclear =
    unknown.length === 0 ? [] : [section(`*${names} cannot be compared*, for want of figures.`)];
  if (findings.some(({ state }) => state.kind === "open")) return [...unclear, ...shown];
  const limits = unknown.length === 0 ? "" : " among what can be compared";
  const beyond =
    findRegressions(baseline, tolerancePercent).length > 0
      ? []
      : [section(`Nothing is worse than on the source by more than ${tolerancePercent}%${limits}.`)];
  return [...unclear, ...beyond, ...shown];
}

function findingBlock(notice: BaselineNotice, finding: Finding): KnownBlock {
  const { closeout, measurement, newest, mayWaive } = notice;
  const { state, metric } = finding;
  switch (state.kind) {
    case "open": {
      const words = `*Regression:* ${line(regressionWords(finding), 300)}.${sinceThen(notice, finding)}`;
      if (measurement.number !== newest) return section(`${words} Nobody had waived it.`);
      const value = findingRef.encode({ c: closeout.id, n: measurement.number, m: metric });
      const { technical_lead, business_sponsor } = closeout.roles;
      const who = [...new Set([technical_lead, business_sponsor])].map(mention).join(" or ");
      return section(
        `${words} It waits for ${who} to waive it with a reason, or for a better measurement.`,
        ...(mayWaive ? [button("Waive…", actionIds.baselineWaive, value)] : []),
      );
    }
    case "waived": {
      const at = momentOf(state.at, closeout.timeZone);
      const what = line(regressionWords(finding, "was measured"), 300);
      const head = `*Regression, waived:* ${what}.${sinceThen(notice, finding)} Waived by ${mention(state.by.user)}, ${at}:`;
      return section(`${head}\n${quote(state.reason, 700, "the ledger holds it whole")}`);
    }
    case "resolved":
      return section(`*Regression, resolved:* ${line(findingWords(finding), 300)}`);
    default:
      return assertNever(state);
  }
}

/** What this measurement says of a finding that an earlier one has raised. */
function sinceThen({ baseline, measurement }: BaselineNotice, { metric }: Finding): string {
  const change = baseline.metrics.find(({ name }) => name === metric)?.change;
  if (change?.kind === "unknown") return " That was measured earlier; this time it cannot be compared.";
  const still = findRegressions(baseline, measurement.tolerancePercent).some((now) => now.metric === metric);
  return still ? "" : " That was an earlier measurement; in this one it is not.";
}

/** Asks why a regression is waived. */
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
    title: plain("Waive a regression"),
    submit: plain("Waive it"),
    close: plain("Cancel"),
    blocks: [
      section(`${line(regressionWords(finding), 300)}.`),
      context(`${line(closeout.name, 150)} · the waiver holds until a measurement is worse than this one`),
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
