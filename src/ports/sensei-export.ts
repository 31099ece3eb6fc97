/** Which part of an export to open. */
export type OpenExportOptions = {
  /** The first byte wanted, 0 by default; only with the `etag` of the bytes before it. */
  readonly offset?: number;
  /** The entity tag of the export of which a part is here already. */
  readonly etag?: string;
  /** Ends the call or, later, the stream. */
  readonly signal?: AbortSignal;
};

/**
 * An export under way. Iterate over `bytes` once, or `close` it: until then it holds a connection. The iteration rejects with
 * a fault when the connection is lost, is silent for too long or ends early; it ends normally only after the promised length.
 */
export type ExportStream = {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Where the bytes begin: 0 when Sensei began anew although a later part was asked for. */
  readonly offset: number;
  /** Length of the whole ZIP; `undefined` when Sensei does not say, and then an early end may go unnoticed. */
  readonly totalBytes: number | undefined;
  /** Strong entity tag; `undefined` for none or a weak one. */
  readonly etag: string | undefined;
  /** Whether the export can be continued at any byte, given its `etag`. */
  readonly resumable: boolean;
  readonly requestId: string;
  close(): void;
};

export type DownloadExportOptions = OpenExportOptions & {
  /** Told before each continuation, with the bytes that are here by then. */
  readonly onResume?: (offset: number) => void;
};
