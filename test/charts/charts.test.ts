import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { baselineChartSvg } from "../../src/charts/baseline-chart.ts";
import { certificateChartSvg } from "../../src/charts/certificate-chart.ts";
import { renderPng } from "../../src/charts/render-png.ts";
import { palette, words } from "../../src/charts/svg.ts";
import { baselineChartView } from "../../src/domain/baseline/baseline-words.ts";
import { checkCertificate } from "../../src/domain/certificate/certificate-check.ts";
import { certificateChartView } from "../../src/domain/certificate/certificate-summary.ts";
import { readCertificate } from "../../src/domain/certificate/read-certificate.ts";
import { baselineOf, referenceComparison } from "../support/baselines.ts";
import { evidence, referenceCertificate } from "../support/certificates.ts";

const baseline = baselineOf(referenceComparison.comparison);
const baselineSvg = baselineChartSvg(baselineChartView(baseline, "HR_PROD → hr_production"));
const { check } = checkCertificate(evidence());
const scores = (certificate: Parameters<typeof readCertificate>[0]) =>
  certificateChartSvg(certificateChartView(readCertificate(certificate), check));

describe("a picture", () => {
  test.each([
    ["of a baseline", baselineSvg, 1520, 976],
    ["of a certificate", scores(referenceCertificate), 1520, 832],
  ])("%s is a PNG of twice its size, the same bytes each time", async (_, svg, width, height) => {
    const [first, second] = [Buffer.from(await renderPng(svg)), Buffer.from(await renderPng(svg))];
    expect(first.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a");
    expect([first.readUInt32BE(16), first.readUInt32BE(20)]).toEqual([width, height]);
    expect(first.equals(second)).toBe(true);
    expect(first.length).toBeLessThan(200 * 1024);
  });

  test("draws its letters without any font of the system", async () => {
    const digest = async (svg: string) =>
      createHash("sha256")
        .update(await renderPng(svg))
        .digest("hex");
    const without = baselineSvg.replaceAll(/<text.*?<\/text>/g, "");
    expect(await digest(baselineSvg)).not.toBe(await digest(without));
    const bold = baselineSvg.replaceAll('font-weight="600"', 'font-weight="400"');
    expect(await digest(baselineSvg)).not.toBe(await digest(bold));
  });

  test("survives any words", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 80 }), async (name) => {
        await expect(renderPng(baselineChartSvg(baselineChartView(baseline, name)))).resolves.toBeDefined();
      }),
      { numRuns: 10 },
    );
    expect(words('a < b & "c" \u0000\u202e\ud800 人')).toBe("a &lt; b &amp; &quot;c&quot; \ufffd ?");
  });

  test("that is none is refused", async () => {
    await expect(renderPng("<svg")).rejects.toThrow(/./);
  });
});

describe("the baseline's bars", () => {
  const lengths = (svg: string) =>
    [...svg.matchAll(/<rect x="112" [^>]*?width="([\d.]+)"/g)].map(([, width]) => Number(width));

  test("are as long as their figures, from zero, each pair on its own scale", () => {
    expect(lengths(baselineSvg)).toEqual([400, 240, 200, 400, 400, 308.7]);
  });

  test("are left out where there is no figure", () => {
    const none = baselineOf({ throughput: { source_qps: 1200, target_qps: 0 } });
    expect(lengths(baselineChartSvg(baselineChartView(none, "x")))).toEqual([400]);
  });
});

describe("the certificate's scale", () => {
  test.each([
    [0.994, "0.990"],
    [0.96, "0.950"],
    [0.7, "0.500"],
    [0.1, "0.000"],
  ])("with %d as the lowest score begins at %s, and says so", (score, beginning) => {
    const svg = scores({ ...referenceCertificate, validation_results: { semantic: { score } } });
    expect(svg).toContain(`The scale begins at ${beginning} and ends at 1.000`);
  });

  test("has no dot for what is not in the certificate", () => {
    const svg = scores({ validation_results: { semantic: { score: 0.994 } } });
    expect(svg.match(/<circle/g)).toHaveLength(1);
    expect(svg.match(/not in the certificate/g)).toHaveLength(5);
  });
});

describe("colours", () => {
  test.each(["ink", "quiet", "good", "bad", "target"] as const)(
    "%s on paper has a contrast of 4.5 : 1",
    (name) => {
      expect(contrast(palette[name], palette.paper)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test("source and target differ without hue: in lightness, and striped against solid", () => {
    expect(contrast(palette.source, palette.paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(palette.source, palette.target)).toBeGreaterThanOrEqual(2);
    expect(baselineSvg).toContain('fill="url(#source)"');
  });
});

/** WCAG 2.2's contrast ratio. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
