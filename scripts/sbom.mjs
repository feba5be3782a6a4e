// Prints what is shipped as a bill of materials (CycloneDX). npm makes it; `--omit=dev` of npm 11 would also leave out what
// is shipped and used by a development package too, such as `yaml`, so all is listed and the development part taken out.
import { spawnSync } from "node:child_process";
import process from "node:process";

const DEVELOPMENT = "cdx:npm:package:development";

const { stdout, status } = spawnSync("npm", ["sbom", "--sbom-format=cyclonedx", "--sbom-type=application"], {
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
});
if (status !== 0) throw new Error("npm sbom failed; run npm ci first");
const bill = JSON.parse(stdout);
const shipped = bill.components.filter(({ properties = [] }) => properties.every(({ name }) => name !== DEVELOPMENT));
const kept = new Set([bill.metadata.component["bom-ref"], ...shipped.map((part) => part["bom-ref"])]);
const dependencies = bill.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
process.stdout.write(`${JSON.stringify({ ...bill, components: shipped, dependencies }, null, 2)}\n`);
