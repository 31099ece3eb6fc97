import { spawnSync } from "node:child_process";

/** Whether the system has what evidence is checked with by hand; says so loudly when it has not. */
export function hasCommonTools(): boolean {
  const missing = [
    ["openssl 3", !/^OpenSSL [3-9]/.test(said("openssl", "version"))],
    ["sha256sum", said("sha256sum", "--version") === ""],
    ["unzip", said("unzip", "-v") === ""],
  ].flatMap(([name, absent]) => (absent === true ? [String(name)] : []));
  if (missing.length > 0) {
    process.stderr.write(
      `SKIPPED: nothing is checked by hand, because ${missing.join(" and ")} is missing.\n`,
    );
  }
  return missing.length === 0;
}

function said(program: string, argument: string): string {
  return spawnSync(program, [argument], { encoding: "utf8" }).stdout ?? "";
}
