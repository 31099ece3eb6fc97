import { newId, newSecret } from "./ids.ts";

/** A file: announced, then uploaded, then shared. */
export type StoredFile = {
  readonly id: string;
  readonly uploadTicket: string;
  readonly name: string;
  readonly size: number;
  title: string;
  readonly altText: string | undefined;
  bytes: Uint8Array<ArrayBuffer> | undefined;
  mimetype: string;
  readonly createdSeconds: number;
  readonly channels: Set<string>;
};

const mimetypes: Readonly<Record<string, string>> = {
  csv: "text/csv",
  html: "text/html",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  jsonl: "application/x-ndjson",
  md: "text/markdown",
  pdf: "application/pdf",
  pem: "text/plain",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  zip: "application/zip",
};

/** The part of a file's name after the last dot. */
export function extension(name: string): string {
  return /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** The workspace's files, in memory. */
export class FileStore {
  readonly #files = new Map<string, StoredFile>();
  readonly #tickets = new Map<string, StoredFile>();

  announce(facts: {
    name: string;
    size: number;
    altText: string | undefined;
    createdSeconds: number;
  }): StoredFile {
    const file: StoredFile = {
      ...facts,
      id: newId("F"),
      uploadTicket: newSecret(),
      title: facts.name,
      bytes: undefined,
      mimetype: mimetypes[extension(facts.name)] ?? "application/octet-stream",
      channels: new Set(),
    };
    this.#files.set(file.id, file);
    this.#tickets.set(file.uploadTicket, file);
    return file;
  }

  get(id: string): StoredFile | undefined {
    return this.#files.get(id);
  }

  byTicket(ticket: string): StoredFile | undefined {
    return this.#tickets.get(ticket);
  }
}
