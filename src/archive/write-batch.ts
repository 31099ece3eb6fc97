/** Small chunks wait until so many bytes are together. */
const batchBytes = 1024 * 1024;

export type WriteBatch = {
  /** Takes one chunk; the batch before it may still be being written. Rejects with what that write failed with. */
  add(chunk: Uint8Array): Promise<void>;
  /** Writes what is left. The bytes are with the system when this resolves. */
  end(): Promise<void>;
};

/**
 * Gathers the small chunks of a network into few large writes, so that the chunks of the next batch are taken in and hashed while one is written. At most two batches are
 * held at a time. The chunks must stay as they are until they are written.
 */
export function createWriteBatch(write: (chunks: readonly Uint8Array[]) => Promise<void>): WriteBatch {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> = Promise.resolve();

  const flush = async (): Promise<void> => {
    await writing;
    if (waitingBytes === 0) return;
    writing = write(waiting);
    // It is awaited only with the next batch or at the end; until then its failure is not unhandled.
    writing.catch(() => undefined);
    waiting = [];
    waitingBytes = 0;
  };

  return {
    add: async (chunk) => {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      if (waitingBytes >= batchBytes) await flush();
    },
    end: async () => {
      await flush();
      await writing;
    },
  };
}
