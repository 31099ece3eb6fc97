import { spawnSync } from "node:child_process";
import { freemem } from "node:os";

const share = 0.7;

/**
 * Makes sure that so much free memory is really there. A virtual machine's host may take back what is free and give it only
 * page by page when it is written to again; whoever comes first would pay for that, be it product or reference.
 */
export function touchMemory(bytes: number): void {
  const wanted = Math.min(bytes, freemem() * share);
  const piece = 256 * 1024 ** 2;
  const script = `const kept = []; for (let i = 0; i < ${Math.floor(wanted / piece)}; i += 1) kept.push(Buffer.alloc(${piece}, 1));`;
  const { status } = spawnSync(process.execPath, ["-e", script], { stdio: "ignore" });
  if (status !== 0) throw new Error("The memory that a run needs could not be touched");
}
