// Runs under whatever Node is on the machine, so it is plain JavaScript. npm puts the `node` devDependency first in PATH;
// when its install script was blocked, everything below would silently run on the system's Node.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    `this project needs Node 24 or newer and runs on ${process.version}\n` +
      "  the `node` package of this project brings it: run `npm ci` with install scripts allowed, then use npm scripts",
  );
  process.exit(1);
}
