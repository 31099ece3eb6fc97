import { assertNever } from "../domain/assert-never.ts";
import type { ArchiveFault, ArchiveFaultCode } from "../ports.ts";

/** A fault of a store, with its sentence. `where` is the place as `describe` puts it. */
export class ArchiveError extends Error implements ArchiveFault {
  override readonly name = "ArchiveError";
  readonly code: ArchiveFaultCode;
  readonly retryable: boolean;
  readonly sentence: string;

  constructor(code: ArchiveFaultCode, where: string, cause?: unknown) {
    const sentence = faultWords(code, where);
    super(sentence, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = code === "unavailable";
    this.sentence = sentence;
  }
}

function faultWords(code: ArchiveFaultCode, where: string): string {
  switch (code) {
    case "conflict":
      return `Something else is already stored at ${where}. It was left as it is, and nothing was written.`;
    case "altered":
      return `What was to be stored at ${where} is not what was expected. Nothing was written.`;
    case "damaged":
      return `What was read back from ${where} is not what was written there. Nothing was registered; have the disk checked.`;
    case "full":
      return `There is no space left in ${where}. Nothing half-written was kept; make room and try again.`;
    case "denied":
      return `Closeout may not write to or read from ${where}. Ask whoever runs Closeout to allow it.`;
    case "missing":
      return `There is nothing at ${where}.`;
    case "protected":
      return `What lies at ${where} is under retention or on hold. It was not removed.`;
    case "unavailable":
      return `The archive at ${where} does not answer. Nothing half-written was kept; try again in a few minutes.`;
    case "not_configured":
      return `No archive is configured for ${where}. Ask whoever runs Closeout to name one.`;
    case "failed":
      return `The archive at ${where} failed. Nothing half-written was kept; the log says more.`;
    default:
      return assertNever(code);
  }
}
