import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { stripTypes } from "./strip-types.ts";

const here = import.meta.dirname;
const require = createRequire(import.meta.url);

/** The libraries that the page imports by name, as browser modules out of node_modules. */
const LIBRARIES = {
  preact: require.resolve("preact"),
  "preact/hooks": require.resolve("preact/hooks"),
  htm: join(dirname(require.resolve("htm")), "htm.mjs"),
  "htm/preact": join(dirname(require.resolve("htm/preact")), "index.mjs"),
} as const;

const IMPORT_MAP = JSON.stringify({
  imports: Object.fromEntries(Object.keys(LIBRARIES).map((name) => [name, libraryPath(name)])),
});

/**
 * Nothing but our own files runs or loads; the one inline script is the import map, allowed by its hash. Pictures may
 * also come from other servers on this computer, because blocks may name them.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash("sha256").update(IMPORT_MAP).digest("base64")}'`,
  "style-src 'self'",
  "img-src 'self' data: http://127.0.0.1:* http://localhost:*",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

type Asset = { readonly type: string; readonly body: string | Buffer };

/**
 * Answers requests for the sandbox's web page: the document under `/`, everything it needs under `/page/`. The client's
 * TypeScript is served with its types stripped, so there is nothing to build. Names are matched against a narrow
 * pattern before any file is touched, so no path leads out of this folder.
 * @returns false, with the response untouched, when the path is not the page's own.
 */
export async function servePage(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const path = pathOf(req.url ?? "/");
  if (path === undefined || !isOurs(path)) return false;
  if (req.method !== "GET" && req.method !== "HEAD") {
    answer(
      res,
      405,
      { type: "text/plain; charset=utf-8", body: "Only GET and HEAD.\n" },
      { allow: "GET, HEAD" },
    );
    return true;
  }
  const asset = await findAsset(path);
  if (asset === undefined) answer(res, 404, { type: "text/plain; charset=utf-8", body: "No such file.\n" });
  else answer(res, 200, asset);
  return true;
}

function pathOf(url: string): string | undefined {
  const path = url.split(/[?#]/, 1)[0] ?? "/";
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function isOurs(path: string): boolean {
  return path === "/" || path === "/favicon.ico" || path.startsWith("/page/");
}

async function findAsset(path: string): Promise<Asset | undefined> {
  if (path === "/") return { type: "text/html; charset=utf-8", body: await document() };
  if (path === "/favicon.ico") return await fileAsset(join(here, "icon.svg"), "image/svg+xml");
  const library = Object.entries(LIBRARIES).find(([name]) => libraryPath(name) === path);
  if (library !== undefined) return await fileAsset(library[1], "text/javascript; charset=utf-8");
  const style = /^\/page\/styles\/([a-z0-9-]+\.css)$/.exec(path)?.[1];
  if (style !== undefined) return await fileAsset(join(here, "styles", style), "text/css; charset=utf-8");
  const module = /^\/page\/client\/((?:[a-z0-9-]+\/)*[a-z0-9-]+\.ts)$/.exec(path)?.[1];
  if (module !== undefined) return await moduleAsset(join(here, "client", module));
  return undefined;
}

function libraryPath(name: string): string {
  return `/page/vendor/${name.replace("/", "-")}.mjs`;
}

async function document(): Promise<string> {
  const html = await readFile(join(here, "index.html"), "utf8");
  return html.replace('"IMPORT_MAP"', () => IMPORT_MAP);
}

async function fileAsset(file: string, type: string): Promise<Asset | undefined> {
  try {
    return { type, body: await readFile(file) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const stripped = new Map<string, { readonly changed: number; readonly body: string }>();

async function moduleAsset(file: string): Promise<Asset | undefined> {
  const type = "text/javascript; charset=utf-8";
  try {
    const changed = (await stat(file)).mtimeMs;
    const known = stripped.get(file);
    if (known?.changed === changed) return { type, body: known.body };
    const body = stripTypes(await readFile(file, "utf8"));
    stripped.set(file, { changed, body });
    return { type, body };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR");
}

function answer(res: ServerResponse, status: number, asset: Asset, extra: Record<string, string> = {}): void {
  res.writeHead(status, {
    "content-type": asset.type,
    "content-length": Buffer.byteLength(asset.body),
    "cache-control": "no-store",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    ...extra,
  });
  res.end(res.req.method === "HEAD" ? undefined : asset.body);
}
