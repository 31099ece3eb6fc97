import { assertNever } from "../../domain/assert-never.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Subject } from "../../ports.ts";
import type { Deps } from "../deps.ts";

/** Composes what is said of a bundle, or its file from the archive; `undefined` while that does not give it. */
export async function composeBundle(
  { archive, bundles }: Pick<Deps, "archive" | "bundles">,
  closeout: Closeout,
  subject: Extract<Subject, { kind: "bundle" | "bundle_file" }>,
): Promise<Notice | undefined> {
  const bundle = await bundles.get(subject.bundle);
  if (bundle === undefined) return undefined;
  switch (subject.kind) {
    case "bundle":
      return { kind: "bundle", closeout, bundle };
    case "bundle_file": {
      if (bundle.state.kind !== "made") return undefined;
      const { at, name, file, place } = bundle.state;
      const stored = await archive.open(place);
      if (stored === undefined) return undefined;
      const chunks: Buffer[] = [];
      for await (const chunk of stored) chunks.push(Buffer.from(chunk));
      const bytes = Buffer.concat(chunks);
      const document = { sha256: file.sha256, name, mediaType: "application/zip", bytes, savedAt: at };
      const caption = `SHA-256 ${file.sha256}. README.txt inside says how to check it.`;
      return { kind: "file", closeout, document, caption, altText: undefined };
    }
    default:
      return assertNever(subject.kind);
  }
}
