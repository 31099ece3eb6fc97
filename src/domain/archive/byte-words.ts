const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** `1 byte`, `812 bytes`, `1.2 GB`: decimal units, one decimal below ten. */
export function byteWords(bytes: number): string {
  if (bytes === 1) return "1 byte";
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && size < 9.95 ? 1 : 0;
  return `${size.toFixed(digits)} ${units[unit] ?? "TB"}`;
}
