import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { progressBar } from "../../../src/domain/checklist/progress.ts";
import type { PrerequisiteStanding } from "../../../src/domain/decommission/decommission-prerequisites.ts";
import type {
  DecommissionStanding,
  NextAct,
} from "../../../src/domain/decommission/decommission-standing.ts";
import type { StepStanding } from "../../../src/domain/decommission/decommission-steps.ts";
import { dateToken } from "../dates.ts";
import { actorWords, count, line, link, mention } from "../mrkdwn.ts";

/** Characters of somebody's words in a line of the view. */
const room = 140;

/** Moments as their readers' Slack shows them. */
export type Moments = (moment: Temporal.Instant) => string;

/** Moments of a closeout for its readers. */
export function momentsIn(timeZone: string): Moments {
  return (moment) => dateToken(moment, "moment", timeZone);
}

/** What comes next, in a few words that can stand after a dash. */
export function nextWords(next: NextAct, moment: Moments): string {
  switch (next.kind) {
    case "finished":
      return "finished: every step is settled";
    case "stopped":
      return "frozen";
    case "kept":
      return "skipped: the source is kept";
    case "evidence":
      return `next: ${name(next.prerequisite)}`;
    case "decision":
      return `waits for the decision on sign-off ${next.request.number}`;
    case "step":
      return `next: ${name(next.step)}`;
    case "confirm":
      return `${name(next.step)} waits for a second person`;
    case "wait":
      return next.step === undefined
        ? `nothing to do before ${moment(next.until)}`
        : `${name(next.step)}: until ${moment(next.until)}`;
    default:
      return assertNever(next);
  }
}

/** `P1 No applications still connecting`. */
export function name({ id, title }: { readonly id: string; readonly title: string }): string {
  return `${line(id, 12)} ${line(title, 100)}`;
}

const cells = 8;

/** `━━━━━━━━┃━━●┄┄┄┄┄┃┄┄┄┄┄┄┄┄`: the stages with today's place in them. The last one has no end, so it is filled once begun. */
export function timelineBar({ stages, stage }: DecommissionStanding, now: Temporal.Instant): string {
  return stages
    .map(({ from, until }, at) => {
      if (at < stage) return "━".repeat(cells);
      if (at > stage) return "┄".repeat(cells);
      const share =
        until === undefined ? 0 : now.since(from).total("hours") / until.since(from).total("hours");
      const place = Math.min(cells - 1, Math.max(0, Math.floor(share * cells)));
      return `${"━".repeat(place)}●${"┄".repeat(cells - 1 - place)}`;
    })
    .join("┃");
}

/** Each stage on a line, and which one it is now. */
export function stageLines({ stages, stage }: DecommissionStanding, timeZone: string): string {
  return stages
    .map(({ title, from, until }, at) => {
      const begin = dateToken(from, "day", timeZone);
      const end = until === undefined ? "" : ` to ${dateToken(until, "day", timeZone)}`;
      const stageWords = `${line(title, 120)} · ${until === undefined ? `from ${begin}` : `${begin}${end}`}`;
      if (at === stage) return `▸ *${stageWords}* · *now*`;
      return `${at < stage ? "✓" : "○"} ${stageWords}`;
    })
    .join("\n");
}

/** A prerequisite with its evidence: who, when, until when it counts. */
export function prerequisiteLine(
  { prerequisite, settled, evidence }: PrerequisiteStanding,
  now: Temporal.Instant,
  moment: Moments,
): string {
  return `${settled ? "✓" : "○"} *${line(prerequisite.id, 12)}* ${line(prerequisite.title, 100)}\n      ${evidenceWords(evidence, now, moment)}`;
}

function evidenceWords(
  evidence: PrerequisiteStanding["evidence"],
  now: Temporal.Instant,
  moment: Moments,
): string {
  switch (evidence.kind) {
    case "missing":
      return "no evidence yet";
    case "connections": {
      const { check, until, state } = evidence;
      const seen = `${words(check.words)} · checked by ${mention(check.checkedBy)}, noted by ${actorWords(check.by)} ${moment(check.at)} (${age(check.at, now)})`;
      if (state === "overtaken")
        return `*void:* somebody reported since that they still use the source. Before that: ${seen}`;
      return state === "stale"
        ? `*stale since ${moment(until)}; renew it.* ${seen}`
        : `${seen} · counts until ${moment(until)}`;
    }
    case "window": {
      const { until, early } = evidence;
      return early === undefined
        ? `computed from the timeline: ${moment(until)}`
        : `opened early by sign-off ${early.number}; would end ${moment(until)}`;
    }
    case "backup": {
      const { backup, by, at } = evidence.taken;
      return `${words(backup.location)} · ${line(backup.size, 40)} · ${line(backup.checksum, 80)} · restore tested by ${mention(backup.restore.by)} on ${line(backup.restore.on, 12)}: “${line(backup.restore.words, room)}” · noted by ${actorWords(by)} ${moment(at)}`;
    }
    case "approval": {
      const { request, state } = evidence;
      const number = `sign-off ${request.number}`;
      if (state === "approved")
        return `${number} approved${request.ended === undefined ? "" : ` ${moment(request.ended.at)}`}, bound to this plan`;
      if (state === "open") return `${number} waits for a decision until ${moment(request.decideBy)}`;
      return state === "outdated"
        ? `*void:* the plan has changed since ${number} approved it; ask again`
        : `${number} ended as ${request.state}; ask again`;
    }
    case "ticked":
      return "marked as done";
    default:
      return assertNever(evidence);
  }
}

/** "less than a day old", "3 days old". */
function age(at: Temporal.Instant, now: Temporal.Instant): string {
  const days = Math.floor(now.since(at).total("hours") / 24);
  return days < 1 ? "less than a day old" : `${count(days, "day")} old`;
}

/** Somebody's note in quotation marks, or their link. */
export function words(typed: string): string {
  return /^https?:\/\/\S+$/iu.test(typed) ? link(typed, 200) : `“${line(typed, room)}”`;
}

/** A step as it stands, on one or two lines. */
export function stepLine(standing: StepStanding, now: Temporal.Instant, moment: Moments): string {
  const { step, settled, skipped, done, asked, wait } = standing;
  const mark = settled ? "✓" : asked === undefined ? "○" : "◐";
  const head = `${mark} *${line(step.id, 12)}* ${line(step.title, 100)}${step.irreversible && !settled ? " · *cannot be undone; takes two people*" : ""}`;
  if (done !== undefined) {
    const second = done.confirmedBy === undefined ? "" : `, confirmed by ${mention(done.confirmedBy)}`;
    return `${head}\n      done by ${actorWords(done.by)}${second} ${moment(done.at)} · ${words(done.evidence)}`;
  }
  if (skipped) return `${head}\n      skipped; its item says why`;
  if (asked !== undefined)
    return `${head}\n      ${actorWords(asked.by)} would do it; somebody else has to confirm it`;
  if (wait === undefined) return head;
  const restarted = wait.restartedBy === undefined ? "" : `, anew since ${moment(wait.from)}`;
  return settled
    ? `${head}\n      over since ${moment(wait.until)}`
    : `${head}\n      ${waitProgress(wait, now)}${restarted} · over ${moment(wait.until)}`;
}

/** `████░░░░░░  day 3 of 7`. */
export function waitProgress(
  { from, until }: { readonly from: Temporal.Instant; readonly until: Temporal.Instant },
  now: Temporal.Instant,
): string {
  const hours = (span: Temporal.Duration) => span.total("hours");
  const all = hours(until.since(from));
  const passed = Math.min(all, Math.max(0, hours(now.since(from))));
  const days = Math.max(1, Math.round(all / 24));
  const day = Math.min(days, Math.floor(passed / 24) + 1);
  return `${progressBar(Math.floor(passed), Math.max(1, Math.ceil(all)))}  day ${day} of ${count(days, "day").replace(/ days?$/, "")}`;
}
