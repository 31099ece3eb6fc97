import { once } from "node:events";
import { createServer } from "node:net";

/** The preferred port if nobody listens there, else 0: any free one. */
export async function preferredPort(port: number, host: string): Promise<number> {
  const probe = createServer();
  try {
    probe.listen({ port, host, exclusive: true });
    await once(probe, "listening");
    return port;
  } catch {
    return 0;
  } finally {
    probe.close();
  }
}
