import type { ArtifactRule } from "./artifact-rules.ts";

/** One object as a key for sets. */
export function artifactKeyOf({
  location,
  key,
}: {
  readonly location: string;
  readonly key: string;
}): string {
  return `${location}/${key}`;
}

/** What people have said of files that no rule knew, as rules that go before the template's own. */
export function rememberedRules(
  artifacts: readonly {
    readonly path: string;
    readonly kind: string | undefined;
    readonly classifiedBy: object | undefined;
  }[],
): readonly ArtifactRule[] {
  return artifacts.flatMap(({ path, kind, classifiedBy }) =>
    kind === undefined || classifiedBy === undefined ? [] : [{ match: path, kind }],
  );
}
