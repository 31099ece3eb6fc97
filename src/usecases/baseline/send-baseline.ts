import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import type { Baseline } from "../../domain/baseline/baseline.ts";
import { baselineMarkdown } from "../../domain/baseline/baseline-markdown.ts";
import { type Measurement, type Sending, stakeholdersOf } from "../../domain/baseline/measurement.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { documentOf } from "../../domain/document.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { CloseoutChange, Member, NewDelivery } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import type { NotPermitted } from "../refusal.ts";
import { templateOf } from "../start/template-of.ts";
import { comparedIn } from "./compose-baseline.ts";
import { chartSubject, nameOf, provenanceOf } from "./measure-baseline.ts";
import { settleBaseline } from "./settle-baseline.ts";

export type SendBaselineOutcome =
  | { readonly kind: "sent"; readonly closeout: Closeout; readonly measurement: Measurement }
  /** It was sent more often than whoever asks knows; asking again with that knowledge sends it again. */
  | { readonly kind: "sent_already"; readonly closeout: Closeout; readonly measurement: Measurement }
  /** Not the newest any more; that one is what stakeholders should get. */
  | { readonly kind: "outdated"; readonly closeout: Closeout; readonly newest: Measurement }
  | NotPermitted
  | { readonly kind: "none"; readonly closeout: Closeout }
  | { readonly kind: "closed"; readonly closeout: Closeout }
  | { readonly kind: "no_closeout" };

type SendInput = {
  readonly closeoutId: string;
  readonly member: Member;
  /** Which measurement; the newest unless given. */
  readonly number?: number;
  /** How often it had been sent as far as this person knows. */
  readonly timesSent: number;
};

/**
 * Sends the newest measurement to everybody who holds a role, each once: the table in words, the chart, and a document with
 * what was decided until now.
 */
export async function sendBaseline(
  deps: Pick<Deps, "clock" | "closeouts" | "baselines" | "queue" | "log">,
  input: SendInput,
): Promise<SendBaselineOutcome> {
  const known = await deps.closeouts.get(input.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const seen = await deps.baselines.newest(input.closeoutId);
  const baseline = seen && (await comparedIn(deps, known, seen));
  const { result, lanes } = await deps.closeouts.change(input.closeoutId, async (change) => {
    const { closeout } = change;
    const newest = await change.baselines.newest();
    const refusal = refuse(closeout, newest, input);
    if (refusal !== undefined) return refusal;
    if (newest === undefined) return { kind: "none", closeout } as const;
    // It was measured between our look and this change.
    if (baseline === undefined || newest.number !== seen?.number)
      return { kind: "outdated", closeout, newest } as const;
    const measurement = await send(change, newest, baseline, input.member, deps.clock.now());
    await settleBaseline(change, template, measurement, deps.clock.now());
    return { kind: "sent", closeout, measurement } as const;
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

function refuse(
  closeout: Closeout,
  newest: Measurement | undefined,
  { member, number, timesSent }: SendInput,
): Exclude<SendBaselineOutcome, { kind: "sent" }> | undefined {
  if (closeout.status === "closed") return { kind: "closed", closeout };
  const permission = mayDo("measure_baseline", closeout, member);
  if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
  if (newest === undefined) return { kind: "none", closeout };
  if (number !== undefined && number !== newest.number) return { kind: "outdated", closeout, newest };
  return newest.sendings.length > timesSent
    ? { kind: "sent_already", closeout, measurement: newest }
    : undefined;
}

async function send(
  change: CloseoutChange,
  measurement: Measurement,
  baseline: Baseline,
  { platform, tenant, user, name }: Member,
  now: Temporal.Instant,
): Promise<Measurement> {
  const { closeout } = change;
  const { number, documents, measuredAt, findings } = measurement;
  const text = baselineMarkdown(baseline, findings, provenanceOf(closeout, measuredAt, documents.json));
  const markdown = documentOf(new TextEncoder().encode(text), {
    name: nameOf(closeout, "md"),
    mediaType: "text/markdown",
    savedAt: now,
  });
  await change.saveDocument(markdown);
  const recipients = stakeholdersOf(closeout.roles);
  const chart = chartSubject(closeout, measurement, baseline);
  const caption = `The same as a document for your files: measurement ${number}, with what was decided until now`;
  await change.post(
    recipients.flatMap((recipient): readonly NewDelivery[] => {
      const conversation = { kind: "direct", user: recipient.user } as const;
      return [
        { id: randomUUID(), conversation, subject: { kind: "baseline", number } },
        { id: randomUUID(), conversation, subject: chart },
        { id: randomUUID(), conversation, subject: { kind: "file", sha256: markdown.sha256, caption } },
      ];
    }),
  );
  await change.record({
    actor: { platform, tenant, user, name },
    kind: "baseline.sent",
    data: {
      number,
      recipients: recipients.map((recipient) => ({ user: recipient.user, roles: [...recipient.roles] })),
      documents: { chart: documents.chart, markdown: markdown.sha256 },
    },
  });
  const sending: Sending = { by: { user, name }, at: now.toString(), recipients, markdown: markdown.sha256 };
  return { ...measurement, sendings: [...measurement.sendings, sending] };
}
