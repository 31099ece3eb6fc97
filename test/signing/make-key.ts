import { pino } from "pino";
import { openSigner } from "../../src/signing/signer.ts";

/** A process that opens the signing key of a state folder, and says which it is. */
const { key } = await openSigner({
  keyFile: undefined,
  stateDir: process.argv[2] ?? "",
  log: pino({ level: "silent" }),
});
process.stdout.write(key.id);
