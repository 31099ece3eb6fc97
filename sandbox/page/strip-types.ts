import { stripTypeScriptTypes } from "node:module";

/**
 * Turns TypeScript into the JavaScript it is once the types are gone; lines and columns stay where they were. Node calls
 * the function experimental and says so on stderr at its first use: whoever tries the sandbox can do nothing about
 * that, so this one warning is held back, and only while the call runs.
 * @throws SyntaxError when the source is no TypeScript or needs more than stripping.
 */
export function stripTypes(source: string): string {
  const original: unknown = Reflect.get(process, "emitWarning");
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (String(warning).includes("stripTypeScriptTypes")) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return stripTypeScriptTypes(source);
  } finally {
    Reflect.set(process, "emitWarning", original);
  }
}
