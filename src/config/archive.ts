import { join, resolve } from "node:path";
import { z } from "zod";
import { text, webAddress } from "./values.ts";

/** Where artifacts are archived. */
const archives = ["file", "s3"] as const;

/** `location=bucket` or `location=bucket/prefix`, with commas between; `*` is a location too. */
const bucketList =
  /^\s*(?:\*|[a-z0-9-]{1,60})=[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w/-]{0,200})?(?:\s*,\s*(?:\*|[a-z0-9-]{1,60})=[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w/-]{0,200})?)*\s*$/;

/** The archive's variables; see `docs/archive.md`. */
export const archiveVariables = {
  CLOSEOUT_ARCHIVE: z
    .enum(archives, `is not a kind of archive; choose one of ${archives.join(", ")}`)
    .default("file"),
  CLOSEOUT_ARCHIVE_DIR: text.min(1, "is empty").optional(),
  CLOSEOUT_ARCHIVE_S3_REGION: text
    .regex(/^[a-z0-9-]{2,40}$/, "is not a region of AWS, such as eu-central-1")
    .optional(),
  CLOSEOUT_ARCHIVE_S3_ENDPOINT: webAddress(
    "an address of an S3-compatible server, such as https://minio.example",
  ).optional(),
  CLOSEOUT_ARCHIVE_S3_BUCKETS: text
    .regex(
      bucketList,
      "is not a list such as compliance-archive=bucket-one/audit,*=bucket-two; * stands for every location not named",
    )
    .optional(),
  CLOSEOUT_ARCHIVE_S3_ENCRYPTION: text
    .regex(/^(?:AES256|aws:kms(?:=\S{1,300})?)$/, "is neither AES256 nor aws:kms nor aws:kms=<id of a key>")
    .default("AES256"),
  CLOSEOUT_ARCHIVE_S3_OBJECT_LOCK: z.enum(["on", "off"], "is neither on nor off").default("on"),
  CLOSEOUT_ARCHIVE_VERIFY_EVERY: text
    .regex(
      /^P(?=.*[1-9])(?:\d{1,4}D)?(?:T\d{1,5}H)?$/,
      "is not a span of days or hours, such as P30D (30 days) or PT12H (12 hours)",
    )
    .default("P30D"),
};

type ArchiveEnvironment = z.infer<z.ZodObject<typeof archiveVariables>>;

/** Where artifacts are archived: in folders, or in buckets. */
export type ArchiveConfig =
  /** Absolute. */
  | { readonly kind: "file"; readonly root: string }
  | {
      readonly kind: "s3";
      readonly region: string;
      readonly endpoint: string | undefined;
      /** By slug of the location; `*` stands for those not named. */
      readonly places: Readonly<Record<string, { readonly bucket: string; readonly prefix: string }>>;
      readonly encryption:
        | { readonly kind: "AES256" }
        | { readonly kind: "aws:kms"; readonly keyId: string | undefined };
      readonly objectLock: boolean;
    };

/** What of the archive's variables does not go together. */
export function archiveProblems(env: ArchiveEnvironment): readonly string[] {
  const problems: string[] = [];
  if (env.CLOSEOUT_ARCHIVE === "s3") {
    if (env.CLOSEOUT_ARCHIVE_S3_REGION === undefined) {
      problems.push(
        "CLOSEOUT_ARCHIVE_S3_REGION is missing: CLOSEOUT_ARCHIVE=s3 has to know the buckets' region.",
      );
    }
    if (env.CLOSEOUT_ARCHIVE_S3_BUCKETS === undefined) {
      problems.push(
        "CLOSEOUT_ARCHIVE_S3_BUCKETS is missing: CLOSEOUT_ARCHIVE=s3 has to know a bucket for each location.",
      );
    }
  }
  return problems;
}

/** The archive as the variables name it; its folder lies in the state folder unless told. */
export function archiveConfig(
  env: ArchiveEnvironment & { readonly CLOSEOUT_STATE_DIR: string },
): ArchiveConfig {
  const { CLOSEOUT_ARCHIVE_S3_REGION: region, CLOSEOUT_ARCHIVE_S3_BUCKETS: buckets } = env;
  if (env.CLOSEOUT_ARCHIVE === "file" || region === undefined || buckets === undefined) {
    return {
      kind: "file",
      root: resolve(env.CLOSEOUT_ARCHIVE_DIR ?? join(env.CLOSEOUT_STATE_DIR, "archive")),
    };
  }
  const [kind = "", keyId] = env.CLOSEOUT_ARCHIVE_S3_ENCRYPTION.split("=");
  return {
    kind: "s3",
    region,
    endpoint: env.CLOSEOUT_ARCHIVE_S3_ENDPOINT,
    places: Object.fromEntries(buckets.split(",").map(bucketPlace)),
    encryption: kind === "aws:kms" ? { kind, keyId } : { kind: "AES256" },
    objectLock: env.CLOSEOUT_ARCHIVE_S3_OBJECT_LOCK === "on",
  };
}

function bucketPlace(entry: string): [string, { bucket: string; prefix: string }] {
  const [location = "", path = ""] = entry.trim().split("=");
  const [bucket = "", ...names] = path.split("/");
  const prefix = names.filter(Boolean).join("/");
  return [location, { bucket, prefix: prefix === "" ? "" : `${prefix}/` }];
}
