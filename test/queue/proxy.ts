import { once } from "node:events";
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from "node:net";

/** A door in front of a server that a test can close: the server is then as good as down. */
export type Proxy = {
  readonly port: number;
  open(): Promise<void>;
  /** Refuses connections. */
  shut(): Promise<void>;
  /** Takes connections and cuts them at once, as a load balancer without a server behind it does. */
  cut(): void;
};

/** Starts with the door open. */
export async function startProxy(target: NetConnectOpts): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let port = 0;
  let server: Server | undefined;
  let cutting = false;

  async function open(): Promise<void> {
    cutting = false;
    server = createServer((client) => {
      if (cutting) {
        client.destroy();
        return;
      }
      const upstream = connect(target);
      for (const [socket, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        sockets.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => {
          sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    }).listen(port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("A TCP server has no port.");
    port = address.port;
  }

  async function shut(): Promise<void> {
    if (!server?.listening) return;
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  function cut(): void {
    cutting = true;
    for (const socket of sockets) socket.destroy();
  }

  await open();
  return {
    get port() {
      return port;
    },
    open,
    shut,
    cut,
  };
}
