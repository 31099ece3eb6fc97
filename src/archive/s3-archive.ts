import { createHash, type Hash } from "node:crypto";
import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type {
  ArchivedBytes,
  ArchivePlace,
  ArchiveStore,
  Clock,
  PutOptions,
  PutOutcome,
  VerifyOutcome,
} from "../ports.ts";
import { ArchiveError } from "./archive-error.ts";
import { isMissing, isPreconditionFailed, onS3 } from "./s3-faults.ts";
import { lockObject, type S3Object } from "./s3-guard.ts";
import { abortUploads, objectKeys } from "./s3-listing.ts";

export type S3ArchiveOptions = {
  readonly region: string;
  /** Of a server that is not AWS's; buckets are then named in the path. */
  readonly endpoint?: string | undefined;
  /** The bucket of each location's slug and what its keys begin with; `*` stands for locations not named. */
  readonly places: Readonly<Record<string, { readonly bucket: string; readonly prefix: string }>>;
  /** Buckets made with Object Lock. Without it only the register keeps objects from being removed. */
  readonly objectLock: boolean;
  readonly encryption:
    | { readonly kind: "AES256" }
    | { readonly kind: "aws:kms"; readonly keyId: string | undefined };
  /** Where AWS's own chain (environment, files, roles) is not wanted. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/**
 * An archive in S3: written once (`If-None-Match: *`), in parts with SHA-256 checksums, encrypted, and locked by S3 itself. By
 * `wallClock`, real time, it is reckoned how long ago an upload began.
 */
export function createS3Archive(
  options: S3ArchiveOptions,
  wallClock: Clock,
): ArchiveStore & { close(): void } {
  const client = new S3Client({
    region: options.region,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint, forcePathStyle: true }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
  });
  const objectOf = (place: ArchivePlace): S3Object => {
    const { bucket, prefix } = placeOf(options, place.location);
    return { Bucket: bucket, Key: prefix + place.key };
  };
  return {
    put: (place, source, put = {}) => putObject(client, options, objectOf(place), source, put),
    open: async (place) => {
      const object = objectOf(place);
      return (await onS3(nameOf(object), () => read(client, object)))?.body;
    },
    verify: (place) => verifyObject(client, objectOf(place)),
    protect: async (place, guard) => {
      const object = objectOf(place);
      return onS3(nameOf(object), async () => {
        const found = await head(client, object);
        if (found === undefined) throw new ArchiveError("missing", nameOf(object));
        if (!options.objectLock) return guard;
        return lockObject(client, { ...object, VersionId: found.VersionId }, found, guard);
      });
    },
    remove: (place) => removeObject(client, objectOf(place)),
    cleanUp: async (location, keyPrefix, { idleMs = 0 } = {}) => {
      const { bucket, prefix } = placeOf(options, location);
      const below = { Bucket: bucket, Prefix: prefix + keyPrefix };
      const before = idleMs === 0 ? Number.POSITIVE_INFINITY : wallClock.now().epochMilliseconds - idleMs;
      return await onS3(`s3://${bucket}`, () => abortUploads(client, below, before));
    },
    keys: async function* (location, keyPrefix) {
      const { bucket, prefix } = placeOf(options, location);
      const below = { Bucket: bucket, Prefix: prefix + keyPrefix };
      for await (const key of objectKeys(client, below)) yield key.slice(prefix.length);
    },
    describe: (location) => {
      const { bucket, prefix } = placeOf(options, location);
      return `s3://${bucket}/${prefix}${options.objectLock ? " (locked by S3)" : ""}`;
    },
    ping: async (location) => {
      const { bucket } = placeOf(options, location);
      await onS3(`s3://${bucket}`, () => client.send(new HeadBucketCommand({ Bucket: bucket })));
    },
    close: () => client.destroy(),
  };
}

function placeOf({ places }: S3ArchiveOptions, location: string): { bucket: string; prefix: string } {
  const place = places[location] ?? places["*"];
  if (place === undefined) throw new ArchiveError("not_configured", `the location ${location}`);
  return place;
}

function nameOf({ Bucket, Key }: S3Object): string {
  return `s3://${Bucket}/${Key}`;
}

async function head(client: S3Client, object: S3Object): Promise<HeadObjectCommandOutput | undefined> {
  try {
    return await client.send(new HeadObjectCommand(object));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Parts of 8 MiB, or as large as 10,000 parts make it necessary; three are under way at a time. */
const smallestPart = 8 * 1024 * 1024;
const mostParts = 9_000;
const partsAtOnce = 3;

async function putObject(
  client: S3Client,
  options: S3ArchiveOptions,
  object: S3Object,
  source: AsyncIterable<Uint8Array>,
  put: PutOptions,
): Promise<PutOutcome> {
  const where = nameOf(object);
  const reading = new HashedSource(source, where, put.sha256);
  // What an earlier run has stored need not be sent again to be compared.
  if ((await onS3(where, () => head(client, object))) !== undefined) {
    await reading.drain();
    return compare(client, object, reading.result());
  }
  const upload = new Upload({
    client,
    queueSize: partsAtOnce,
    partSize: Math.max(smallestPart, Math.ceil((put.bytes ?? 0) / mostParts)),
    params: {
      ...object,
      Body: Readable.from(reading.chunks()),
      IfNoneMatch: "*",
      ChecksumAlgorithm: "SHA256",
      ContentType: put.mediaType ?? "application/octet-stream",
      ServerSideEncryption: options.encryption.kind,
      ...(options.encryption.kind === "aws:kms" && options.encryption.keyId !== undefined
        ? { SSEKMSKeyId: options.encryption.keyId }
        : {}),
    },
  });
  try {
    await upload.done();
  } catch (error) {
    if (reading.failure !== undefined) throw reading.failure.error;
    if (isPreconditionFailed(error)) return compare(client, object, reading.result());
    return onS3(where, () => Promise.reject(error));
  }
  return { kind: "stored", ...reading.result() };
}

async function compare(client: S3Client, object: S3Object, written: ArchivedBytes): Promise<PutOutcome> {
  const there = await verifyObject(client, object);
  if (there.kind === "missing" || there.sha256 !== written.sha256) {
    throw new ArchiveError("conflict", nameOf(object));
  }
  return { kind: "already_there", ...written };
}

/** Hashes what passes, and remembers whether it was the source that failed. */
class HashedSource {
  failure: { readonly error: unknown } | undefined;
  readonly #source: AsyncIterable<Uint8Array>;
  readonly #where: string;
  readonly #expected: string | undefined;
  readonly #hash: Hash = createHash("sha256");
  #bytes = 0;
  #result: ArchivedBytes | undefined;

  constructor(source: AsyncIterable<Uint8Array>, where: string, expected: string | undefined) {
    this.#source = source;
    this.#where = where;
    this.#expected = expected;
  }

  /** Copies, since the upload keeps chunks until their part is full. Unexpected bytes end it before the last part is sent. */
  async *chunks(): AsyncGenerator<Buffer, void, void> {
    try {
      for await (const chunk of this.#source) {
        this.#hash.update(chunk);
        this.#bytes += chunk.length;
        yield Buffer.from(chunk);
      }
      const sha256 = this.#hash.digest("hex");
      if (this.#expected !== undefined && this.#expected !== sha256) {
        throw new ArchiveError("altered", this.#where);
      }
      this.#result = { bytes: this.#bytes, sha256 };
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  async drain(): Promise<void> {
    for await (const _ of this.chunks());
  }

  result(): ArchivedBytes {
    if (this.#result === undefined) throw new TypeError("The source was not read to its end");
    return this.#result;
  }
}

async function read(
  client: S3Client,
  object: S3Object,
): Promise<{ readonly body: AsyncIterable<Uint8Array> } | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand(object));
    if (!(Body instanceof Readable)) throw new TypeError("S3 answered without a body");
    return { body: Body };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function verifyObject(client: S3Client, object: S3Object): Promise<VerifyOutcome> {
  return onS3(nameOf(object), async () => {
    const found = await read(client, object);
    if (found === undefined) return { kind: "missing" };
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const chunk of found.body) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    return { kind: "there", bytes, sha256: hash.digest("hex") };
  });
}

/** The very version that is there: without its id S3 would only hide it. */
async function removeObject(client: S3Client, object: S3Object): Promise<void> {
  const where = nameOf(object);
  const found = await onS3(where, () => head(client, object));
  if (found === undefined) return;
  if (found.ObjectLockLegalHoldStatus === "ON") throw new ArchiveError("protected", where);
  const locked = found.ObjectLockRetainUntilDate !== undefined;
  try {
    await onS3(where, () => client.send(new DeleteObjectCommand({ ...object, VersionId: found.VersionId })));
  } catch (error) {
    // Whether a lock is over is for S3's clock to say.
    if (error instanceof ArchiveError && error.code === "denied" && locked) {
      throw new ArchiveError("protected", where, error);
    }
    throw error;
  }
}
