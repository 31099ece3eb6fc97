import { createHash } from "node:crypto";
import type { Template } from "../template/template.ts";
import { compareRetention, type RetentionClass } from "./retention.ts";

/** One kind of artifact that the procedure wants archived; which there are, a template says. */
export type ArtifactKind = Template["artifacts"][number];

/** Where something goes and for how long it stays. */
export type ArtifactHome = { readonly location: string; readonly retention: RetentionClass };

/** The kind with this id, or undefined. */
export function findArtifactKind(
  template: Pick<Template, "artifacts">,
  id: string,
): ArtifactKind | undefined {
  return template.artifacts.find((kind) => kind.id === id);
}

/**
 * Where an artifact of this kind belongs; `undefined` asks for what nobody has classified yet. That is kept as long as the
 * kind that is kept longest, in its place, until somebody says what it is: too long can be corrected, too short cannot.
 */
export function homeOf(template: Pick<Template, "artifacts">, kind: string | undefined): ArtifactHome {
  if (kind !== undefined) {
    const found = findArtifactKind(template, kind);
    if (found === undefined) throw new TypeError(`The template knows no artifact ${kind}`);
    return { location: found.location, retention: found.retention };
  }
  const [first, ...others] = template.artifacts;
  if (first === undefined) return { location: "Archive", retention: "indefinite" };
  const longest = others.reduce<ArtifactKind>(
    (best, one) => (compareRetention(one.retention, best.retention) > 0 ? one : best),
    first,
  );
  return { location: longest.location, retention: longest.retention };
}

/**
 * `compliance-archive`: a location as the name of a folder or the key of a setting. A name without any Latin letter or digit
 * gets one made of its SHA-256, so that two such names never share a place.
 */
export function locationSlug(location: string): string {
  const slug = location
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  if (slug !== "") return slug;
  return `location-${createHash("sha256").update(location).digest("hex").slice(0, 12)}`;
}
