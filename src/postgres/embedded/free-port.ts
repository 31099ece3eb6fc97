import { createServer } from "node:net";

/** A port of loopback that nobody listens on at this moment; it may be taken by the time it is used. */
export async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer().once("error", reject);
  server.listen({ port: 0, host: "127.0.0.1", exclusive: true }, () => {
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    server.close(() => resolve(port));
  });
  return await promise;
}
