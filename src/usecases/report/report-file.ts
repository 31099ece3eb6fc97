import type { Closeout } from "../../domain/closeout.ts";

/** `final-report-mig_hr_prod_2026-v2.pdf`; a draft has no version. */
export function reportFileName({ migration }: Closeout, ending: "md" | "pdf", version?: number): string {
  const slug = migration.id.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 80);
  return `final-report-${slug}-${version === undefined ? "draft" : `v${version}`}.${ending}`;
}
