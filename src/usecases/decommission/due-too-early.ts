import type { Temporal } from "temporal-polyfill";
import type { Item } from "../../domain/checklist/item.ts";
import { duesPutOff } from "../../domain/decommission/decommission-dues.ts";
import { decommissionPlan } from "../../domain/decommission/decommission-plan.ts";
import { momentInZone } from "../../domain/moment-words.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { factsOfChange } from "./decommission-facts.ts";

/** Why an item cannot have the due that it was given, in a sentence: the decommissioning comes to it only later. */
export async function dueTooEarly(
  change: CloseoutChange,
  template: Template,
  item: Item,
  now: Temporal.Instant,
): Promise<string | undefined> {
  const plan = decommissionPlan(template);
  if (plan === undefined) return undefined;
  const facts = await factsOfChange(change, plan, undefined, now);
  const [late] = duesPutOff(facts, template, [item], now);
  if (late === undefined) return undefined;
  const earliest = momentInZone(late.earliest, change.closeout.timeZone);
  return `The decommissioning comes to it on ${earliest} at the earliest, so it cannot be due before. Nothing was changed.`;
}
