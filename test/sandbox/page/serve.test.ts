import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { servePage } from "../../../sandbox/page/serve.ts";

const server = createServer((req, res) => {
  servePage(req, res).then(
    (served) => {
      if (!served) res.writeHead(418).end("not mine");
    },
    (error: unknown) => res.writeHead(500).end(String(error)),
  );
});
let base = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends a path exactly as it is; fetch would tidy it up first. */
async function rawStatus(path: string): Promise<number> {
  const [answer] = await once(request(base, { path }).end(), "response");
  answer.resume();
  return answer.statusCode;
}

describe("the page's files", () => {
  it.each([
    ["/", "text/html; charset=utf-8"],
    ["/?x=1", "text/html; charset=utf-8"],
    ["/favicon.ico", "image/svg+xml"],
    ["/page/styles/base.css", "text/css; charset=utf-8"],
    ["/page/client/main.ts", "text/javascript; charset=utf-8"],
    ["/page/client/blocks/block.ts", "text/javascript; charset=utf-8"],
    ["/page/vendor/preact.mjs", "text/javascript; charset=utf-8"],
    ["/page/vendor/preact-hooks.mjs", "text/javascript; charset=utf-8"],
  ])("serves %s as %s, never from a cache", async (path, type) => {
    const answer = await fetch(base + path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("lets nothing run but its own files and its own import map", async () => {
    const answer = await fetch(base);
    const map = /<script type="importmap">(.*?)<\/script>/s.exec(await answer.text())?.[1] ?? "";
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(Object.keys(JSON.parse(map).imports)).toEqual(["preact", "preact/hooks", "htm", "htm/preact"]);
    expect(policy).toContain(
      `script-src 'self' 'sha256-${createHash("sha256").update(map).digest("base64")}'`,
    );
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("default-src 'none'");
  });

  it("serves every module that any module asks for, with nothing left of its types", async () => {
    const html = await (await fetch(base)).text();
    const map: Record<string, string> = JSON.parse(/importmap">(.*?)</s.exec(html)?.[1] ?? "{}").imports;
    const open = ["/page/client/main.ts"];
    const seen = new Set<string>();
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const answer = await fetch(base + path);
      expect([path, answer.status]).toEqual([path, 200]);
      const source = await answer.text();
      expect(source).not.toMatch(/^import type|^export type|: readonly /m);
      for (const [, name = ""] of source.matchAll(/(?:from|^import)\s*"([^"]+)"/gm)) {
        open.push(map[name] ?? new URL(name, base + path).pathname);
      }
    }
    expect(seen.size).toBeGreaterThan(40);
  });

  it("does not warn the person who starts it", async () => {
    const warnings: string[] = [];
    const listen = (warning: Error) => warnings.push(warning.message);
    process.on("warning", listen);
    await fetch(`${base}/page/client/html.ts`);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(warnings).toEqual([]);
  });

  it.each([
    "/page/../serve.ts",
    "/page/client/../serve.ts",
    "/page/client/../../../package.json",
    "/page/client/..%2f..%2f..%2fpackage.json",
    "/page/client/%2e%2e/serve.ts",
    "/page/client/blocks/..%5c..%5cserve.ts",
    "/page/styles/../index.html",
    "/page/vendor/../../../package.json",
    "/page/client/main.ts%00.css",
    "/page/client/",
    "/page/client/nothing.ts",
    "/page/serve.ts",
  ])("finds nothing at %s", async (path) => {
    expect(await rawStatus(path)).toBe(404);
  });

  it.each(["/control/workspace", "/api/auth.test", "/pages", "/%zz"])("leaves %s to others", async (path) => {
    expect(await rawStatus(path)).toBe(418);
  });

  it("answers HEAD without a body and refuses to be written to", async () => {
    const head = await fetch(base, { method: "HEAD" });
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(500);
    expect(await head.text()).toBe("");
    expect((await fetch(base, { method: "POST" })).status).toBe(405);
  });
});
