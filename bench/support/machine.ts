import { cpus, loadavg, release, totalmem } from "node:os";

/** Where the figures were taken, and how busy the machine was with other things at the start. */
export function machineFacts(): Readonly<Record<string, unknown>> {
  const processors = cpus();
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch} ${release()}`,
    cpus: processors.length,
    cpu: processors[0]?.model.trim() ?? "unknown",
    memory_gb: Math.round(totalmem() / 2 ** 30),
    load_before: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}
