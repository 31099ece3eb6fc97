import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { type MetricName, metricNameSchema } from "../../../src/domain/baseline/finding.ts";
import { type Role, roleSchema } from "../../../src/domain/role.ts";
import {
  type Purpose,
  purposeSchema,
  type Quorum,
  type SignoffOrder,
  signoffOrders,
} from "../../../src/domain/signoff/signoff.ts";
import { json } from "../codec.ts";
import { readFields } from "../forms.ts";

/** What stands in the form for a new request, and how it changes with the purpose. */

/** What stands in the fields that a purpose fills in. */
export type SignoffFilling = {
  readonly title: string;
  readonly meaning: string;
  /** Ticked documents by their SHA-256, and ticked roles. */
  readonly documents: readonly string[];
  readonly roles: readonly Role[];
  readonly decideBy: Temporal.Instant | undefined;
};

/** Everything that the form asks for, as it was filled in; what is missing is empty and left to the use case to refuse. */
export type SignoffRequestValues = SignoffFilling & {
  readonly purpose: Purpose;
  readonly people: readonly string[];
  /** A number that is none is `NaN`. */
  readonly quorum: Quorum;
  readonly order: SignoffOrder;
  /** The regression that an approval waives. */
  readonly waive: { readonly number: number; readonly metric: MetricName } | undefined;
};

/** Value of a choice among regressions: the measurement's number and the figure. */
export const findingChoice = json(z.object({ n: z.int().min(1), m: metricNameSchema }));

/** Reads the form's `view.state.values`. */
export function readSignoffRequestForm(state: unknown): SignoffRequestValues {
  const field = readFields("signoff_request", state);
  const text = (name: "title" | "meaning") => field(name)[0] ?? "";
  const seconds = Number(field("decide_by")[0] ?? Number.NaN);
  const needed = field("people_needed")[0] ?? "";
  return {
    purpose: purposeSchema.catch("other").parse(field("purpose")[0]),
    title: text("title"),
    meaning: text("meaning"),
    documents: field("documents"),
    roles: z.array(roleSchema).catch([]).parse(field("roles")),
    people: field("people"),
    quorum:
      field("quorum")[0] === "some"
        ? { kind: "some", people: /^\d{1,3}$/.test(needed) ? Number(needed) : Number.NaN }
        : { kind: "all" },
    order: z.enum(signoffOrders).catch("parallel").parse(field("order")[0]),
    waive: waived(field("finding")[0]),
    decideBy: Number.isSafeInteger(seconds)
      ? Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
      : undefined,
  };
}

/**
 * What the fields show after another purpose was chosen: what a person has changed stays, what came from the earlier purpose gives way.
 */
export function refillSignoff(
  typed: SignoffFilling,
  earlier: SignoffFilling,
  next: SignoffFilling,
): SignoffFilling {
  const same = (one: readonly string[], other: readonly string[]) =>
    one.toSorted().join() === other.toSorted().join();
  const words = (key: "title" | "meaning") =>
    typed[key].trim() === "" || typed[key] === earlier[key] ? next[key] : typed[key];
  const moment = (at: Temporal.Instant | undefined) => Math.floor((at?.epochMilliseconds ?? 0) / 1000);
  return {
    title: words("title"),
    meaning: words("meaning"),
    documents: same(typed.documents, earlier.documents) ? next.documents : typed.documents,
    roles: same(typed.roles, earlier.roles) ? next.roles : typed.roles,
    decideBy:
      typed.decideBy === undefined || moment(typed.decideBy) === moment(earlier.decideBy)
        ? next.decideBy
        : typed.decideBy,
  };
}

function waived(value: string | undefined): SignoffRequestValues["waive"] {
  const choice = findingChoice.safeDecode(value ?? "");
  return choice.success ? { number: choice.data.n, metric: choice.data.m } : undefined;
}
