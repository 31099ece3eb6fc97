import { verifyCommand } from "./verify-command.ts";

/** The entry of `closeout`, in a checkout and in the one file that is made of this for the packed package. */
process.exitCode = await verifyCommand(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
