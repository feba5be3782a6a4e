import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTenant } from "../../src/cli/commands/sandbox.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { systemClock } from "../../src/session/system-clock.ts";

/** A sandbox that answers by TLS as `graph.microsoft.com`, with a certificate of its own. */
export interface StandIn {
  readonly sandbox: Sandbox;
  readonly port: number;
  /** A file that clients are to trust. */
  readonly certificate: string;
  /** For files of the test; deleted by `stop`. */
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

/** The tenant beside this file, at documented limits. Needs `openssl`. */
export async function startStandIn(): Promise<StandIn> {
  const folder = mkdtempSync(join(tmpdir(), "trueup-clients-"));
  const certificate = join(folder, "certificate.pem");
  const key = join(folder, "key.pem");
  const names = "subjectAltName=DNS:graph.microsoft.com,IP:127.0.0.1";
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"].concat([
      "-subj",
      "/CN=graph.microsoft.com",
      "-addext",
      names,
      "-keyout",
      key,
      "-out",
      certificate,
    ]),
    { stdio: "pipe" },
  );
  const port = await freePort();
  const sandbox = await startSandbox({
    tenant: await readTenant(new URL("tenant.yaml", import.meta.url)),
    clock: systemClock,
    port,
    publicOrigin: "https://graph.microsoft.com",
    tls: { cert: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") },
  });
  const stop = async (): Promise<void> => {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  };
  return { sandbox, port, certificate, folder, stop };
}

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
