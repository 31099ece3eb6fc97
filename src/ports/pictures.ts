import type { BaselineChartView } from "../domain/baseline/baseline-words.ts";
import type { CertificateChartView } from "../domain/certificate/certificate-summary.ts";

/** Draws pictures, as PNG. The same view gives the same bytes. */
export interface Pictures {
  baseline(view: BaselineChartView): Promise<Uint8Array>;
  certificate(view: CertificateChartView): Promise<Uint8Array>;
}
