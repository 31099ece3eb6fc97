import { createHash, createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listenOnLoopback } from "./listen.ts";

/** One version of an object, with the headers it came with. */
export type StoredVersion = {
  readonly id: string;
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  retainUntil?: string;
  legalHold?: "ON" | "OFF";
};

type PendingUpload = {
  key: string;
  initiated: string;
  headers: Record<string, string>;
  parts: Map<number, { bytes: Buffer; sha256: string }>;
};

/**
 * A small S3: one bucket `vault` with Object Lock, spoken to over HTTP with buckets in the path. It checks what a client
 * sends, signature, checksums and conditions included, and answers 400 or 403 where something does not hold.
 */
export type S3Server = {
  readonly url: string;
  readonly objects: Map<string, StoredVersion[]>;
  readonly uploads: Map<string, PendingUpload>;
  /** Each request as `PUT /vault/key?query`, in order. */
  readonly requests: string[];
  /** How many entries a list holds at most; the rest comes on its next page. */
  pageSize: number;
  /** Answers the next request that fits with this status and error code, once. */
  failNext(fits: RegExp, status: number, code: string): void;
  close(): Promise<void>;
};

export const s3Credentials = { accessKeyId: "AKIATEST", secretAccessKey: "a-secret-that-signs" };
export const s3Region = "eu-central-1";

class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export async function startS3Server(): Promise<S3Server> {
  const objects = new Map<string, StoredVersion[]>();
  const uploads = new Map<string, PendingUpload>();
  const requests: string[] = [];
  const failures: { fits: RegExp; status: number; code: string }[] = [];
  const world = { objects, uploads, pageSize: 1000 };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const line = `${request.method} ${request.url}`;
    requests.push(line);
    try {
      checkSignature(request, body);
      checkChecksum(request, body);
      const at = failures.findIndex(({ fits }) => fits.test(line));
      const [failure] = at === -1 ? [] : failures.splice(at, 1);
      if (failure !== undefined) throw new Refused(failure.status, failure.code);
      const { status = 200, headers = {}, body: answer = "" } = act(world, request, body);
      response.writeHead(status, headers).end(answer);
    } catch (error) {
      const { status, code, message } =
        error instanceof Refused ? error : new Refused(500, "Bug", String(error));
      const text = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
      response
        .writeHead(status, { "content-type": "application/xml" })
        .end(request.method === "HEAD" ? "" : text);
    }
  };
  const server = createServer((request, response) => void serve(request, response));
  const url = await listenOnLoopback(server);
  return Object.assign(world, {
    url,
    requests,
    failNext: (fits: RegExp, status: number, code: string) => {
      failures.push({ fits, status, code });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  });
}

type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer };
type S3World = Pick<S3Server, "objects" | "uploads" | "pageSize">;

function act({ objects, uploads, pageSize }: S3World, request: IncomingMessage, body: Buffer): Answer {
  const url = new URL(request.url ?? "", "http://s3");
  const [, bucket, ...names] = url.pathname.split("/");
  if (bucket !== "vault") throw new Refused(404, "NoSuchBucket");
  const key = decodeURIComponent(names.join("/"));
  const query = url.searchParams;
  const uploadId = query.get("uploadId") ?? "";
  const method = request.method ?? "";
  const text = body.toString();
  const header = (name: string) => String(request.headers[name] ?? "");

  const latest = () => objects.get(key)?.at(-1);
  const version = () => {
    const id = query.get("versionId");
    const found = id === null ? latest() : objects.get(key)?.find((one) => one.id === id);
    if (found === undefined) throw new Refused(404, method === "HEAD" ? "NotFound" : "NoSuchKey");
    return found;
  };
  const store = (bytes: Buffer, headers: Record<string, string>): Answer => {
    if (header("if-none-match") === "*" && latest() !== undefined)
      throw new Refused(412, "PreconditionFailed");
    const id = randomUUID();
    objects.set(key, [...(objects.get(key) ?? []), { id, bytes, headers }]);
    return { headers: { "x-amz-version-id": id, etag: `"${id}"` } };
  };

  if (key === "") {
    if (method === "HEAD") return {};
    return {
      body: query.has("uploads")
        ? uploadList(uploads, query, pageSize)
        : objectList(objects, query, pageSize),
    };
  }
  if (method === "POST" && query.has("uploads")) {
    const id = randomUUID();
    const initiated = new Date().toISOString();
    uploads.set(id, { key, initiated, headers: kept(request), parts: new Map() });
    return {
      body: `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    };
  }
  if (uploadId !== "") {
    const upload = uploads.get(uploadId);
    if (upload === undefined) throw new Refused(404, "NoSuchUpload");
    if (method === "DELETE") {
      uploads.delete(uploadId);
      return { status: 204 };
    }
    if (method === "PUT") {
      const sha256 = header("x-amz-checksum-sha256");
      upload.parts.set(Number(query.get("partNumber")), { bytes: body, sha256 });
      return { headers: { etag: `"${md5(body)}"`, "x-amz-checksum-sha256": sha256 } };
    }
    const answer = store(assemble(upload, text), upload.headers);
    uploads.delete(uploadId);
    return {
      ...answer,
      body: "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>",
    };
  }
  if (query.has("retention")) return retain(version(), text);
  if (query.has("legal-hold")) {
    version().legalHold = /<Status>ON</.test(text) ? "ON" : "OFF";
    return {};
  }
  switch (method) {
    case "PUT":
      return store(body, kept(request));
    case "HEAD":
    case "GET": {
      const found = version();
      const headers: Record<string, string> = {
        "content-length": String(found.bytes.length),
        "x-amz-version-id": found.id,
        ...(found.retainUntil === undefined
          ? {}
          : {
              "x-amz-object-lock-mode": "COMPLIANCE",
              "x-amz-object-lock-retain-until-date": found.retainUntil,
            }),
        ...(found.legalHold === undefined ? {} : { "x-amz-object-lock-legal-hold": found.legalHold }),
      };
      return { headers, body: method === "GET" ? found.bytes : "" };
    }
    case "DELETE":
      return removeVersion(objects, key, query.get("versionId"));
    default:
      throw new Refused(405, "MethodNotAllowed");
  }
}

/** A page of the uploads under way, by key and then id, after the markers that the page before has given. */
function uploadList(uploads: S3World["uploads"], query: URLSearchParams, pageSize: number): string {
  const after = [query.get("key-marker") ?? "", query.get("upload-id-marker") ?? ""].join("\n");
  const sorted = [...uploads]
    .map(([id, { key, initiated }]) => ({ id, key, initiated, at: [key, id].join("\n") }))
    .filter(({ key, at }) => key.startsWith(query.get("prefix") ?? "") && at > after)
    .toSorted((one, other) => (one.at < other.at ? -1 : 1));
  const page = sorted.slice(0, pageSize);
  const last = page.at(-1);
  const rows = page.map(
    ({ id, key, initiated }) =>
      `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${initiated}</Initiated></Upload>`,
  );
  const next =
    last === undefined || sorted.length <= pageSize
      ? ""
      : `<IsTruncated>true</IsTruncated><NextKeyMarker>${last.key}</NextKeyMarker><NextUploadIdMarker>${last.id}</NextUploadIdMarker>`;
  return `<ListMultipartUploadsResult>${next}${rows.join("")}</ListMultipartUploadsResult>`;
}

/** A page of the objects, by key; the token is the last key of the page before. */
function objectList(objects: S3World["objects"], query: URLSearchParams, pageSize: number): string {
  if (query.get("list-type") !== "2") throw new Refused(400, "InvalidArgument");
  const after = query.get("continuation-token") ?? "";
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(query.get("prefix") ?? "") && key > after)
    .toSorted();
  const page = keys.slice(0, pageSize);
  const next =
    keys.length <= pageSize
      ? ""
      : `<IsTruncated>true</IsTruncated><NextContinuationToken>${page.at(-1) ?? ""}</NextContinuationToken>`;
  const rows = page.map((key) => `<Contents><Key>${key}</Key></Contents>`);
  return `<ListBucketResult>${next}${rows.join("")}</ListBucketResult>`;
}

function assemble(upload: PendingUpload, text: string): Buffer {
  const listed = [...text.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = ""]) => ({
    number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
    etag: /<ETag>(?:&quot;|")?([0-9a-f]{32})/.exec(part)?.[1],
    sha256: /<ChecksumSHA256>([^<]+)</.exec(part)?.[1],
  }));
  const parts = listed.map(({ number, etag, sha256 }, index) => {
    const part = upload.parts.get(number);
    if (part === undefined || number !== index + 1 || md5(part.bytes) !== etag || part.sha256 !== sha256) {
      throw new Refused(400, "InvalidPart");
    }
    if (index < listed.length - 1 && part.bytes.length < 5 * 1024 ** 2)
      throw new Refused(400, "EntityTooSmall");
    return part.bytes;
  });
  if (parts.length === 0 || parts.length !== upload.parts.size) throw new Refused(400, "InvalidPart");
  return Buffer.concat(parts);
}

function retain(version: StoredVersion, text: string): Answer {
  if (!text.includes("<Mode>COMPLIANCE</Mode>")) throw new Refused(400, "MalformedXML");
  const until = /<RetainUntilDate>([^<]+)</.exec(text)?.[1] ?? "";
  if (version.retainUntil !== undefined && until < version.retainUntil)
    throw new Refused(403, "AccessDenied");
  version.retainUntil = until;
  return {};
}

function removeVersion(objects: S3Server["objects"], key: string, id: string | null): Answer {
  // Without a version S3 would hide the object and keep it, which is no removal.
  if (id === null) throw new Refused(400, "VersionIdWanted");
  const versions = objects.get(key) ?? [];
  const found = versions.find((one) => one.id === id);
  const isLocked = found?.retainUntil !== undefined && Date.parse(found.retainUntil) > Date.now();
  if (isLocked || found?.legalHold === "ON") throw new Refused(403, "AccessDenied");
  const rest = versions.filter((one) => one !== found);
  if (rest.length > 0) objects.set(key, rest);
  else objects.delete(key);
  return { status: 204 };
}

function kept(request: IncomingMessage): Record<string, string> {
  const wanted =
    /^(?:content-type|x-amz-(?:server-side-encryption|checksum|sdk-checksum|object-lock).*|if-none-match)$/;
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      wanted.test(name) ? [[name, String(value)]] : [],
    ),
  );
}

const md5 = (bytes: Buffer) => createHash("md5").update(bytes).digest("hex");
const sha = (bytes: Buffer | string) => createHash("sha256").update(bytes);
const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();

/** AWS Signature Version 4, reckoned again from what arrived. */
function checkSignature({ headers, method, url = "" }: IncomingMessage, body: Buffer): void {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const match = form.exec(headers.authorization ?? "");
  if (match === null) throw new Refused(403, "MissingSignature");
  const [, keyId, day = "", region = "", signedHeaders = "", signature] = match;
  if (keyId !== s3Credentials.accessKeyId || region !== s3Region)
    throw new Refused(403, "InvalidAccessKeyId");
  const payload = String(headers["x-amz-content-sha256"]);
  if (payload !== sha(body).digest("hex")) throw new Refused(400, "XAmzContentSHA256Mismatch");
  const [path = "", query = ""] = url.split("?");
  const pairs = query
    .split("&")
    .filter(Boolean)
    .map((pair) => (pair.includes("=") ? pair : `${pair}=`));
  const canonical = [
    method,
    path,
    pairs.toSorted().join("&"),
    ...signedHeaders.split(";").map((name) => `${name}:${String(headers[name]).trim()}`),
    "",
    signedHeaders,
    payload,
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha(canonical).digest("hex")].join("\n");
  const key = ["s3", "aws4_request"].reduce(
    (sofar, part) => hmac(sofar, part),
    hmac(hmac(`AWS4${s3Credentials.secretAccessKey}`, day), region),
  );
  if (createHmac("sha256", key).update(text).digest("hex") !== signature)
    throw new Refused(403, "SignatureDoesNotMatch");
}

/** Every body that matters comes with its SHA-256. */
function checkChecksum({ headers, method, url = "" }: IncomingMessage, body: Buffer): void {
  const given = headers["x-amz-checksum-sha256"];
  if (given !== undefined && given !== sha(body).digest("base64")) throw new Refused(400, "BadDigest");
  if (method === "PUT" && given === undefined) throw new Refused(400, "ChecksumWanted", url);
}
