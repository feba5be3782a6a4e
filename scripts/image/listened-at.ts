import type { Listen } from "../../src/controller/http.ts";
import { createProgram } from "../../src/cli/program.ts";

/**
 * Where a process answers on HTTP, told by its command line: that of `trueup run` or `trueup fleet status --listen`, as the
 * program itself reads it, also below an init process; null for a command that does not listen. An address that stands for all is asked on loopback.
 */
export async function listenedAt(commandLine: readonly string[]): Promise<Listen | null> {
  const start = commandLine.findIndex((part) => /(^|\/)trueup(\.mjs)?$/.test(part));
  const args = commandLine.slice(start + 1);
  if (start === -1 || !LISTENING.some((name) => args.includes(name))) return null;
  let runs = false;
  const program = await createProgram("", () => {
    runs = true;
    return Promise.resolve();
  });
  await program.parseAsync(args, { from: "user" });
  const flags = program.commands.find((command) => command.name() === program.args[0])?.opts() ?? {};
  const listen: unknown = flags["listen"];
  if (!runs || !LISTENING.some((name) => name === program.args[0])) return null;
  if (flags["once"] === true || !isListen(listen)) return null;
  return { host: LOOPBACK_OF[listen.host] ?? listen.host, port: listen.port };
}

/** Commands that can. */
const LISTENING = ["run", "fleet"] as const;

const LOOPBACK_OF: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

function isListen(value: unknown): value is Listen {
  return typeof value === "object" && value !== null && "host" in value && "port" in value;
}
