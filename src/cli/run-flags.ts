import { InvalidArgumentError } from "commander";
import type { Listen } from "../controller/http.ts";
import type { TenantFlags } from "./flags.ts";

/** The flags of `run`, as commander gives them. Durations are in milliseconds. */
export interface RunFlags extends Omit<TenantFlags, "format" | "out" | "app" | "user" | "progress" | "showUsers"> {
  readonly apply: boolean;
  readonly once: boolean;
  /** A cron expression; without one there is no pass by the clock. */
  readonly schedule?: string;
  readonly timeZone: string;
  readonly jitter: number;
  readonly deadline: number;
  readonly catalogInterval: number;
  readonly gitUrl?: string;
  readonly gitRef: string;
  readonly gitPath: string;
  readonly gitInterval: number;
  readonly verifySignatures: boolean;
  /** A folder for what git fetches. */
  readonly workspace?: string;
  readonly suspendFile?: string;
  readonly listen: Listen | null;
  readonly logFormat: "auto" | "json" | "text";
  readonly showUsers: boolean;
}

/** `9464`, `127.0.0.1:9464`, `0.0.0.0:9464`, `[::]:9464`, or `off`. */
export function parseListen(text: string): Listen | null {
  if (text === "off") return null;
  const match = /^(?:(\[[0-9a-f:]+\]|[a-z0-9.-]+):)?(\d{1,5})$/i.exec(text);
  const port = Number(match?.[2]);
  if (match === null || port > 65_535) {
    throw new InvalidArgumentError("give a port, or an address and a port such as 0.0.0.0:9464, or off.");
  }
  return { host: (match[1] ?? "127.0.0.1").replace(/^\[(.*)\]$/, "$1"), port };
}
