import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { pipeline } from "node:stream";

/** Serves one file to whoever asks, as Sensei does with an export. Prints its port. */
const path = process.argv[2] ?? "";
const server = createServer((_, response) => {
  pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), response, () => undefined);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.stdout.write(`${address.port}\n`);
});
