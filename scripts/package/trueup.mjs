#!/usr/bin/env node
// What `trueup` is once the package is installed. Runs under whatever Node is on the machine, so it is plain JavaScript, and
// looks at the Node before anything that an older one cannot load. It imports nothing: `node:process` would open stdin.

const OLDEST = 24;

if (Number(process.versions.node.split(".")[0]) < OLDEST) {
  process.stderr.write(
    `trueup needs Node ${OLDEST} or newer, and ${process.execPath} is ${process.version}: install a newer one from https://nodejs.org\n`,
  );
  process.exitCode = 1;
} else {
  await import("../../dist/trueup.mjs");
}
