import { createRequire } from "node:module";
import { renderAsync } from "@resvg/resvg-js";
import { palette, typeface } from "./svg.ts";

const { resolve } = createRequire(import.meta.url);

/** The two weights that are drawn. The system's fonts are not looked at: the same picture comes out on every machine. */
const fontFiles = ["400Regular/Inter_400Regular.ttf", "600SemiBold/Inter_600SemiBold.ttf"].map((file) =>
  resolve(`@expo-google-fonts/inter/${file}`),
);

/**
 * An SVG of ours as PNG, at twice its size for sharp screens. The same SVG gives the same bytes. The work is done on a thread of
 * its own; an SVG that is none rejects.
 */
export async function renderPng(svg: string): Promise<Uint8Array> {
  const image = await renderAsync(svg, {
    background: palette.paper,
    fitTo: { mode: "zoom", value: 2 },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: typeface },
  });
  return image.asPng();
}
