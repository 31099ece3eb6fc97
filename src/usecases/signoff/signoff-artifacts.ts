import type { Artifact } from "../../domain/archive/artifact.ts";
import type { SignoffRequest } from "../../domain/signoff/signoff.ts";
import type { Deps } from "../deps.ts";

/** The artifacts of which a request's approval disposes, as the register has them now; none where it is about something else. */
export async function artifactsOf(
  { artifacts }: Pick<Deps, "artifacts">,
  { closeoutId, effect }: Pick<SignoffRequest, "closeoutId" | "effect">,
): Promise<readonly Artifact[]> {
  if (effect.kind !== "dispose") return [];
  const asked = new Set(effect.artifacts.map(({ number }) => number));
  return (await artifacts.of(closeoutId)).filter(({ number }) => asked.has(number));
}
