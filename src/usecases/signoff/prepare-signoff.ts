import type { Temporal } from "temporal-polyfill";
import type { Finding } from "../../domain/baseline/finding.ts";
import { openFindings } from "../../domain/baseline/regressions.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { mayDo } from "../../domain/permissions.ts";
import { type Role, roles } from "../../domain/role.ts";
import type { Purpose, Quorum, SignoffDocument } from "../../domain/signoff/signoff.ts";
import { askedByFeature, type FeaturePurpose } from "../../domain/signoff/signoff-by-hand.ts";
import { purposeDefaults, usualDecideBy } from "../../domain/signoff/signoff-purposes.ts";
import type { Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../refusal.ts";
import { templateOf } from "../start/template-of.ts";
import { documentsOnHand, type OfferedDocument } from "./signoff-documents.ts";

export type PrepareSignoffInput = {
  readonly closeoutId: string;
  readonly member: Member;
  readonly purpose: Purpose;
};

export type PrepareSignoffOutcome =
  | {
      readonly kind: "ready";
      readonly closeout: Closeout;
      readonly purpose: Purpose;
      /** What the form begins with. The roles are those usual for the purpose, without the requester's own. */
      readonly defaults: SignoffDefaults;
      /** Everything that there is to be approved; `usual` for this purpose or not. */
      readonly documents: readonly (SignoffDocument & { readonly title: string; readonly usual: boolean })[];
      readonly holders: readonly RoleHolder[];
      /** Regressions that a waiver can be about. */
      readonly findings: readonly { readonly number: number; readonly finding: Finding }[];
    }
  /** A feature asks for this, with what it is about and sets in motion. */
  | { readonly kind: "elsewhere"; readonly closeout: Closeout; readonly purpose: FeaturePurpose }
  | Refusal;

export type SignoffDefaults = {
  readonly title: string;
  readonly meaning: string;
  readonly roles: readonly Role[];
  readonly quorum: Quorum;
  readonly decideBy: Temporal.Instant;
};

/** Who holds a role; the requester cannot decide on their own request. */
export type RoleHolder = { readonly role: Role; readonly user: string; readonly isRequester: boolean };

/** What a form for a new request offers to this person. */
export async function prepareSignoff(
  deps: Pick<Deps, "closeouts" | "certificates" | "baselines" | "operations" | "reports" | "clock">,
  { closeoutId, member, purpose }: PrepareSignoffInput,
): Promise<PrepareSignoffOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  if (closeout.status === "closed") return { kind: "closed", closeout };
  const permission = mayDo("request_signoff", closeout, member);
  if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
  const elsewhere = askedByFeature(purpose, await templateOf(deps, closeout));
  if (elsewhere !== undefined) return { kind: "elsewhere", closeout, purpose: elsewhere };
  const now = deps.clock.now();
  const { title, meaning, roles: wanted, quorum, documents } = purposeDefaults[purpose];
  const holders = roles.map((role) => ({
    role,
    user: closeout.roles[role],
    isRequester: closeout.roles[role] === member.user,
  }));
  const others = wanted.filter((role) => closeout.roles[role] !== member.user);
  const baseline = await deps.baselines.newest(closeoutId);
  const offered = await documentsOnHand({
    closeout,
    now,
    certificates: { latest: () => deps.certificates.latest(closeoutId) },
    baselines: { newest: async () => baseline },
    operations: { latest: () => deps.operations.latest(closeoutId) },
    reports: { newest: () => deps.reports.newest(closeoutId) },
  });
  return {
    kind: "ready",
    closeout,
    purpose,
    defaults: { title, meaning, roles: others, quorum, decideBy: usualDecideBy(purpose, now, closeout) },
    documents: offered.map((document) => ({
      ...withoutBytes(document),
      usual: documents.includes(document.origin.kind),
    })),
    holders,
    findings:
      baseline === undefined
        ? []
        : openFindings(baseline.findings).map((finding) => ({ number: baseline.number, finding })),
  };
}

function withoutBytes({ sha256, name, origin, title }: OfferedDocument) {
  return { sha256, name, origin, title };
}
