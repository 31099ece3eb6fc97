import type { CertificateRecord } from "../../domain/certificate/certificate-record.ts";
import type { CertificateSummary } from "../../domain/certificate/certificate-summary.ts";
import type { Distribution } from "../../domain/certificate/distribution.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf, system } from "../../domain/identity.ts";
import { type Capacity, mayDo } from "../../domain/permissions.ts";
import type { Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { summaryOf } from "../report/summarize-record.ts";
import { type FetchDeps, fetchCertificate, recheckCertificate } from "./fetch-certificate.ts";

/** A closeout's certificate as somebody sees it. */
export type CertificateView = {
  readonly closeout: Closeout;
  readonly record: CertificateRecord;
  readonly summary: CertificateSummary;
  /** Who has the certificate, this one or an earlier one. */
  readonly distribution: Distribution | undefined;
  /** Whether the reader may fetch and send it. */
  readonly mayDistribute: boolean;
  /** It was asked for just now: `news` says whether anything differs from before. */
  readonly fetched: { readonly news: boolean } | undefined;
};

export type ShowCertificateOutcome =
  | ({ readonly kind: "shown" } & CertificateView)
  /** Sensei could not be asked. `known` is what is kept from before. */
  | {
      readonly kind: "unavailable";
      readonly closeout: Closeout;
      readonly sentence: string;
      readonly known: CertificateView | undefined;
    }
  | { readonly kind: "not_permitted"; readonly closeout: Closeout; readonly who: readonly Capacity[] }
  | { readonly kind: "closed" }
  | { readonly kind: "no_closeout" };

export type ShowDeps = FetchDeps & Pick<Deps, "certificates">;

/**
 * Shows the certificate to anybody with a role in the closeout; `refetch` asks Sensei again, which is for those who may distribute it.
 * One that was never fetched is fetched for whoever looks first.
 */
export async function showCertificate(
  deps: ShowDeps,
  input: { readonly closeoutId: string; readonly member: Member; readonly refetch: boolean },
): Promise<ShowCertificateOutcome> {
  const closeout = await deps.closeouts.get(input.closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  const act = input.refetch ? "distribute_certificate" : "see_certificate";
  const permission = mayDo(act, closeout, input.member);
  if (!permission.allowed)
    return { kind: "not_permitted", closeout, who: permission.who.map(({ as }) => as) };
  const mayDistribute = mayDo("distribute_certificate", closeout, input.member).allowed;
  const known = await deps.certificates.latest(closeout.id);
  if (closeout.status === "closed") {
    if (known === undefined || input.refetch) return { kind: "closed" };
    return {
      kind: "shown",
      ...(await viewOf(deps, closeout, known)),
      mayDistribute: false,
      fetched: undefined,
    };
  }
  // Nobody looks at "missing" in order to read what was so last week.
  const asking = input.refetch || known === undefined || known.check.kind === "missing";
  if (!asking) {
    const record = await recheckCertificate(deps, closeout, known);
    return { kind: "shown", ...(await viewOf(deps, closeout, record)), mayDistribute, fetched: undefined };
  }
  const by = input.refetch ? personOf(input.member) : system;
  const outcome = await fetchCertificate(deps, { closeout, by });
  if (outcome.kind === "unavailable") {
    const kept = known && { ...(await viewOf(deps, closeout, known)), mayDistribute, fetched: undefined };
    return { kind: "unavailable", closeout, sentence: outcome.sentence, known: kept };
  }
  const { record, news } = outcome;
  return { kind: "shown", ...(await viewOf(deps, closeout, record)), mayDistribute, fetched: { news } };
}

async function viewOf(deps: ShowDeps, closeout: Closeout, record: CertificateRecord) {
  const [summary, distribution] = await Promise.all([
    summaryOf(deps, closeout, record),
    deps.certificates.current(closeout.id),
  ]);
  return { closeout, record, summary, distribution };
}
