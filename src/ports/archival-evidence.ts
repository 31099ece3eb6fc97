/** Whether a migration's artifacts are archived, for whoever must not destroy anything before they are. */
export interface ArchivalEvidence {
  /** `missing` names the artifacts of the template that are not in their place, or were not found whole when last read. */
  verified(closeoutId: string): Promise<{ complete: boolean; missing: readonly string[] }>;
}
