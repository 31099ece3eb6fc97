import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type MultipartUpload,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { isMissing, onS3 } from "./s3-faults.ts";

/** What lies in a bucket below the beginning of a key. */
export type Below = { readonly Bucket: string; readonly Prefix: string };

/** Takes back the uploads that began before this moment, in milliseconds since 1970; resolves with how many others there are. */
export async function abortUploads(client: S3Client, below: Below, before: number): Promise<number> {
  let young = 0;
  for await (const { Key, UploadId, Initiated } of uploads(client, below)) {
    // An upload of unknown age counts as one that has just begun.
    const began = Initiated?.getTime() ?? Number.MAX_VALUE;
    if (began >= before) young += 1;
    else await abort(client, { Bucket: below.Bucket, Key, UploadId });
  }
  return young;
}

/** Page by page, each beginning where the one before has ended. */
async function* uploads(client: S3Client, below: Below): AsyncGenerator<MultipartUpload, void, void> {
  let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await client.send(new ListMultipartUploadsCommand({ ...below, ...from }));
    yield* page.Uploads ?? [];
    if (page.IsTruncated !== true) return;
    from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
}

/** One that is gone already was ended by somebody else. */
async function abort(
  client: S3Client,
  upload: { Bucket: string; Key: string | undefined; UploadId: string | undefined },
): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand(upload));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** The whole keys of the objects there. */
export async function* objectKeys(client: S3Client, below: Below): AsyncGenerator<string, void, void> {
  const pages = paginateListObjectsV2({ client }, below)[Symbol.asyncIterator]();
  for (;;) {
    const page = await onS3(`s3://${below.Bucket}`, () => pages.next());
    if (page.done === true) return;
    for (const { Key } of page.value.Contents ?? []) if (Key !== undefined) yield Key;
  }
}
