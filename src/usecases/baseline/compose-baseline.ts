import { type Baseline, readBaseline } from "../../domain/baseline/baseline.ts";
import { type Measurement, stakeholdersOf } from "../../domain/baseline/measurement.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { Conversation } from "../../domain/conversation.ts";
import type { BaselineNotice } from "../../domain/notice.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { Deps } from "../deps.ts";

type ComposeDeps = Pick<Deps, "closeouts" | "baselines">;

/** What the message about one measurement says now; `undefined` when there is no such measurement. */
export async function composeBaseline(
  deps: ComposeDeps,
  closeout: Closeout,
  number: number,
  conversation: Conversation,
): Promise<BaselineNotice | undefined> {
  const measurement = await deps.baselines.get(closeout.id, number);
  const newest = await deps.baselines.newest(closeout.id);
  if (measurement === undefined || newest === undefined) return undefined;
  const baseline = await comparedIn(deps, closeout, measurement);
  const shared = { kind: "baseline", closeout, measurement, baseline, newest: newest.number } as const;
  if (conversation.kind === "channel") {
    return { ...shared, audience: "channel", sentAs: [], mayWaive: true, mayMeasure: true };
  }
  const { user } = conversation;
  return {
    ...shared,
    audience: "direct",
    sentAs: sentAs(measurement, closeout, user),
    mayWaive: mayDo("waive_finding", closeout, { ...closeout.installation, user }).allowed,
    mayMeasure: false,
  };
}

function sentAs(measurement: Measurement, closeout: Closeout, user: string) {
  const recipients = measurement.sendings.at(-1)?.recipients ?? stakeholdersOf(closeout.roles);
  return recipients.find((recipient) => recipient.user === user)?.roles ?? [];
}

/** The comparison that a measurement keeps, read from the vendor's exact bytes. */
export async function comparedIn(
  { closeouts }: Pick<Deps, "closeouts">,
  { id }: Pick<Closeout, "id">,
  { documents, number }: Measurement,
): Promise<Baseline> {
  const document = await closeouts.document(id, documents.json);
  const read = document === undefined ? undefined : readBaseline(document.bytes);
  if (read?.ok !== true) throw new TypeError(`Measurement ${number} of closeout ${id} cannot be read back`);
  return read.baseline;
}
