// Plain JavaScript on purpose: it must run on the very Node versions that cannot run the rest.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const supported = (major === 24 && minor >= 12) || major > 24;

if (!supported) {
  process.stderr.write(
    `Closeout needs Node 24.12 or newer, but this is Node ${process.versions.node} on ${process.platform}-${process.arch}.\n` +
      "On Linux (x64, arm64) and macOS (x64) `npm ci` brings the right Node along: start with `npm start`, not with `node`,\n" +
      "and do not leave out optional packages (`--omit=optional`, `--no-optional`).\n" +
      "On other systems install Node 24 LTS yourself, then run `npm start` again. Nothing was started.\n",
  );
  process.exit(1);
}
