import { createServer } from "node:http";

/**
 * Takes what the product answers to `response_url`, as Slack does, and counts it: `GET /count`. Prints its port.
 */
let count = 0;
const server = createServer((request, response) => {
  if (request.method === "GET") {
    response.end(String(count));
    return;
  }
  request.resume().once("end", () => {
    count += 1;
    response.end("ok");
  });
});
server.keepAliveTimeout = 30_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.stdout.write(`${address.port}\n`);
});
