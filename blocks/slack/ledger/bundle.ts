import { byteWords } from "../../../src/domain/archive/byte-words.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { type Bundle, mostSentBytes } from "../../../src/domain/bundle/bundle.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { BundleNotice } from "../../../src/domain/notice.ts";
import { context, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { line } from "../mrkdwn.ts";

/** The answer in the channel to the person who asked for a bundle. */
export function bundleAsked(closeout: Closeout, { number }: Bundle, begun: boolean): Message {
  const text = begun
    ? `I am making evidence bundle ${number} of ${line(closeout.name, 80)}. It comes to you directly, and goes into the archive.`
    : `Evidence bundle ${number} of ${line(closeout.name, 80)} is being made already. It comes to you directly.`;
  return { text, blocks: [section(text)] };
}

/** What the person who asked for a bundle sees of it: that it is being made, what it is, or why there is none. */
export function bundleMessage({ closeout, bundle: { number, state } }: BundleNotice): Message {
  const it = `evidence bundle ${number} of ${line(closeout.name, 80)}`;
  switch (state.kind) {
    case "making": {
      const text = `I am making ${it}. It will be here in a moment.`;
      return { text, blocks: [section(text)] };
    }
    case "made": {
      const { file, entries, name } = state;
      const text = `Here is ${it}: ${entries.toLocaleString("en")} entries of the ledger and everything that they rest on, ${byteWords(file.bytes)}.`;
      const where =
        file.bytes <= mostSentBytes
          ? "The file follows below, and a copy is in the archive."
          : "It is too large to be sent here; whoever runs Closeout can give it to you from the archive.";
      return {
        text,
        blocks: [
          section(`${text}\n${where}`),
          section(`*SHA-256*\n\`${file.sha256}\``),
          context(
            `Anybody can check ${line(name, 120)} offline, with \`closeout verify\` or with common tools alone: the README inside says how, and where the program comes from.`,
          ),
        ],
      };
    }
    case "failed": {
      const text = `I could not make ${it}: ${line(state.why, 500)}`;
      return {
        text,
        blocks: [section(`${text}\nNothing was sent. Once that is put right, ask for it again.`)],
      };
    }
    default:
      return assertNever(state);
  }
}
