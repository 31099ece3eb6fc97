import type { Template } from "../template/template.ts";
import { type ArtifactKind, locationSlug } from "./artifact-kind.ts";

/** What the rules need to know of a registered artifact. */
type Registered = {
  readonly kind: string | undefined;
  readonly place: { readonly location: string };
  readonly verified: { readonly outcome: string } | undefined;
  readonly disposed: object | undefined;
};

/** What there is of one kind: nothing, something in its place and whole, or something with which something is wrong. */
export type KindState = "missing" | "verified" | "misplaced" | "damaged";

/**
 * Whether a kind is archived: at least one artifact of it lies in the kind's own place, and none was found altered, missing or
 * unreadable when last read. What was disposed of by approval after its retention was archived.
 */
export function kindState(kind: ArtifactKind, artifacts: readonly Registered[]): KindState {
  const own = artifacts.filter((artifact) => artifact.kind === kind.id);
  if (own.length === 0) return "missing";
  const kept = own.filter(({ disposed }) => disposed === undefined);
  if (kept.some(({ verified }) => verified?.outcome !== "whole")) return "damaged";
  const home = locationSlug(kind.location);
  return kept.some(({ place }) => place.location !== home) ? "misplaced" : "verified";
}

/** The template's artifacts that are not archived, in its order. */
export function missingKinds(
  template: Pick<Template, "artifacts">,
  artifacts: readonly Registered[],
): readonly ArtifactKind[] {
  return template.artifacts.filter((kind) => kindState(kind, artifacts) !== "verified");
}
