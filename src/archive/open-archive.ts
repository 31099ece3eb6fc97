import type { ArchiveStore, Clock } from "../ports.ts";
import { createFileArchive } from "./file-archive.ts";
import type { S3ArchiveOptions } from "./s3-archive.ts";

/** Which store to open, as the configuration says it. */
export type ArchiveChoice =
  | { readonly kind: "file"; readonly root: string }
  | ({ readonly kind: "s3" } & S3ArchiveOptions);

/** Opens the configured store; `close` lets go of its connections. S3's client is loaded only where it is used. */
export async function openArchive(
  choice: ArchiveChoice,
  clocks: { readonly clock: Clock; readonly wallClock: Clock },
): Promise<{ readonly store: ArchiveStore; close(): void }> {
  if (choice.kind === "file") {
    return { store: createFileArchive({ root: choice.root, ...clocks }), close: () => undefined };
  }
  const { createS3Archive } = await import("./s3-archive.ts");
  const store = createS3Archive(choice, clocks.wallClock);
  return { store, close: () => store.close() };
}
